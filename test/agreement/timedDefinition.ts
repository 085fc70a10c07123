import {
  formatInstant,
  type Condition,
  type Predicate,
  type TraitExpression,
  type Window,
} from '@muster/core'
import {
  AUDIENCE_IDS,
  CALENDAR_PERIODS,
  LIST_IDS,
} from '../../packages/core/src/vocabulary.test-support.ts'
import type { Chance } from './chance.ts'

export const EVENTS = ['Order Completed', 'Order Refunded', 'Page Viewed', 'Émail'] as const
export const DELAYS = ['1s', '1m', '1h', '4h', '1d', '7d', '30d'] as const

/** A definition whose truth the clock alone can change, made of the few words that the messages use. */
export function timedDefinition(chance: Chance, start: number, inAccount = false): Condition {
  const { pick, isLucky } = chance
  const delay = (): string => pick(DELAYS)
  const event = (): string => pick([...EVENTS, '*'])
  const pair = (): readonly [string, string] => {
    const near = chance.below(DELAYS.length - 1)
    const far = near + 1 + chance.below(DELAYS.length - 1 - near)
    return [DELAYS[far] ?? '30d', DELAYS[near] ?? '1s']
  }
  const moving = (): Window =>
    pick<() => Window>([
      () => ({ last: delay() }),
      () => ({ last: delay() }),
      () => ({ ago: pair() }),
      () => ({ olderThan: delay() }),
      () => ({ calendar: pick(CALENDAR_PERIODS) }),
    ])()
  const relative = (): Predicate =>
    pick<() => Predicate>([
      () => ({ withinNext: delay() }),
      () => ({ withinLast: delay() }),
      () => ({ moreThanAgo: delay() }),
      () => ({ moreThanAhead: delay() }),
      () => ({ anniversaryWithin: delay() }),
    ])()
  const days = (): Predicate =>
    pick<Predicate>([{ atLeast: 1 }, { exactly: 1 }, { lessThan: 7 }, { between: [1, 30] }])
  const kinds: (() => Condition)[] = [
    () => ({ event: event(), window: moving() }),
    () => ({ event: event(), window: moving(), is: { atLeast: 2 } }),
    () => ({ event: event(), window: moving(), is: { lessThan: 2 } }),
    () => ({ event: event(), window: moving(), aggregate: { sum: 'x' }, is: { atLeast: 5 } }),
    () => ({ event: event(), window: moving(), aggregate: 'daysActive', is: { atLeast: 2 } }),
    () => ({ event: event(), window: { since: { trait: 'when' } } }),
    () => ({
      event: event(),
      window: { from: formatInstant(start - 86_400_000), to: formatInstant(start + 3_600_000) },
    }),
    () => ({ event: event(), where: [{ property: 'when', is: relative() }] }),
    () => ({ event: event(), aggregate: { last: 'when' }, is: relative() }),
    () => ({ event: event(), notFollowedBy: { event: event() }, within: delay() }),
    () => ({
      event: event(),
      notFollowedBy: { event: event() },
      within: delay(),
      window: moving(),
    }),
    () => ({
      sequence: [{ event: event() }, { event: event() }],
      within: delay(),
      window: moving(),
      ...(isLucky(0.5) ? { without: { event: event() } } : {}),
    }),
    () => ({
      ratio: [
        { event: event(), window: moving() },
        { event: event(), window: moving() },
      ],
      is: pick([{ atLeast: 1 }, { lessThan: 1 }]),
    }),
    () => ({ trait: 'when', is: relative() }),
    () => ({ trait: 'when', is: relative() }),
    () => ({
      trait: 'x',
      is: pick<Predicate>([{ equals: 'pro' }, { exists: false }]),
      for: delay(),
    }),
    () => ({ trait: 'x', is: { oneOf: ['pro', 'a'] }, for: delay() }),
    () => ({ trait: 'x', changed: { to: { equals: 'pro' } }, window: moving() }),
    () => ({ trait: 'x', changed: { from: { exists: true } }, window: moving() }),
  ]
  if (!inAccount) {
    kinds.push(
      () => ({ trait: 't.count', is: pick([{ atLeast: 2 }, { lessThan: 2 }]) }),
      () => ({ trait: 't.days', is: days() }),
      () => ({ trait: 't.days', is: days() }),
      () => ({ trait: 't.case', is: { equals: pick(['fresh', 'warm', 'cold']) } }),
      () => ({ trait: 't.last', is: relative() }),
      () => ({ event: event(), window: { since: { trait: 't.last' } } }),
      () => ({ trait: pick(['profile.lastSeenAt', 'profile.firstSeenAt']), is: relative() }),
      () => ({ account: timedDefinition(chance, start, true) }),
      () => ({ account: timedDefinition(chance, start, true) }),
      () => ({ all: [timedDefinition(chance, start), { audience: pick(AUDIENCE_IDS) }] }),
      () => ({ not: { audience: pick(AUDIENCE_IDS) } }),
      () => ({ all: [timedDefinition(chance, start), { list: pick(LIST_IDS) }] }),
      () => ({ any: [timedDefinition(chance, start), { list: pick(LIST_IDS) }] }),
      () => ({ all: [timedDefinition(chance, start), { share: { salt: 'x', from: 0, to: 0.5 } }] }),
      () => ({ not: timedDefinition(chance, start) }),
    )
  }
  return pick(kinds)()
}

/** Timed, and with no reference to another audience, so that others may refer to it. */
export function timedLeaf(chance: Chance, start: number): Condition {
  return timedDefinition(chance, start, true)
}

/** The computed traits that timed definitions ask for, by name; the later ones are made of the earlier. */
export const TRAITS = ['t.count', 't.days', 't.last', 't.case'] as const

/** Something that a computed trait of this name may come to, whose value the clock alone can change. */
export function timedTrait(
  name: (typeof TRAITS)[number],
  chance: Chance,
  start: number,
): TraitExpression {
  const { pick, isLucky } = chance
  const event = pick([...EVENTS, '*'])
  const window = isLucky(0.5) ? { window: { last: pick(DELAYS) } } : {}
  switch (name) {
    case 't.count':
      return { event, window: { last: pick(DELAYS) } }
    case 't.days':
      return { event, ...window, aggregate: pick(['daysSinceFirst', 'daysSinceLast']) }
    case 't.last':
      return { event, ...window, aggregate: { last: 'when' } }
    case 't.case':
      return {
        cases: [
          { when: { trait: 't.days', is: { atMost: pick([0, 1, 7]) } }, value: 'fresh' },
          { when: timedLeaf(chance, start), value: 'warm' },
        ],
        otherwise: 'cold',
      }
  }
}
