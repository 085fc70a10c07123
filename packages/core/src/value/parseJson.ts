import type { Json } from './json.ts'
import { maxJsonDepth, parseExactly } from './parseExactly.ts'
import type { ParsedJson } from './parseExactly.ts'

export type { ParsedJson } from './parseExactly.ts'

/**
 * What plain `JSON.parse` would get wrong: a number that may be an integer beyond 2^53 or no double at all, and an escape
 * of a surrogate, which may stand alone. Whatever looks like one inside of a string only costs the slower way.
 */
const suspicious = /(?:^|[:,[\s])-?(?:\d{16}|\d+(?:\.\d+)?[eE]\+?\d)|\\u[dD][89a-fA-F]/
const loneSurrogate = /\p{Surrogate}/u

/**
 * Reads JSON text (RFC 8259) without losing anything: an integer beyond 2^53 and within 64 bits becomes a `bigint`, every
 * other number a double, `__proto__` a plain own key, and of a repeated key the last value counts. For bad input the answer
 * has a code and the offset in UTF-16 units: `invalid_json`, `number_out_of_range` (beyond a double), `invalid_text` (a
 * surrogate that stands alone), `nested_too_deep` (more than 64 levels).
 *
 * It stands in the path of every event, so ordinary text goes through the built-in parser.
 */
export function parseJson(text: string): ParsedJson {
  if (suspicious.test(text) || loneSurrogate.test(text) || isNestedTooDeep(text))
    return parseExactly(text)
  try {
    // The built-in parser gives Json by construction: numbers that would not be were found suspicious.
    return { ok: true, value: JSON.parse(text) as Json }
  } catch {
    // The exact parser finds the same fault and knows its place.
    return parseExactly(text)
  }
}

/** Counts brackets outside of strings without building anything; text that is no JSON may be counted anyhow. */
function isNestedTooDeep(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: {
        i = endOfString(text, i)
        if (i < 0) return false
        break
      }
      case 0x5b:
      case 0x7b:
        if (++depth > maxJsonDepth) return true
        break
      case 0x5d:
      case 0x7d:
        depth--
        break
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
