/**
 * Whom a question is about. An audience: its members as recorded, now or at an instant in the past; with `computed` as its definition gives
 * them at that instant, by what is known today. Or a definition that is not saved.
 */
export type Subject =
  | { readonly audience: string; readonly at?: number; readonly computed?: boolean }
  | { readonly definition: unknown; readonly at?: number }

/** More sets than this are no picture any more, and their combinations fit into 64 bits. */
export const mostSets = 60

/** Who was asked about, as the answer says it back. */
export interface Named {
  /** The id of an audience; missing for a definition. */
  readonly audience: string | undefined
  readonly name: string
  readonly sentence: string
  readonly at: number
  readonly size: number
}
