import { namesBehind } from '../audience/computedTrait.ts'
import type { Condition, Definition, EventSelector, Window } from '../audience/definition.ts'
import { references, withReferred } from '../audience/references.ts'
import { boundsOf } from './window.ts'
import type { World } from '../evaluate/world.ts'

/** The part of a profile's evidence that definitions look at as of one instant: `judge` on it answers as on the whole. */
export interface Reads {
  /** Events that a selector names, those before `from` left out; `from` in milliseconds since 1970 UTC, left out when all count. */
  readonly events: readonly EventRead[]
  /** Top-level keys of the properties of these events. */
  readonly properties: readonly string[]
  /** Whether the context of these events is looked at. */
  readonly context: boolean
  /** Names of sent traits. */
  readonly traits: readonly string[]
  /** Whether it matters when the profile was first and last seen. */
  readonly seen: boolean
  readonly lists: readonly string[]
}

export interface EventRead {
  readonly selector: EventSelector
  readonly from?: number
}

/**
 * What these definitions, and the audiences and computed traits that they refer to, look at. What they ask of accounts is not in it, nor what an audience looks at
 * for which `world.audience` gives `undefined` since it is known who its members are.
 */
export function readsOf(
  definitions: readonly Definition[],
  world: Pick<World, 'at' | 'zone' | 'computedTrait'> & {
    readonly audience: (id: string) => Definition | undefined
  },
): Reads {
  const all = withReferred(definitions, world)
  const found = all.map(references)
  const traits = new Set(found.flatMap((reference) => reference.traits))
  const paths = found.flatMap((reference) => reference.properties.map(({ path }) => path))
  return {
    events: widest(all.flatMap((definition) => eventReads(definition, world))),
    properties: [...new Set(paths.flatMap(namesBehind))],
    context: found.some(({ contexts }) => contexts.length > 0),
    traits: [...new Set([...traits].flatMap(namesBehind))],
    seen: traits.has('profile.firstSeenAt') || traits.has('profile.lastSeenAt'),
    lists: [...new Set(found.flatMap((reference) => reference.lists))],
  }
}

/** The events that a definition looks at itself, not those of what it refers to nor those of accounts. */
export function eventReads(
  condition: Condition,
  world: Pick<World, 'at' | 'zone'>,
): readonly EventRead[] {
  const recur = (inner: Condition): readonly EventRead[] => eventReads(inner, world)
  const read = (selector: EventSelector, window: Window | undefined): EventRead =>
    eventRead(selector, window, world)
  if ('all' in condition) return condition.all.flatMap(recur)
  if ('any' in condition) return condition.any.flatMap(recur)
  if ('not' in condition) return recur(condition.not)
  if ('ratio' in condition) return condition.ratio.flatMap(recur)
  if ('sequence' in condition) {
    const { sequence, without, window } = condition
    // Whatever follows the first step comes after it, and so after the window's beginning.
    return [...sequence, ...(without === undefined ? [] : [without])].map(({ event }) =>
      read(event, window),
    )
  }
  if ('notFollowedBy' in condition) {
    const { event, notFollowedBy, window } = condition
    return [event, notFollowedBy.event].map((selector) => read(selector, window))
  }
  return 'event' in condition ? [read(condition.event, condition.window)] : []
}

/** The events that lie in a window, as far back as it reaches; `since` begins at another instant for each profile. */
export function eventRead(
  selector: EventSelector,
  window: Window | undefined,
  { at, zone }: Pick<World, 'at' | 'zone'>,
): EventRead {
  const { from } = window === undefined || 'since' in window ? {} : boundsOf(window, at, zone)
  return from === undefined ? { selector } : { selector, from }
}

/** Whether whoever has read the ones has read the others too. */
export function coversReads(known: Reads, wanted: Reads): boolean {
  const from = new Map(known.events.map((read) => [selectorKey(read), earliest(read)]))
  const hasAll = (some: readonly string[], all: readonly string[]): boolean =>
    some.every((one) => all.includes(one))
  return (
    wanted.events.every((read) => (from.get(selectorKey(read)) ?? Infinity) <= earliest(read)) &&
    hasAll(wanted.properties, known.properties) &&
    hasAll(wanted.traits, known.traits) &&
    hasAll(wanted.lists, known.lists) &&
    (known.context || !wanted.context) &&
    (known.seen || !wanted.seen)
  )
}

const selectorKey = ({ selector }: EventRead): string => JSON.stringify(selector)
const earliest = ({ from }: EventRead): number => from ?? -Infinity

/** Of several reads with one selector the one that reaches back farthest. */
export function widest(reads: readonly EventRead[]): readonly EventRead[] {
  const known = new Map<string, EventRead>()
  for (const read of reads) {
    const key = selectorKey(read)
    const other = known.get(key)
    if (other === undefined || earliest(other) > earliest(read)) known.set(key, read)
  }
  return [...known.values()]
}
