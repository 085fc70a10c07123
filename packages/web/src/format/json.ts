import { stringifyJson } from '@muster/core'
import type { Json, JsonObject } from '@muster/core'

const WIDTH = 76

/** JSON over several lines, in which what fits on one line stays on it. `parseJson` reads it back with every digit. */
export function prettyJson(value: Json, indent = ''): string {
  const line = spaced(value)
  if (indent.length + line.length <= WIDTH || !isNested(value)) return line
  const inner = `${indent}  `
  if (isList(value)) {
    return `[\n${value.map((member) => inner + prettyJson(member, inner)).join(',\n')}\n${indent}]`
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${inner}${JSON.stringify(key)}: ${prettyJson(member, inner)}`,
  )
  return `{\n${members.join(',\n')}\n${indent}}`
}

/** A value in few words, as it is shown in tables. */
export function shortJson(value: Json, most = 80): string {
  const text = typeof value === 'string' ? value : spaced(value)
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

function spaced(value: Json): string {
  if (!isNested(value)) return stringifyJson(value)
  if (isList(value)) return `[${value.map(spaced).join(', ')}]`
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`,
  )
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function isNested(value: Json): value is readonly Json[] | JsonObject {
  return typeof value === 'object' && value !== null
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
