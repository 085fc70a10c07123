/**
 * One step forward of the tables. Once released it is never changed: a correction is a new step. Constraints repeat in the
 * database what the types say, so that no other program can store a state that the code has no name for.
 */
export interface Migration {
  readonly version: number
  readonly name: string
  /** SQL without parameters, run in this order. */
  readonly statements: readonly string[]
}
