import { canonicalJson } from '../value/canonicalJson.ts'
import { setOwn } from '../value/setOwn.ts'
import { encodeValue } from '../value/tagged.ts'
import type { JsonObject } from '../value/json.ts'

/** The properties of an event as the warehouse keeps them: tagged values under their keys, missing ones left out. */
export function encodeProperties(properties: JsonObject): Readonly<Record<string, string>> {
  const encoded: Record<string, string> = {}
  for (const key of Object.keys(properties)) {
    const tagged = encodeValue(properties[key])
    if (tagged !== undefined) setOwn(encoded, key, tagged)
  }
  return encoded
}

/** The traits of one call: tagged values under their names; `''` where the call unsets one with `null`. */
export function encodeTraits(traits: JsonObject): Readonly<Record<string, string>> {
  const encoded: Record<string, string> = {}
  for (const name of Object.keys(traits)) setOwn(encoded, name, encodeValue(traits[name]) ?? '')
  return encoded
}

const LONG_DIGITS = /[0-9]{16}/

/** Whether a text of JSON has digits that the warehouse's reader may not take as they stand, and that `JSON.stringify` may have written. */
export const hasLongDigits = (text: string): boolean => LONG_DIGITS.test(text)

/** The context of an event as the warehouse keeps it: JSON text, in the one spelling of numbers that it reads without loss. */
export function encodeContext(context: JsonObject): string {
  try {
    const text = JSON.stringify(context)
    return hasLongDigits(text) ? canonicalJson(context) : text
  } catch {
    // `JSON.stringify` refuses a bigint.
    return canonicalJson(context)
  }
}
