import { parseInstant, type Json, type SeenType } from '@muster/core'

/** What a value is seen as; `null` is no value. */
export function typeOfValue(value: Exclude<Json, null>): SeenType {
  if (typeof value === 'string') return readsAsInstant(value) ? 'instant' : 'text'
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return Array.isArray(value) ? 'array' : 'object'
}

const HYPHEN = 0x2d

/** Every text of every message comes by, so most of them are told apart by two characters. */
const readsAsInstant = (text: string): boolean =>
  text.charCodeAt(4) === HYPHEN && text.charCodeAt(7) === HYPHEN && parseInstant(text) !== undefined
