import type { Catalogue } from '@muster/client'
import type { Json, JsonObject } from '@muster/core'
import { isList, isObject, shortJson } from '../format/json.ts'
import type { PickerItem } from '../kit/pickerItem.ts'

/** A path with what has been seen there; of a computed trait what its expression tells. */
export interface Seen extends SeenPath {
  readonly isComputed?: boolean
}

type SeenPath = Catalogue['traits'][number]

/** Paths with their types and some values, those that are seen most first. */
export function pathItems(seen: readonly Seen[]): readonly PickerItem[] {
  return [...seen]
    .sort((a, b) => countOf(b) - countOf(a))
    .map((each) => {
      const samples = each.samples.slice(0, 4).map((value) => shortJson(value, 24))
      return {
        id: each.path,
        text: each.path,
        note: noteOf(each),
        ...(samples.length > 0 && { detail: samples.join(' · ') }),
      }
    })
}

/** Those that lead to a list, of which one element can be asked for. */
export function listsAmong(seen: readonly Seen[]): readonly Seen[] {
  return seen.filter(({ types }) => types.some(({ type }) => type === 'array'))
}

/** Whether an event of that name is meant. An unfinished selector means all of them. */
export function selects(selector: Json | undefined, name: string): boolean {
  if (selector === undefined || selector === '' || selector === '*') return true
  if (typeof selector === 'string') return selector === name
  if (isList(selector)) return selector.length === 0 || selector.includes(name)
  const begins = isObject(selector) ? selector['startsWith'] : undefined
  return typeof begins === 'string' && name.startsWith(begins)
}

/** What was seen at a path in one place and in another. */
export function united(one: Seen | undefined, other: Seen): Seen {
  if (one === undefined) return other
  const counts = new Map(one.types.map(({ type, count }) => [type, count]))
  for (const { type, count } of other.types) counts.set(type, (counts.get(type) ?? 0) + count)
  const samples = [...one.samples]
  for (const sample of other.samples) if (!samples.includes(sample)) samples.push(sample)
  return { ...one, types: [...counts].map(([type, count]) => ({ type, count })), samples }
}

function countOf({ types }: Seen): number {
  return types.reduce((sum, { count }) => sum + count, 0)
}

function noteOf({ types, isComputed = false }: Seen): string {
  const names = types.map(({ type }) => type).join(', ')
  if (!isComputed) return names
  return names === '' ? 'computed' : `${names} · computed`
}

/** How a test of what was seen usually begins. */
export function firstPredicate(seen: Seen | undefined): JsonObject {
  const types = new Set(seen?.types.map(({ type }) => type))
  const isOnly = (type: string) => types.has(type) && !types.has('text')
  if (isOnly('number')) return { atLeast: 1 }
  if (isOnly('boolean')) return { equals: true }
  if (isOnly('instant')) return { withinLast: '30d' }
  if (isOnly('array')) return { includes: '' }
  if (isOnly('object')) return { exists: true }
  return { equals: '' }
}
