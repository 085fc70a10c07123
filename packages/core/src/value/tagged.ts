import { canonicalJson, int64Of, isArray, numberText } from './canonicalJson.ts'
import type { Json } from './json.ts'
import { parseJson } from './parseJson.ts'

/**
 * The one text of a value, as the warehouse stores and compares it; equal values are equal texts. The first character tells the type:
 * `s` text, `i` integer within 64 bits (5.0 and 5n are both `i5`), `d` another number (shortest decimal), `b1` and `b0`, `a` and `o` canonical
 * JSON of an array and of an object. `undefined` for a value that is missing or null: it is absent.
 */
export function encodeValue(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return `s${value}`
  if (typeof value === 'boolean') return value ? 'b1' : 'b0'
  if (typeof value !== 'object') {
    const isInt64 = Number.isSafeInteger(value) || int64Of(value) !== undefined
    return `${isInt64 ? 'i' : 'd'}${numberText(value)}`
  }
  return `${isArray(value) ? 'a' : 'o'}${canonicalJson(value)}`
}

/** The value that a tagged text stands for. Throws on a text that `encodeValue` does not write: the warehouse holds no other. */
export function decodeValue(text: string): Json {
  const body = text.slice(1)
  switch (text.charAt(0)) {
    case 's':
      return body
    case 'i':
      return integer(body)
    case 'd':
      return Number(body)
    case 'b':
      return body === '1'
    case 'a':
    case 'o':
      return json(body)
    default:
      throw new Error(`Not a tagged value: ${JSON.stringify(text)}`)
  }
}

function integer(digits: string): number | bigint {
  const double = Number(digits)
  return Number.isSafeInteger(double) ? double : BigInt(digits)
}

function json(text: string): Json {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error(`Not a tagged value: ${JSON.stringify(text)}`)
  return parsed.value
}
