import type { InstantColumn, NullableJsonColumn, SerialColumn } from './columns.ts'

export interface IntentTable {
  readonly id: SerialColumn
  /** The holding of the process's lease, see `peers/presence.ts`. */
  readonly process: string
  readonly state: 'open' | 'failed' | 'stands' | 'done'
  /** Of the messages that it records. */
  readonly message_ids: string[]
  /** The version of the identities before it. */
  readonly epoch: bigint
  /** When the first of what it records was received, by the process's clock. */
  readonly received_at: InstantColumn
  readonly touched: NullableJsonColumn
  readonly changed_at: InstantColumn
}
