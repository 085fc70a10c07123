import { stringifyJson } from '@muster/core'
import type { Json, JsonObject } from '@muster/core'

/**
 * The value of a column in a row; `undefined` when the row has none. A column of NDJSON or Parquet may lie deeper: `user.id` is the `id`
 * within `user`, unless a column is itself called `user.id`.
 */
export function cellOf(cells: JsonObject, column: string): Json | undefined {
  const direct = cells[column]
  if (direct !== undefined || !column.includes('.')) return direct
  let value: Json | undefined = cells
  for (const key of column.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** The text of a cell as it is compared: its own, or the JSON of anything else; of nothing, ''. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : stringifyJson(value)
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
