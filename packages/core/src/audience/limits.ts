/** Limits against abuse, which a workspace may set. */
export interface Limits {
  /** Conditions, filters and `some` predicates within one another; the outermost condition is at depth 1. */
  readonly depth: number
  /** Conditions that are no group (`all`, `any`, `not`), and steps of sequences. */
  readonly conditions: number
  /** JSON text in bytes of UTF-8. */
  readonly bytes: number
  /** Values in one `oneOf`; who needs more uses a list. */
  readonly values: number
}

export const defaultLimits: Limits = { depth: 10, conditions: 200, bytes: 64 * 1024, values: 1_000 }
