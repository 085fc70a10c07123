import { parseJson, stringifyJson, type Definition, type Json } from '@muster/core'

/** A definition as the plain JSON that travels. */
export function jsonOf(definition: Definition): Json {
  // Definitions are JSON; their type is narrower than that of all JSON.
  const parsed = parseJson(stringifyJson(definition as unknown as Json))
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.value
}
