import type { Json } from './json.ts'

const LEAST_INT64 = -(2n ** 63n)
const GREATEST_INT64 = 2n ** 63n - 1n

/** The integer that a number is, if it is one and fits 64 bits; `-0` is 0, and 5.0 and 5n are both 5n. */
export function int64Of(value: number | bigint): bigint | undefined {
  if (typeof value === 'number' && !Number.isInteger(value)) return undefined
  const integer = BigInt(value)
  return integer >= LEAST_INT64 && integer <= GREATEST_INT64 ? integer : undefined
}

/**
 * A number as text: digits for an integer of 64 bits, else the shortest decimal that reads back as the same double. A whole double beyond
 * 64 bits is written with an exponent, since the warehouse's JSON reader refuses a document that holds such digits.
 */
export function numberText(value: number | bigint): string {
  // Nearly every number, and no detour over a bigint for it.
  if (Number.isSafeInteger(value)) return value.toString()
  const integer = int64Of(value)
  if (integer !== undefined) return integer.toString()
  const double = Number(value)
  return Number.isInteger(double) ? double.toExponential() : double.toString()
}

/** JSON text in one form only, keys sorted by UTF-16 code unit: two values of equal content are equal texts. */
export function canonicalJson(value: Json): string {
  if (value === null) return 'null'
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value)
  if (typeof value !== 'object') return JSON.stringify(value)
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** `Array.isArray` for a `Json`: the built-in one does not narrow readonly arrays. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
