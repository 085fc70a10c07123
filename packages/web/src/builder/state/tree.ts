import type { Json, JsonObject, Place } from '@muster/core'
import { isList, isObject } from '../../format/json.ts'

/** What stands at a place of a tree of JSON; nothing where the way ends before. */
export function valueAt(tree: Json | undefined, at: Place): Json | undefined {
  const [key, ...rest] = at
  if (key === undefined) return tree
  return valueAt(memberOf(tree, key), rest)
}

/** The tree with another value at a place. What is not on the way stays the same value; a way that is not there changes nothing. */
export function put(tree: Json, at: Place, value: Json): Json {
  const [key, ...rest] = at
  if (key === undefined) return value
  if (isList(tree) && typeof key === 'number') {
    return tree.map((member, index) => (index === key ? put(member, rest, value) : member))
  }
  if (!isObject(tree) || typeof key !== 'string') return tree
  const member = memberOf(tree, key)
  if (member === undefined && rest.length > 0) return tree
  return withMember(tree, key, put(member ?? null, rest, value))
}

/** The tree without what stands at a place: a member leaves its list, a key its object. The root stays. */
export function remove(tree: Json, at: Place): Json {
  const key = at.at(-1)
  if (key === undefined) return tree
  const place = at.slice(0, -1)
  const parent = valueAt(tree, place)
  if (isList(parent)) {
    return put(
      tree,
      place,
      parent.filter((_, index) => index !== key),
    )
  }
  if (!isObject(parent)) return tree
  return put(tree, place, fromEntries(Object.entries(parent).filter(([name]) => name !== key)))
}

/** The tree with one more member in a list, before the one that stands at `index` now. */
export function insert(tree: Json, list: Place, index: number, value: Json): Json {
  const members = valueAt(tree, list)
  return isList(members) ? put(tree, list, members.toSpliced(index, 0, value)) : tree
}

export function samePlace(one: Place, other: Place): boolean {
  return one.length === other.length && startsWith(one, other)
}

export function startsWith(place: Place, beginning: Place): boolean {
  return beginning.every((key, index) => place[index] === key)
}

function memberOf(tree: Json | undefined, key: string | number): Json | undefined {
  if (isList(tree)) return typeof key === 'number' ? tree[key] : undefined
  return isObject(tree) && typeof key === 'string' && Object.hasOwn(tree, key)
    ? tree[key]
    : undefined
}

function withMember(object: JsonObject, key: string, value: Json): JsonObject {
  if (Object.hasOwn(object, key)) {
    return fromEntries(
      Object.entries(object).map(([name, member]) => [name, name === key ? value : member]),
    )
  }
  return fromEntries([...Object.entries(object), [key, value]])
}

/** Keys such as `__proto__` become keys like any other. */
function fromEntries(entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(entries)
}
