import type {
  InstantColumn,
  JsonColumn,
  NullableInstantColumn,
  NullableJsonColumn,
  SerialColumn,
} from './columns.ts'

export interface MigrationTable {
  readonly version: number
  readonly name: string
  readonly applied_at: InstantColumn
}

export interface SettingTable {
  readonly key: string
  readonly value: JsonColumn
  readonly updated_at: InstantColumn
}

export interface AuditLogTable {
  readonly seq: SerialColumn
  readonly at: InstantColumn
  readonly actor: string
  readonly action: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly before: NullableJsonColumn
  readonly after: NullableJsonColumn
}

export interface ListTable {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly created_at: InstantColumn
  readonly updated_at: InstantColumn
  readonly archived_at: NullableInstantColumn
}

export interface ApiKeyTable {
  readonly id: string
  readonly name: string
  readonly kind: 'write' | 'secret'
  readonly role: 'admin' | 'editor' | 'viewer' | null
  /** SHA-256 of the key, in hexadecimal digits. */
  readonly hash: string
  readonly prefix: string
  readonly created_at: InstantColumn
  readonly revoked_at: NullableInstantColumn
}
