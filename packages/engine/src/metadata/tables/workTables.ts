import type {
  InstantColumn,
  JsonColumn,
  NullableInstantColumn,
  NullableJsonColumn,
  SerialColumn,
} from './columns.ts'

export interface LeaseTable {
  readonly name: string
  readonly holder: string
  readonly expires_at: InstantColumn
  readonly fence: bigint
}

export interface WatermarkTable {
  readonly name: string
  readonly value: bigint
}

export interface CursorTable {
  readonly consumer: string
  readonly stream: string
  readonly position: string
  readonly updated_at: InstantColumn
}

export interface JobTable {
  readonly id: SerialColumn
  readonly kind: string
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly input: JsonColumn
  readonly progress: NullableJsonColumn
  readonly result: NullableJsonColumn
  readonly error: NullableJsonColumn
  readonly attempts: number
  readonly holder: string | null
  readonly expires_at: NullableInstantColumn
  readonly created_at: InstantColumn
  readonly updated_at: InstantColumn
  readonly finished_at: NullableInstantColumn
}
