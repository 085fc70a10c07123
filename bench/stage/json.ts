import {
  parseJson,
  stringifyJson,
  type Definition,
  type Json,
  type TraitExpression,
} from '@muster/core'

/** A definition, or a computed trait's expression, as the plain JSON that travels. */
export function jsonOf(definition: Definition | TraitExpression): Json {
  // Definitions are JSON; their type is narrower than that of all JSON.
  const parsed = parseJson(stringifyJson(definition as unknown as Json))
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.value
}
