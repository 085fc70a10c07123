import { canonicalJson } from '../value/canonicalJson.ts'
import { encodeValue } from '../value/tagged.ts'
import type { JsonObject } from '../value/json.ts'
import { columnKey } from './columnKey.ts'

/** The properties of an event as the warehouse keeps them: tagged values under column keys, missing ones left out. */
export const encodeProperties = (properties: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) => {
      const tagged = encodeValue(value)
      return tagged === undefined ? [] : [[columnKey(key), tagged]]
    }),
  )

/** The traits of one call: tagged values under their names; `''` where the call unsets one with `null`. */
export const encodeTraits = (traits: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(traits).map(([name, value]) => [name, encodeValue(value) ?? '']),
  )

/** Digits that the warehouse's JSON reader may not take as they stand, and that `JSON.stringify` may have written. */
const LONG_DIGITS = /[0-9]{16}/

/** The context of an event as the warehouse keeps it: JSON text, in the one spelling of numbers that it reads without loss. */
export function encodeContext(context: JsonObject): string {
  try {
    const text = JSON.stringify(context)
    return LONG_DIGITS.test(text) ? canonicalJson(context) : text
  } catch {
    // `JSON.stringify` refuses a bigint.
    return canonicalJson(context)
  }
}
