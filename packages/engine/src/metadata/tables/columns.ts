import type { ColumnType, GeneratedAlways } from 'kysely'
import type { Json } from '@muster/core'

/** Read as a value, written as JSON text: neither driver would write a bigint, and one writes an array as something else. */
export type JsonColumn = ColumnType<Json, string, string>
export type NullableJsonColumn = ColumnType<Json | null, string | null, string | null>

/** Milliseconds since 1970 UTC. */
export type InstantColumn = ColumnType<bigint, bigint | number, bigint | number>
export type NullableInstantColumn = ColumnType<
  bigint | null,
  bigint | number | null,
  bigint | number | null
>

export type SerialColumn = GeneratedAlways<bigint>
