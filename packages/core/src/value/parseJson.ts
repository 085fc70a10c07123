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
 * It stands in the path of every event, so ordinary text goes through the built-in parser.
 */
export function parseJson(text: string): ParsedJson {
  if (!text.isWellFormed() || surrogateEscape.test(text) || isUnusual(text))
    return parseExactly(text)
  try {
    // The built-in parser gives Json by construction: numbers that would not be were found suspicious.
    return { ok: true, value: JSON.parse(text) as Json }
  } catch {
    // The exact parser finds the same fault and knows its place.
    return parseExactly(text)
  }
}

const surrogateEscape = /\\u[dD][89a-fA-F]/

/**
 * Whether the built-in parser might lose something or go too deep: a number of 16 digits or with an exponent may be an
 * integer beyond 2^53 or no double at all. Looks only outside of strings. Text that is no JSON may get any answer.
 */
function isUnusual(text: string): boolean {
  let depth = 0
  let digits = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x30 && code <= 0x39) {
      if (++digits === 16) return true
      continue
    }
    if (digits !== 0 && (code === 0x65 || code === 0x45)) return true
    // Digits of a fraction make no integer, so they start from far below.
    digits = code === 0x2e ? -text.length : 0
    if (code === 0x22) {
      i = endOfString(text, i)
      if (i < 0) return false
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxJsonDepth) return true
    } else if (code === 0x5d || code === 0x7d) {
      depth--
    }
  }
  return false
}

/** The place of the quote that ends the string which begins at `start`, or -1. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++
    if (backslashes % 2 === 0) return end
    end = text.indexOf('"', end + 1)
  }
  return -1
}
