import type { Identifier } from '@muster/core'
import type { Outcome } from '../metadata/outcome.ts'

export interface ListsApi {
  readonly create: (
    wanted: { readonly id?: string; readonly name: string },
    by: string,
  ) => Promise<Outcome<{ readonly id: string; readonly name: string }, string>>
  readonly list: () => Promise<
    readonly { readonly id: string; readonly name: string; readonly size: number }[]
  >
  /** Puts profiles on a list by identifier, or takes them off. An identifier nobody has yet makes a profile. */
  readonly put: (
    id: string,
    identifiers: readonly Identifier[],
    present: boolean,
    by: string,
  ) => Promise<
    Outcome<
      {
        readonly changed: number
        readonly unusable: readonly { readonly index: number; readonly reason: string }[]
      },
      string
    >
  >
}
