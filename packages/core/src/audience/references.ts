import {
  computedBehind,
  conditionsIn,
  type Meanings,
  type TraitExpression,
} from './computedTrait.ts'
import type { Definition, EventSelector, Path } from './definition.ts'
import { uses } from './uses.ts'

/** Everything outside of a definition that it refers to; each list in the order of first mention, without repetition. */
export interface References {
  readonly audiences: readonly string[]
  readonly lists: readonly string[]
  readonly identifiers: readonly string[]
  /** Names of events; those of lists of names one by one. */
  readonly events: readonly string[]
  readonly eventPrefixes: readonly string[]
  readonly anyEvent: boolean
  /** Paths from the event, `products[].category` for `category` inside `some` of `products`. */
  readonly properties: readonly PropertyReference[]
  /** Paths into the context of events. */
  readonly contexts: readonly Path[]
  /** Traits of the profile, those of `since` too. */
  readonly traits: readonly Path[]
  readonly accountTraits: readonly Path[]
  readonly account: boolean
}

export interface PropertyReference {
  readonly event: EventChoice
  readonly path: Path
}

export type EventChoice =
  { readonly name: string } | { readonly startsWith: string } | { readonly any: true }

/** Collects what a definition refers to: what must be there before it, and which properties are worth columns of their own. */
export function references(definition: Definition): References {
  const names = {
    audience: new Set<string>(),
    list: new Set<string>(),
    identifier: new Set<string>(),
    context: new Set<string>(),
    trait: new Set<string>(),
    accountTrait: new Set<string>(),
  }
  const events = new Map<string, EventChoice>()
  const properties = new Map<string, PropertyReference>()
  let account = false
  for (const use of uses(definition)) {
    switch (use.use) {
      case 'audience':
      case 'list':
      case 'identifier':
        names[use.use].add(use.id)
        break
      case 'account':
        account = true
        break
      case 'trait':
        names[use.inAccount ? 'accountTrait' : 'trait'].add(use.path)
        break
      case 'context':
        names.context.add(use.path)
        break
      case 'event':
        for (const event of choices(use.event)) events.set(JSON.stringify(event), event)
        break
      case 'property':
        for (const event of choices(use.event)) {
          const reference = { event, path: use.path }
          properties.set(JSON.stringify(reference), reference)
        }
        break
    }
  }
  const chosen = [...events.values()]
  return {
    audiences: [...names.audience],
    lists: [...names.list],
    identifiers: [...names.identifier],
    events: chosen.flatMap((event) => ('name' in event ? [event.name] : [])),
    eventPrefixes: chosen.flatMap((event) => ('startsWith' in event ? [event.startsWith] : [])),
    anyEvent: chosen.some((event) => 'any' in event),
    properties: [...properties.values()],
    contexts: [...names.context],
    traits: [...names.trait],
    accountTraits: [...names.accountTrait],
    account,
  }
}

/** What may be referred to; an audience may be `undefined` where it need not be followed. */
export interface Referred extends Pick<Meanings, 'computedTrait'> {
  readonly audience: (id: string) => Definition | undefined
}

/** These definitions and all that they refer to, each once; of computed traits the conditions that look at the same. */
export function withReferred(
  definitions: readonly Definition[],
  referred: Referred,
): readonly Definition[] {
  const known = new Set<Definition | TraitExpression>()
  const once = <Meaning extends Definition | TraitExpression>(meaning: Meaning | undefined) => {
    if (meaning === undefined || known.has(meaning)) return []
    known.add(meaning)
    return [meaning]
  }
  const behind = (definition: Definition): readonly Definition[] => {
    const { audiences, traits } = references(definition)
    const parts = [
      ...audiences.flatMap((id) => once(referred.audience(id))),
      ...traits
        .flatMap((path) => [...computedBehind(path, referred).values()])
        .flatMap(once)
        .flatMap(conditionsIn),
    ]
    return [...parts, ...parts.flatMap(behind)]
  }
  return [...definitions, ...definitions.flatMap(behind)]
}

/** The computed traits that these definitions rest on, directly or through others, by name. */
export function computedTraitsIn(
  definitions: readonly Definition[],
  referred: Referred,
): ReadonlyMap<string, TraitExpression> {
  const paths = withReferred(definitions, referred).flatMap((part) => references(part).traits)
  return new Map(paths.flatMap((path) => [...computedBehind(path, referred)]))
}

/** The choices that a selector makes. `"*"` is any event only when it stands alone. */
export function choices(selector: EventSelector): readonly EventChoice[] {
  if (selector === '*') return [{ any: true }]
  if (typeof selector === 'string') return [{ name: selector }]
  return 'startsWith' in selector ? [selector] : selector.map((name) => ({ name }))
}
