import type { Json } from '@muster/core'

/** Whether a value from outside is JSON that the metadata store can keep: finite numbers, no U+0000, at most `depth` levels. */
export function isJson(value: unknown, depth = 32): value is Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return !value.includes('\0')
  if (typeof value !== 'object' || depth === 0) return false
  return Object.entries(value).every(
    ([key, member]) => !key.includes('\0') && isJson(member, depth - 1),
  )
}
