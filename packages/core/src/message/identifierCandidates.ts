import type { Json, JsonObject } from '../value/json.ts'
import type { MessageKind } from './message.ts'
import { objectAt } from './objectAt.ts'

/** A value in a message that may identify its profile, as it was sent. */
export interface Candidate {
  readonly kind: string
  readonly at: readonly (string | number)[]
  readonly value: Json
  /** Why it identifies nobody whatever its value is. */
  readonly unusable?: string
}

const maxKindLength = 64

/** Every place of a message that an identifier may stand at, in the order of the rules ([I1]); nulls are left away. */
export function identifierCandidates(kind: MessageKind, raw: JsonObject): readonly Candidate[] {
  const found: Candidate[] = []
  const add = (identifierKind: string, value: Json | undefined, ...at: readonly string[]) => {
    if (value !== undefined && value !== null) found.push({ kind: identifierKind, at, value })
  }
  add('user_id', raw['userId'], 'userId')
  if (kind === 'identify') {
    const traits = objectAt(raw, 'traits')
    add('email', own(traits, 'email'), 'traits', 'email')
    add('phone', own(traits, 'phone'), 'traits', 'phone')
  }
  const context = objectAt(raw, 'context')
  const contextTraits = objectAt(context, 'traits')
  add('email', own(contextTraits, 'email'), 'context', 'traits', 'email')
  add('phone', own(contextTraits, 'phone'), 'context', 'traits', 'phone')
  const device = objectAt(context, 'device')
  add('device_id', own(device, 'advertisingId'), 'context', 'device', 'advertisingId')
  add('anonymous_id', raw['anonymousId'], 'anonymousId')
  const externalIds = own(context, 'externalIds')
  if (Array.isArray(externalIds)) {
    // `Array.isArray` forgets what the elements are.
    for (const [index, entry] of (externalIds as readonly Json[]).entries()) {
      const candidate = externalId(entry, index)
      if (candidate !== undefined) found.push(candidate)
    }
  }
  return found
}

/** `{ id, type, collection, encoding }` as Segment has it; without a collection it is of the users, without encoding `none`. */
function externalId(entry: Json, index: number): Candidate | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined
  // What is an object and no array is a JsonObject; `Array.isArray` does not narrow readonly arrays.
  const { id, type, collection, encoding } = entry as JsonObject
  const at = ['context', 'externalIds', index]
  if (id === undefined || id === null) return undefined
  if (collection !== undefined && collection !== null && collection !== 'users') return undefined
  const candidate = (kind: string, unusable?: string): Candidate => ({
    kind,
    at: [...at, 'id'],
    value: id,
    ...(unusable === undefined ? {} : { unusable }),
  })
  if (typeof type !== 'string' || !isKind(type)) return candidate('', 'has no usable type')
  if (encoding !== undefined && encoding !== null && encoding !== 'none') {
    return candidate(type, 'is encoded, so nothing can be compared with it')
  }
  return candidate(type)
}

function isKind(type: string): boolean {
  return type.trim() !== '' && type.length <= maxKindLength && !type.includes('\0')
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
