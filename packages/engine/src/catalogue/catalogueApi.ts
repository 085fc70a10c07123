import type { Json } from '@muster/core'

export interface CatalogueReport {
  readonly events: readonly {
    readonly name: string
    readonly count: number
    readonly firstSeenAt: number
    readonly lastSeenAt: number
    readonly properties: readonly SeenPath[]
  }[]
  readonly traits: readonly SeenPath[]
  readonly accountTraits: readonly SeenPath[]
  readonly identifierKinds: readonly { readonly kind: string; readonly count: number }[]
}

export interface SeenPath {
  readonly path: string
  readonly types: readonly { readonly type: string; readonly count: number }[]
  readonly samples: readonly Json[]
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  /** Whether it has a column of its own in the warehouse. */
  readonly promoted: boolean
}
