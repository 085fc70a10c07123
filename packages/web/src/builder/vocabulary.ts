import type { Audience, Catalogue, List } from '@muster/client'
import type { CheckContext, Definition, Json, JsonObject, SeenPaths, SeenType } from '@muster/core'
import { formatShort } from '../format/number.ts'
import { isList, isObject, shortJson } from '../format/json.ts'
import type { PickerItem } from '../kit/pickerItem.ts'

/** What can be picked and what is known of it: the catalogue, the other audiences and the lists. */
export interface Vocabulary {
  readonly catalogue: Catalogue
  readonly audiences: readonly Audience[]
  readonly lists: readonly List[]
}

/** A path with what has been seen there. */
export type Seen = Catalogue['traits'][number]

const COMPUTED: readonly Seen[] = [
  { path: 'profile.firstSeenAt', type: 'instant' },
  { path: 'profile.lastSeenAt', type: 'instant' },
  { path: 'profile.isKnown', type: 'boolean' },
].map(({ path, type }) => ({
  ...{ path, types: [{ type, count: 0 }], firstSeenAt: 0, lastSeenAt: 0, promoted: false },
  samples: type === 'boolean' ? [true, false] : [],
}))

/** Where events usually come from; contexts are not counted. */
const CONTEXT_PATHS = [
  ...['page.path', 'page.url', 'page.title', 'page.referrer', 'campaign.name', 'campaign.source'],
  ...['campaign.medium', 'device.type', 'device.model', 'os.name', 'os.version', 'app.name'],
  ...['app.version', 'locale', 'timezone', 'userAgent', 'ip', 'library.name'],
]

export function eventItems({ catalogue }: Vocabulary): readonly PickerItem[] {
  return [...catalogue.events]
    .sort((a, b) => b.count - a.count)
    .map(({ name, count }) => ({ id: name, text: name, note: `${formatShort(count)} events` }))
}

export function contextItems(): readonly PickerItem[] {
  return CONTEXT_PATHS.map((path) => ({ id: path, text: path }))
}

/** Paths with their types and some values, those that are seen most first. */
export function pathItems(seen: readonly Seen[]): readonly PickerItem[] {
  return [...seen]
    .sort((a, b) => countOf(b) - countOf(a))
    .map((each) => {
      const samples = each.samples.slice(0, 4).map((value) => shortJson(value, 24))
      return {
        id: each.path,
        text: each.path,
        note: each.types.map(({ type }) => type).join(', '),
        ...(samples.length > 0 && { detail: samples.join(' · ') }),
      }
    })
}

/** The properties of the events that a selector means; of several, all of them. Below an array: those of its elements. */
export function propertiesOf(
  { catalogue }: Vocabulary,
  selector: Json | undefined,
  below: string,
): readonly Seen[] {
  const byPath = new Map<string, Seen>()
  for (const event of catalogue.events) {
    if (!selects(selector, event.name)) continue
    for (const seen of event.properties) {
      if (!seen.path.startsWith(below)) continue
      const path = seen.path.slice(below.length)
      if (path !== '') byPath.set(path, united(byPath.get(path), { ...seen, path }))
    }
  }
  return [...byPath.values()]
}

export function traitsOf({ catalogue }: Vocabulary, inAccount: boolean): readonly Seen[] {
  return inAccount ? catalogue.accountTraits : [...catalogue.traits, ...COMPUTED]
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

/** What definitions are checked against here, so that the same is said at once as the server would say. */
export function checkContextOf(
  { catalogue, audiences, lists }: Vocabulary,
  self: string | undefined,
): CheckContext {
  const definitions = new Map(audiences.map(({ id, definition }) => [id, definition]))
  const listIds = lists.map(({ id }) => id)
  return {
    // The server has checked what it stores.
    audience: (id) => definitions.get(id) as Definition | undefined,
    audienceIds: [...definitions.keys()],
    list: (id) => listIds.includes(id),
    listIds,
    catalogue: {
      events: new Map(catalogue.events.map((event) => [event.name, seenPaths(event.properties)])),
      traits: seenPaths(catalogue.traits),
      accountTraits: seenPaths(catalogue.accountTraits),
      identifierKinds: catalogue.identifierKinds.map(({ kind }) => kind),
    },
    ...(self !== undefined && { self }),
  }
}

/** The server's report names only types of the closed list, and `seen` for what has none. */
function seenPaths(seen: readonly Seen[]): SeenPaths {
  const known = ['text', 'instant', 'number', 'boolean', 'array', 'object']
  return new Map(
    seen.map(({ path, types }) => [
      path,
      types.map(({ type }) => type).filter((type): type is SeenType => known.includes(type)),
    ]),
  )
}

function united(one: Seen | undefined, other: Seen): Seen {
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
