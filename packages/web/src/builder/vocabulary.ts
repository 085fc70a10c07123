import type { Audience, Catalogue, ComputedTrait, List } from '@muster/client'
import type { CheckContext, Definition, Json, SeenPaths, SeenType } from '@muster/core'
import { formatShort } from '../format/number.ts'
import type { PickerItem } from '../kit/pickerItem.ts'
import { computedSeen, expressionOf } from './computedSeen.ts'
import { selects, united } from './seen.ts'
import type { Seen } from './seen.ts'

/** What can be picked and what is known of it: the catalogue, the computed traits, the other audiences and the lists. */
export interface Vocabulary {
  readonly catalogue: Catalogue
  readonly traits: readonly ComputedTrait[]
  readonly audiences: readonly Audience[]
  readonly lists: readonly List[]
}

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

/** Those that were sent and those that are computed, which win over sent ones of the same name. Accounts have none of the latter. */
export function traitsOf({ catalogue, traits }: Vocabulary, inAccount: boolean): readonly Seen[] {
  if (inAccount) return catalogue.accountTraits
  const computed = computedSeen(traits, catalogue)
  const names = new Set(computed.map(({ path }) => path))
  return [...catalogue.traits.filter(({ path }) => !names.has(path)), ...computed]
}

/** What definitions are checked against here, so that the same is said at once as the server would say. */
export function checkContextOf(
  { catalogue, traits, audiences, lists }: Vocabulary,
  self: string | undefined,
): CheckContext {
  const computed = new Map(traits.map((trait) => [trait.name, expressionOf(trait)]))
  const definitions = new Map(audiences.map(({ id, definition }) => [id, definition]))
  const listIds = lists.map(({ id }) => id)
  return {
    // The server has checked what it stores.
    audience: (id) => definitions.get(id) as Definition | undefined,
    audienceIds: [...definitions.keys()],
    computedTrait: (name) => computed.get(name),
    computedTraitNames: [...computed.keys()],
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
