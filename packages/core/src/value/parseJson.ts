/// <reference lib="es2024.string" />
import type { Json } from './json.ts'
import { maxJsonDepth, parseExactly } from './parseExactly.ts'
import type { ParsedJson } from './parseExactly.ts'

export type { ParsedJson } from './parseExactly.ts'

/**
 * Reads JSON text (RFC 8259) without losing anything: an integer that a double can't be trusted
 * with (2^53 and beyond) and that fits 64 bits becomes a `bigint`, every
 * other number a double, `__proto__` a plain own key, and of a repeated key the last value counts. For bad input the answer
 * has a code and the offset in UTF-16 units: `invalid_json`, `number_out_of_range` (beyond a double), `invalid_text` (a
 * surrogate that stands alone), `nested_too_deep` (more than 64 levels).
 *
 * It stands in the path of every event, so the built-in parser goes first, and its result shows whether it may have lost something: what was
 * too large for a double is still large, or infinite.
 */
export function parseJson(text: string): ParsedJson {
  if (!text.isWellFormed() || surrogateEscape.test(text)) return parseExactly(text)
  try {
    const value: unknown = JSON.parse(text)
    return isExact(value, 1) ? { ok: true, value } : parseExactly(text)
  } catch {
    // The exact parser finds the same fault and knows its place.
    return parseExactly(text)
  }
}

const surrogateEscape = /\\u[dD][89a-fA-F]/

/** Whether all that the built-in parser made of a text is certain to be what `parseExactly` makes of it. */
function isExact(value: unknown, depth: number): value is Json {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER
  if (typeof value !== 'object' || value === null) return true
  if (depth > maxJsonDepth) return false
  if (Array.isArray(value)) return value.every((member) => isExact(member, depth + 1))
  // What was parsed has no keys but its own.
  for (const key in value) {
    if (!isExact((value as Readonly<Record<string, unknown>>)[key], depth + 1)) return false
  }
  return true
}
