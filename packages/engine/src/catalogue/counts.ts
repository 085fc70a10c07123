import type { CountedMessage } from './messagesSince.ts'
import { createCounter, type Counter, type CounterKey } from './counter.ts'
import type { CatalogueLimits } from './limits.ts'
import { createPathTree, type PathTree, type Tally } from './pathTree.ts'

/** What is known of one name of events. */
export interface EventCounts {
  readonly seen: Counter
  readonly properties: PathTree
}

/** All counters, by where they belong. */
export interface Counts {
  readonly events: ReadonlyMap<string, EventCounts>
  /** Events whose names came too late to be kept. */
  readonly eventsBeyond: () => Counter | undefined
  readonly traits: PathTree
  readonly accountTraits: PathTree
  readonly identifierKinds: ReadonlyMap<string, Counter>
  /** Goes up when something is seen for the first time. */
  readonly size: () => number
  readonly countMessage: (message: CountedMessage) => void
  /** The counter under a key of the table, made without regard to the limits. */
  readonly restore: (key: CounterKey) => Counter
}

/** `touched` hears of each counter that begins to be open. */
export function createCounts(limits: CatalogueLimits, touched: (counter: Counter) => void): Counts {
  let size = 0
  const tally: Tally = {
    counter: (part, event, path, type) => {
      size++
      return createCounter({ part, event, path, type })
    },
    count: (counter, at) => {
      if (counter.open++ === 0) touched(counter)
      if (at < counter.firstSeen) counter.firstSeen = at
      if (at > counter.lastSeen) counter.lastSeen = at
    },
  }
  const events = new Map<string, EventCounts>()
  const identifierKinds = new Map<string, Counter>()
  const traits = createPathTree('trait', '', limits, tally)
  const accountTraits = createPathTree('account_trait', '', limits, tally)
  let eventsBeyond: Counter | undefined
  let kindsBeyond: Counter | undefined
  const beyondEvents = (): Counter =>
    (eventsBeyond ??= tally.counter('event', '', '', 'beyond_keys'))
  const beyondKinds = (): Counter =>
    (kindsBeyond ??= tally.counter('identifier', '', '', 'beyond_keys'))

  const addEvent = (name: string): EventCounts => {
    const counts = {
      seen: tally.counter('event', name, '', 'seen'),
      properties: createPathTree('property', name, limits, tally),
    }
    events.set(name, counts)
    return counts
  }
  const addKind = (kind: string): Counter => {
    const counter = tally.counter('identifier', '', kind, 'seen')
    identifierKinds.set(kind, counter)
    return counter
  }
  const countEvent = (message: CountedMessage): void => {
    const known = events.get(message.event)
    const counts = known ?? (events.size < limits.events ? addEvent(message.event) : undefined)
    tally.count(counts?.seen ?? beyondEvents(), message.timestamp)
    counts?.properties.count(message.properties, message.timestamp)
  }
  const kindCounter = (kind: string): Counter =>
    identifierKinds.get(kind) ??
    (identifierKinds.size < limits.identifierKinds ? addKind(kind) : beyondKinds())

  return {
    events,
    eventsBeyond: () => eventsBeyond,
    traits,
    accountTraits,
    identifierKinds,
    size: () => size,
    countMessage: (message) => {
      if (message.event !== '') countEvent(message)
      if (message.kind === 'identify') traits.count(message.traits, message.timestamp)
      if (message.kind === 'group') accountTraits.count(message.traits, message.timestamp)
      for (const { kind } of message.identifiers) tally.count(kindCounter(kind), message.timestamp)
    },
    restore: ({ part, event, path, type }) => {
      switch (part) {
        case 'event':
          if (type === 'beyond_keys') return beyondEvents()
          return (events.get(event) ?? addEvent(event)).seen
        case 'property':
          return (events.get(event) ?? addEvent(event)).properties.restore(path, type)
        case 'trait':
          return traits.restore(path, type)
        case 'account_trait':
          return accountTraits.restore(path, type)
        case 'identifier':
          if (type === 'beyond_keys') return beyondKinds()
          return identifierKinds.get(path) ?? addKind(path)
      }
    },
  }
}
