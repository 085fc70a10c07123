import type { Json } from './json.ts'

/**
 * Writes JSON text that `parseJson` reads back to the same value: a `bigint` as its digits, everything else as
 * `JSON.stringify` does, keys in their order. So what is `undefined`, which is no JSON, is left out of an object, and null in an array.
 */
export function stringifyJson(value: Json): string {
  return holdsBigint(value) ? write(value) : JSON.stringify(value)
}

function holdsBigint(value: Json): boolean {
  if (typeof value === 'bigint') return true
  if (typeof value !== 'object' || value === null) return false
  for (const member of Object.values(value)) if (holdsBigint(member)) return true
  return false
}

function write(value: Json): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isArray(value))
    return `[${value.map((element: Json | undefined) => write(element ?? null)).join(',')}]`
  return `{${Object.entries<Json | undefined>(value)
    .flatMap(([key, member]) => (member === undefined ? [] : [[key, member] as const]))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`)
    .join(',')}}`
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
