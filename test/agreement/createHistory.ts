import fc from 'fast-check'
import {
  formatInstant,
  parseDuration,
  type Definition,
  type Identifier,
  type Json,
  type JsonObject,
} from '@muster/core'
import { definitionArbitrary } from '../../packages/core/src/audience/arbitrary.test-support.ts'
import {
  arbitraryObjectWith,
  witnessesOf,
} from '../../packages/core/src/evaluate/witness.test-support.ts'
import { calendarWindow } from '@muster/core'
import {
  AUDIENCE_IDS,
  BASE_INSTANT,
  CALENDAR_PERIODS,
  LIST_IDS,
  ZONES,
} from '../../packages/core/src/vocabulary.test-support.ts'
import { createReference } from './reference.ts'
import { createChance, type Chance } from './chance.ts'
import type { History, Step } from './history.ts'
import {
  DELAYS,
  EVENTS,
  timedDefinition,
  timedLeaf,
  timedTrait,
  TRAITS,
} from './timedDefinition.ts'

/** So many people's histories stand side by side in one engine. Each has identifiers and accounts of its own. */
export const historiesPerEngine = 16
const stepsPerHistory = 90
const audiencesPerHistory = 9
const candidatesPerHistory = 60

const DAY = 86_400_000
const SPANS = DELAYS.map((text) => parseDuration(text) ?? 0)

/** Before days and years that differ in length: summer time begins and ends, a leap day, a year ends. */
const STARTS = [
  BASE_INSTANT - 2 * DAY,
  BASE_INSTANT,
  ...['2024-10-26T21:59:00Z', '2024-02-28T12:00:00Z', '2023-12-30T23:00:00Z'].map((text) =>
    Date.parse(text),
  ),
]

/** The same seed and number always make the same history. */
export function createHistory(seed: number, number: number): History {
  const chance = createChance(seed * 7_919 + number * 104_729)
  const zone = ZONES[number % ZONES.length] ?? 'UTC'
  const start = chance.pick(STARTS)
  const world = createWorld(chance, zone, start, seed + number * 31)
  const messages = world.firstMessages()
  const traits = TRAITS.map((name) => world.define(name))
  const referred = world.referredAudiences()
  const telling = tellingDefinitions(
    [...traits, ...referred, ...messages],
    { zone, start },
    world.candidates(),
  )
  const steps: Step[] = [
    ...traits,
    ...referred,
    ...world.audiences(telling),
    ...messages,
    { do: 'check', previews: [] },
  ]
  while (steps.length < stepsPerHistory) steps.push(...world.something())
  return { zone, start, steps: [...steps, { do: 'check', previews: [world.definition()] }] }
}

/** The definitions whose members the clock alone changes more than once in the days after these steps. */
function tellingDefinitions(
  steps: readonly Step[],
  { zone, start }: Pick<History, 'zone' | 'start'>,
  candidates: readonly Definition[],
): readonly Definition[] {
  const reference = createReference(zone)
  for (const step of steps) reference.take(step, start)
  const world = reference.read()
  const instants = [0, ...SPANS.slice(1, 6), ...SPANS.slice(4, 6).map((span) => span * 3)]
  const isTelling = (definition: Definition): boolean => {
    const seen = instants.map((span) => world.members(definition, start + span, new Map()))
    const differing = seen.filter((members, i) => {
      const before = seen[i - 1] ?? members
      return members.size !== before.size || [...members].some((key) => !before.has(key))
    })
    return differing.length >= 2
  }
  return candidates.filter(isTelling)
}

