import type { Json, JsonObject } from '../value/json.ts'
import type { MessageLimits } from './messageLimits.ts'
import { isObject } from './objectAt.ts'
import type { Outcome, Rejection } from './rejection.ts'
import { accept, quote, reject } from './rejection.ts'

type Part = 'properties' | 'traits' | 'context'

/** `properties`, `traits` and `context` of a message; each `{}` if it is missing or null ([M3], [M4]). */
export function readPayload(
  raw: JsonObject,
  limits: MessageLimits,
): Outcome<Readonly<Record<Part, JsonObject>>> {
  const payload: Record<Part, JsonObject> = { properties: {}, traits: {}, context: {} }
  let keys = 0
  for (const part of ['properties', 'traits', 'context'] as const) {
    const value = raw[part] ?? {}
    if (!isObject(value)) {
      return reject('not_an_object', [part], `${part} is no object. Send names with their values.`)
    }
    const badKey = part === 'context' ? undefined : findBadKey(value, limits.nameLength)
    if (badKey !== undefined) return invalidKey(part, badKey, limits.nameLength)
    const size = measure(value, 1, limits.depth)
    if (size === 'too_deep') return tooDeep(part, limits.depth)
    keys += size
    payload[part] = value
  }
  return keys > limits.keys ? tooManyKeys(limits.keys) : accept(payload)
}

/** The number of keys at all levels. */
function measure(value: Json, depth: number, maxDepth: number): number | 'too_deep' {
  if (typeof value !== 'object' || value === null) return 0
  if (depth > maxDepth) return 'too_deep'
  const members: readonly Json[] = Object.values(value)
  let keys = Array.isArray(value) ? 0 : members.length
  for (const member of members) {
    const size = measure(member, depth + 1, maxDepth)
    if (size === 'too_deep') return size
    keys += size
  }
  return keys
}

/** A name has to fit the catalogue, which holds no NUL; below the first level nothing is catalogued. */
function findBadKey(object: JsonObject, maxLength: number): string | undefined {
  for (const key of Object.keys(object)) {
    if (key === '' || key.length > maxLength || key.includes('\0')) return key
  }
  return undefined
}

type Failure = { readonly ok: false; readonly rejection: Rejection }

function invalidKey(part: Part, key: string, maxLength: number): Failure {
  const message = `${quote(key)} can't be a name. Names have 1 to ${maxLength} characters and no NUL.`
  return reject('invalid_key', [part, key], message)
}

function tooDeep(part: Part, depth: number): Failure {
  const message = `${part} is nested deeper than ${depth} levels. Send flatter values.`
  return reject('nested_too_deep', [part], message)
}

function tooManyKeys(keys: number): Failure {
  const message = `The message has more than ${keys} keys. Leave out what no audience needs.`
  return reject('too_many_keys', [], message)
}
