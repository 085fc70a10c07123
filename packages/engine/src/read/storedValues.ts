import { decodeValue, memo, parseJson, type Json, type JsonObject } from '@muster/core'

/** Most values of many rows are a few: brands, prices, plans. One of each is kept, which halves the memory of evidence at hand. */
const shared = memo(decodeValue, 50_000)
const LONGEST_SHARED = 40

/** A value from its tagged text; not to be changed, since others may have the same one. */
export const storedValue = (text: string): Json =>
  text.length <= LONGEST_SHARED ? shared(text) : decodeValue(text)

/** In the place of a context that nobody looks at. */
export const noContext: JsonObject = Object.freeze({})

/** A name from a row, of which there are few. */
export const storedName = memo((name: string) => name)

/** The properties of an event from its row: tagged values under their keys. */
export const propertiesOf = (props: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(Object.entries(props).map(([key, text]) => [key, decodeValue(text)]))

/** The traits of one call from its row; `null` where the call unset one. */
export const traitsOf = (traits: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(Object.entries(traits).map(([name, text]) => [name, traitValue(text)]))

/** A trait's value from its row; an unset one stands there as an empty text and is `null`. */
export const traitValue = (text: string): Json => (text === '' ? null : storedValue(text))

/** A JSON object that was stored as text. Throws on another text: the warehouse holds none there. */
export function storedObject(text: string): JsonObject {
  const parsed = parseJson(text)
  if (parsed.ok && isObject(parsed.value)) return parsed.value
  throw new Error(`not a stored object: ${text.slice(0, 100)}`)
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
