import type { Json, JsonObject, Place } from '@muster/core'
import { isList, isObject } from '../format/json.ts'

/** A condition or filter without the `not` around it, and its own place. */
export interface Peeled {
  readonly isDenied: boolean
  readonly value: Json
  readonly at: Place
}

/** Denying twice is saying it: of several `not` around each other only their number counts. */
export function peel(value: Json, at: Place): Peeled {
  if (!isObject(value) || value['not'] === undefined) return { isDenied: false, value, at }
  const inner = peel(value['not'], [...at, 'not'])
  return { ...inner, isDenied: !inner.isDenied }
}

/** How a group joins its members, in the words of whoever builds. */
export type GroupKind = 'all' | 'any' | 'none' | 'notAll'

export interface Group {
  readonly kind: GroupKind
  readonly key: 'all' | 'any'
  readonly members: readonly Json[]
}

/** A value as a group; nothing when it is a condition of its own. */
export function groupOf({ value, isDenied }: Peeled): Group | undefined {
  if (!isObject(value)) return undefined
  const { all, any } = value
  if (isList(all)) return { kind: isDenied ? 'notAll' : 'all', key: 'all', members: all }
  if (isList(any)) return { kind: isDenied ? 'none' : 'any', key: 'any', members: any }
  return undefined
}

export function groupFrom(kind: GroupKind, members: readonly Json[]): JsonObject {
  switch (kind) {
    case 'all':
      return { all: members }
    case 'any':
      return { any: members }
    case 'none':
      return { not: { any: members } }
    case 'notAll':
      return { not: { all: members } }
  }
}

/** What stands before the first member of a group within a sentence, and before each other one. */
export const joints: Readonly<Record<GroupKind, readonly [string, string]>> = {
  all: ['both', 'and'],
  any: ['either', 'or'],
  none: ['neither', 'nor'],
  notAll: ['not both', 'and'],
}
