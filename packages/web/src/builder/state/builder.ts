import type { Json, Place } from '@muster/core'
import { isList, isObject } from '../../format/json.ts'
import { insert, put, remove, samePlace, startsWith, valueAt } from './tree.ts'

/** A definition that is being built: JSON that need not be right yet, with what it was before and what was taken back. */
export interface BuilderState {
  readonly past: readonly Json[]
  readonly present: Json
  readonly future: readonly Json[]
  /** Where somebody is typing: what they type in one place is undone at once. */
  readonly typingAt: Place | undefined
}

export type Edit =
  | { readonly do: 'put'; readonly at: Place; readonly value: Json; readonly isTyping?: boolean }
  | { readonly do: 'remove'; readonly at: Place }
  /** Puts one more condition or filter into the group at a place; what is no group becomes one with it. */
  | { readonly do: 'add'; readonly at: Place; readonly value: Json }
  | { readonly do: 'duplicate'; readonly at: Place }
  /** Within its list, up or down. */
  | { readonly do: 'move'; readonly at: Place; readonly by: -1 | 1 }
  | { readonly do: 'negate'; readonly at: Place }
  | { readonly do: 'wrap'; readonly at: Place; readonly by: 'all' | 'any' }
  /** Puts the members of the group at a place in its place. */
  | { readonly do: 'unwrap'; readonly at: Place }
  | { readonly do: 'replace'; readonly definition: Json; readonly isTyping?: boolean }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }

const MOST_UNDONE = 200

export function begin(definition: Json): BuilderState {
  return { past: [], present: definition, future: [], typingAt: undefined }
}

/** One step of building. An edit that changes nothing is no step. */
export function reduce(state: BuilderState, edit: Edit): BuilderState {
  switch (edit.do) {
    case 'undo':
      return undo(state)
    case 'redo':
      return redo(state)
    case 'put':
      return next(state, put(state.present, edit.at, edit.value), typing(edit.at, edit.isTyping))
    case 'replace':
      return next(state, edit.definition, typing([], edit.isTyping))
    case 'remove':
      return next(state, removeWhole(state.present, edit.at))
    case 'add':
      return next(state, add(state.present, edit.at, edit.value))
    case 'duplicate':
      return next(state, duplicate(state.present, edit.at))
    case 'move':
      return next(state, move(state.present, edit.at, edit.by))
    case 'negate':
      return next(state, change(state.present, edit.at, negated))
    case 'wrap':
      return next(
        state,
        change(state.present, edit.at, (value) => ({ [edit.by]: [value] })),
      )
    case 'unwrap':
      return next(state, unwrap(state.present, edit.at))
  }
}

function typing(at: Place, isTyping = false): Place | undefined {
  return isTyping ? at : undefined
}

function next(state: BuilderState, present: Json, typingAt?: Place): BuilderState {
  if (present === state.present) return state
  const goesOn =
    typingAt !== undefined && state.typingAt !== undefined && samePlace(typingAt, state.typingAt)
  const past = goesOn ? state.past : [...state.past, state.present].slice(-MOST_UNDONE)
  return { past, present, future: [], typingAt }
}

function undo({ past, present, future, typingAt }: BuilderState): BuilderState {
  const before = past.at(-1)
  if (before === undefined) return { past, present, future, typingAt }
  const rest = past.slice(0, -1)
  return { past: rest, present: before, future: [...future, present], typingAt: undefined }
}

function redo({ past, present, future, typingAt }: BuilderState): BuilderState {
  const after = future.at(-1)
  if (after === undefined) return { past, present, future, typingAt }
  const rest = future.slice(0, -1)
  return { past: [...past, present], present: after, future: rest, typingAt: undefined }
}

function change(tree: Json, at: Place, by: (value: Json) => Json): Json {
  const value = valueAt(tree, at)
  return value === undefined ? tree : put(tree, at, by(value))
}

function negated(value: Json): Json {
  return isObject(value) && value['not'] !== undefined ? value['not'] : { not: value }
}

/** With the last filter its `where` goes too, and with what was denied its `not`; groups of conditions may be empty for a while. */
function removeWhole(tree: Json, at: Place): Json {
  if (at.length === 0) return { all: [] }
  const without = remove(tree, at)
  const place = at.slice(0, -1)
  if (at.at(-1) === 'not') return removeWhole(tree, place)
  const rest = valueAt(without, place)
  const isLastFilter = place.at(-1) === 'where' && isList(rest) && rest.length === 0
  return isLastFilter ? remove(without, place) : without
}

/** The list of members of a group or of a list of filters. */
export function membersPlace(tree: Json, at: Place): Place | undefined {
  const value = valueAt(tree, at)
  if (isList(value)) return at
  if (!isObject(value)) return undefined
  for (const key of ['all', 'any']) if (isList(value[key])) return [...at, key]
  return undefined
}

function add(tree: Json, at: Place, value: Json): Json {
  const place = membersPlace(tree, at)
  if (place !== undefined) {
    const members = valueAt(tree, place)
    return insert(tree, place, isList(members) ? members.length : 0, value)
  }
  const alone = valueAt(tree, at)
  if (alone === undefined) return put(tree, at, at.at(-1) === 'where' ? [value] : value)
  return put(tree, at, at.at(-1) === 'where' ? [alone, value] : { all: [alone, value] })
}

function duplicate(tree: Json, at: Place): Json {
  const index = at.at(-1)
  const value = valueAt(tree, at)
  if (typeof index !== 'number' || value === undefined) return tree
  return insert(tree, at.slice(0, -1), index + 1, value)
}

function move(tree: Json, at: Place, by: -1 | 1): Json {
  const index = at.at(-1)
  const list = at.slice(0, -1)
  const members = valueAt(tree, list)
  if (typeof index !== 'number' || !isList(members)) return tree
  const value = members[index]
  const to = index + by
  if (value === undefined || to < 0 || to >= members.length) return tree
  return put(tree, list, members.toSpliced(index, 1).toSpliced(to, 0, value))
}

/** Into the list around it when there is one; a group of one becomes its member anywhere. */
function unwrap(tree: Json, at: Place): Json {
  const place = membersPlace(tree, at)
  const members = place === undefined ? undefined : valueAt(tree, place)
  if (!isList(members)) return tree
  const [only] = members
  if (members.length === 1 && only !== undefined) return put(tree, at, only)
  const index = at.at(-1)
  const list = valueAt(tree, at.slice(0, -1))
  if (typeof index !== 'number' || !isList(list)) return tree
  return put(tree, at.slice(0, -1), list.toSpliced(index, 1, ...members))
}

/** Whether a place lies in another, or is it. */
export function isWithin(place: Place, outer: Place): boolean {
  return place.length >= outer.length && startsWith(place, outer)
}
