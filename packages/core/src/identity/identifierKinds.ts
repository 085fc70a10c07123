import type { Identifier } from '../message/message.ts'

/** The kinds that every workspace has, highest priority first; other kinds come after them, by name ([I9]). */
export const standardKinds = ['user_id', 'email', 'phone', 'device_id', 'anonymous_id'] as const

/** Below 0 if the first kind has the higher priority. Kinds that are no standard ones are ordered by UTF-16 units. */
export function compareKinds(a: string, b: string): number {
  if (a === b) return 0
  const difference = rank(a) - rank(b)
  if (difference !== 0) return difference
  return a < b ? -1 : 1
}

function rank(kind: string): number {
  const index = standardKinds.findIndex((standard) => standard === kind)
  return index < 0 ? standardKinds.length : index
}

/** One text for one identifier, to be a key of a Map. Neither part can hold a NUL. */
export function keyOf(identifier: Identifier): string {
  return `${identifier.kind}\0${identifier.value}`
}
