import type {
  InstantColumn,
  JsonColumn,
  NullableInstantColumn,
  NullableJsonColumn,
} from './columns.ts'

export interface AudienceTable {
  readonly id: string
  /** Dense: what the warehouse stores instead of the id. */
  readonly number: number
  readonly name: string
  readonly description: string
  readonly owner: string
  readonly use_case: NullableJsonColumn
  readonly tags: string[]
  readonly state: 'draft' | 'live' | 'archived'
  /** Goes up with every change of the row, so that two people do not overwrite each other. */
  readonly revision: number
  readonly current_version: number
  readonly sunset_at: NullableInstantColumn
  readonly archived_at: NullableInstantColumn
  readonly created_at: InstantColumn
  readonly updated_at: InstantColumn
}

export interface AudienceVersionTable {
  readonly audience_id: string
  readonly version: number
  /** To be searched. What is read is the text, which keeps the order of keys. */
  readonly definition: JsonColumn
  readonly definition_text: string
  readonly fingerprint: string
  readonly created_at: InstantColumn
  readonly created_by: string
  readonly note: string
}

export interface AudienceProgressTable {
  readonly audience: number
  /** Membership is true up to this instant. */
  readonly watermark: NullableInstantColumn
  readonly version_in_force: number | null
  readonly backfill: 'pending' | 'running' | 'done'
  readonly backfill_version: number
  readonly backfill_done: bigint
  readonly backfill_total: bigint
  readonly error: NullableJsonColumn
  readonly updated_at: InstantColumn
}
