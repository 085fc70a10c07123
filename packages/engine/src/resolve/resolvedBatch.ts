import type { MergeCause } from '@muster/core'

/** Where a message belongs. */
export interface ResolvedMessage {
  /** Of the highest-priority identifier that was used: the message is stored under it, for good. */
  readonly node: bigint
  /** The profile of that node when the whole batch is resolved. */
  readonly profile: bigint
}

/** A row for the warehouse's copy of who is who. Of two rows for one node the one with the higher version is true. */
export interface Assignment {
  readonly node: bigint
  /** The kind of the identifier. */
  readonly kind: string
  readonly profile: bigint
  /** The epoch of the change. */
  readonly version: bigint
}

export interface Merge {
  readonly survivor: bigint
  readonly absorbed: bigint
  readonly cause: MergeCause
}

export interface ResolvedBatch {
  /** One for each message, in their order. */
  readonly messages: readonly ResolvedMessage[]
  /** The last state of each node that changed, each once. */
  readonly assignments: readonly Assignment[]
  /** Profiles that there were not before. */
  readonly created: readonly bigint[]
  /** In the order in which they happened. Refresh has to look at both sides of each. */
  readonly merges: readonly Merge[]
  /** The epoch up to which all changes are part of the answer, its own included. */
  readonly version: bigint
}