function createWorld(chance: Chance, zone: string, start: number, seed: number) {
  const { pick, isLucky, below } = chance
  const draw = <T>(arbitrary: fc.Arbitrary<T>, count: number, salt: number): T[] =>
    fc.sample(arbitrary, { seed: seed + salt * 7_919, numRuns: count })
  const wild = draw(definitionArbitrary({ zone }), 120, 1).filter((definition) =>
    TIMED.test(JSON.stringify(definition, plainNumbers)),
  )
  const definition = (): Definition => (isLucky(0.25) ? pick(wild) : timedDefinition(chance, start))
  const witnesses = wild.slice(0, 20).flatMap(witnessesOf)
  const objects = (place: 'properties' | 'traits' | 'context', salt: number): JsonObject[] =>
    draw(arbitraryObjectWith(witnesses, place, zone), 60, salt)
  const [properties, traits, contexts] = [
    objects('properties', 2),
    objects('traits', 3),
    objects('context', 4),
  ]

  let now = start
  let latest = start
  let messages = 0
  let audiences = 0
  const instants = new Set<number>([start])
  const sent: Json[] = []

  const instant = (): number => {
    const at = pick<() => number>([
      () => now,
      () => now - below(10),
      () => now - below(3_600_000),
      () => now - below(DAY),
      () => now - pick(SPANS) + below(3) - 1,
      () => now - pick(SPANS) + below(60_000),
      () => now + (isLucky(0.3) ? pick(SPANS) : -below(5_000)),
      () => pick([...instants]),
    ])()
    instants.add(at)
    return at
  }
  const simple = (): JsonObject => ({
    x: pick<Json>(['pro', 'a', 1, 5, 2.5, null]),
    ...(isLucky(0.6) ? { when: formatInstant(isLucky(0.5) ? instant() : ahead()) } : {}),
  })
  const ahead = (): number => {
    const at = now + pick(SPANS) + below(3) - 1
    instants.add(at)
    return at
  }
  const body = (among: readonly JsonObject[]): JsonObject => (isLucky(0.6) ? simple() : pick(among))

  const message = (who: number): Json => {
    const identifiers: JsonObject = {
      ...(isLucky(0.6) ? { userId: `${who}-u${below(2)}` } : {}),
      ...(isLucky(0.6) ? { anonymousId: `${who}-a${below(3)}` } : {}),
    }
    const named = Object.keys(identifiers).length > 0 ? identifiers : { anonymousId: `${who}-a0` }
    const context: JsonObject = {
      ...(isLucky(0.2) ? pick(contexts) : {}),
      ...(isLucky(0.15) ? { device: { advertisingId: `${who}-d0` } } : {}),
      ...(isLucky(0.1) ? { externalIds: [{ id: `${who}-c${below(2)}`, type: 'custom' }] } : {}),
    }
    const common = {
      messageId: `${pick(['', 'é', 'Z'])}${who}-${messages++}`,
      timestamp: formatInstant(instant()),
      context,
      ...named,
    }
    const kind = below(20)
    if (kind < 11)
      return { ...common, type: 'track', event: pick(EVENTS), properties: body(properties) }
    if (kind < 12) return { ...common, type: 'page', name: 'Home', properties: body(properties) }
    if (kind < 16) {
      const email = isLucky(0.3) ? { email: `${who}-e${below(2)}@muster.example` } : {}
      return { ...common, type: 'identify', traits: { ...body(traits), ...email } }
    }
    if (kind < 19)
      return { ...common, type: 'group', groupId: `${who}-acme${below(2)}`, traits: body(traits) }
    return isLucky(0.2)
      ? { ...common, userId: 'null', anonymousId: '', context: {}, type: 'track', event: 'Nobody' }
      : {
          ...common,
          type: 'alias',
          userId: `${who}-u${below(2)}`,
          previousId: `${who}-a${below(3)}`,
        }
  }
  const anybody = (): number => below(historiesPerEngine)
  const identifier = (who = anybody()): Identifier =>
    pick<Identifier>([
      { kind: 'user_id', value: `${who}-u${below(2)}` },
      { kind: 'anonymous_id', value: `${who}-a${below(3)}` },
      { kind: 'email', value: `${who}-e${below(2)}@muster.example` },
    ])
  const send = (count: number, who = anybody): Step => {
    const made = Array.from({ length: count }, () => {
      const made = sent.length > 0 && isLucky(0.1) ? pick(sent) : message(who())
      sent.push(made)
      return made
    })
    return { do: 'send', messages: made }
  }
  /** To where something may change, or a millisecond beside it. */
  const move = (): Step => {
    const horizon =
      latest + pick([60_000, 3_700_000, 4 * 3_600_000, DAY, 3 * DAY, 8 * DAY, 31 * DAY])
    const edges = [...instants].flatMap((at) => [
      at,
      ...SPANS.flatMap((span) => [at + span, at - span]),
    ])
    const bounds = CALENDAR_PERIODS.flatMap((period) => {
      const { from, to } = calendarWindow(period, latest, zone)
      return [from, to]
    })
    const ahead = [...new Set([...edges, ...bounds])].filter(
      (at) => at > latest + 1 && at <= horizon,
    )
    now = (ahead.length === 0 ? horizon : pick(ahead)) + below(3) - 1
    latest = Math.max(latest, now)
    return { do: 'clock', to: now }
  }
  const check = (): Step => ({ do: 'check', previews: isLucky(0.7) ? [pick(wild)] : [] })
  const decide = (): Step => {
    const who = anybody()
    return pick<() => Step>([
      () => ({ do: 'merge', one: identifier(who), other: identifier(who) }),
      () => ({ do: 'unmerge', of: identifier(who), groups: [[identifier(who)]] }),
      () => {
        const of: Identifier = { kind: 'anonymous_id', value: `${who}-a0` }
        return { do: 'unmerge', of, groups: [[of]] }
      },
      () => ({ do: 'leave', of: identifier(who), account: `${who}-acme${below(2)}` }),
      () => ({
        do: 'list',
        list: pick(LIST_IDS),
        identifiers: [identifier(), identifier()],
        present: isLucky(0.7),
      }),
    ])()
  }
  const define = (name: (typeof TRAITS)[number]): Step => ({
    ...{ do: 'define', name },
    expression: timedTrait(name, chance, start),
  })
  const own = (): string => `own-${below(audiences)}`
  const rename = (): readonly Step[] =>
    pick<() => readonly Step[]>([
      () => [{ do: 'edit', id: own(), definition: definition() }],
      () => [{ do: 'edit', id: pick(AUDIENCE_IDS), definition: timedLeaf(chance, start) }],
      // Twice without a pause: the second comes while the first is being computed.
      () => {
        const id = pick(AUDIENCE_IDS)
        return [
          { do: 'edit', id, definition: timedLeaf(chance, start) },
          { do: 'edit', id, definition: timedLeaf(chance, start) },
          send(3),
        ]
      },
      () => [define(pick(TRAITS)), send(2)],
      () => [define(pick(TRAITS))],
      () => [{ do: 'archive', id: own() }],
      () => [{ do: 'revive', id: own() }],
    ])()

  return {
    definition,
    define,
    candidates: () => Array.from({ length: candidatesPerHistory }, definition),
    referredAudiences: (): readonly Step[] =>
      AUDIENCE_IDS.map((id): Step => ({
        do: 'create',
        id,
        definition: timedLeaf(chance, start),
      })),
    /** Most of the telling ones; some that are not keep their place. */
    audiences: (telling: readonly Definition[]): readonly Step[] =>
      Array.from({ length: audiencesPerHistory }, (_, i): Step => {
        const chosen = i < audiencesPerHistory - 2 ? telling[i] : undefined
        return { do: 'create', id: `own-${audiences++}`, definition: chosen ?? definition() }
      }),
    firstMessages: (): readonly Step[] =>
      Array.from({ length: historiesPerEngine / 4 }, (_, quarter) =>
        send(24, () => quarter * 4 + below(4)),
      ),
    something: (): readonly Step[] => {
      const chosen = below(100)
      if (chosen < 30) return [move(), check()]
      if (chosen < 60) return [send(4 + below(12)), move(), check()]
      if (chosen < 72) return [send(1 + below(8)), check()]
      if (chosen < 86) return [decide(), ...(isLucky(0.5) ? [send(2)] : []), check()]
      if (chosen < 92) return [...rename(), check()]
      if (chosen < 96) {
        now -= pick(SPANS)
        return [{ do: 'clock', to: now }, send(2), check()]
      }
      // What has been taken and not looked at yet must not be lost, and what comes again must not count again.
      return [
        send(3),
        decide(),
        ...(isLucky(0.5) ? [move()] : []),
        { do: 'restart' },
        { do: 'send', messages: sent.slice(-4) },
        check(),
      ]
    },
  }
}

const TIMED = /last|ago|Ago|older|calendar|"for"|within|Ahead|anniversary|notFollowed|since/

const plainNumbers = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value
