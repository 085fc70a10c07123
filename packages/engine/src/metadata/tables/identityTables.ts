import type { InstantColumn, JsonColumn, SerialColumn } from './columns.ts'

export interface IdentityStateTable {
  readonly only_row: boolean
  /** Goes up by one with every transaction that changes an assignment or a decision. */
  readonly epoch: bigint
  /** Of the sequence from which nodes, profiles and decisions are numbered. */
  readonly next_number: bigint
}

export interface ProfileTable {
  readonly id: bigint
  readonly created_at: InstantColumn
  readonly absorbed_by: bigint | null
}

export interface IdentifierTable {
  readonly kind: string
  readonly value: string
  readonly node: bigint
  readonly profile: bigint
  /** The epoch of its last change. */
  readonly version: bigint
  readonly first_seen_at: InstantColumn
  readonly first_message_id: string
  /** The kind of call that brought it. */
  readonly source: string
}

export interface IdentityLogTable {
  readonly seq: SerialColumn
  readonly version: bigint
  readonly at: InstantColumn
  readonly kind: 'merged' | 'left_out' | 'unmerged' | 'groups_joined'
  readonly profile: bigint
  /** Of a merge: the absorbed profile. */
  readonly other: bigint | null
  readonly decision: bigint | null
  readonly cause: JsonColumn
}

/** The sides that nodes have taken in people's decisions. */
export interface SeparationTable {
  readonly decision: bigint
  readonly node: bigint
  readonly side: number
}
