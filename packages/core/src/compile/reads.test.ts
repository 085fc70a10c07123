import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  asksComputed,
  computedTraitsArbitrary,
  isSound,
} from '../audience/arbitrary/computedTrait.test-support.ts'
import { conditionsIn } from '../audience/computedTrait.ts'
import type { Definition, EventSelector } from '../audience/definition.ts'
import { evaluate, judge } from '../evaluate/evaluate.ts'
import { accountEvidence, arbitraryPopulation } from '../evaluate/history.test-support.ts'
import { ms, T, world } from '../evaluate/profile.test-support.ts'
import { witnessesOf } from '../evaluate/witness.test-support.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { JsonObject } from '../value/json.ts'
import { coversReads, readsOf, type Reads } from './reads.ts'

const referred: Definition = { event: 'Page Viewed' }

const names = (selector: EventSelector, name: string): boolean =>
  selector === '*' ||
  selector === name ||
  (Array.isArray(selector) && selector.includes(name)) ||
  (typeof selector === 'object' && 'startsWith' in selector && name.startsWith(selector.startsWith))

const only = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)))

/** What is left of the evidence when nothing else is read. */
const restricted = (evidence: Evidence, reads: Reads): Evidence => ({
  ...evidence,
  seenAt: reads.seen ? evidence.seenAt : [],
  events: evidence.events
    .filter(({ at, name }) =>
      reads.events.some(({ selector, from }) => names(selector, name) && at >= (from ?? -Infinity)),
    )
    .map((event) => ({
      ...event,
      properties: only(event.properties, reads.properties),
      context: reads.context ? event.context : {},
    })),
  traits: evidence.traits.map((fact) => ({ ...fact, traits: only(fact.traits, reads.traits) })),
  lists: evidence.lists.filter((list) => reads.lists.includes(list)),
})

test('what definitions read is all that decides them, one by one and together', () => {
  const cases = fc
    .tuple(fc.array(asksComputed(), { minLength: 1, maxLength: 3 }), computedTraitsArbitrary())
    .map(([definitions, traits]) => ({
      definitions: definitions.filter((definition) => isSound(definition, traits)),
      traits,
    }))
    .chain(({ definitions, traits }) => {
      const looked = [...definitions, ...[...traits.values()].flatMap(conditionsIn)]
      return fc.tuple(
        fc.constant(definitions),
        fc.constant(traits),
        arbitraryPopulation('UTC', looked.flatMap(witnessesOf)),
      )
    })
  fc.assert(
    fc.property(cases, ([definitions, traits, population]) => {
      const here = world({
        audience: () => referred,
        computedTrait: (name) => traits.get(name),
        account: (id) => accountEvidence(population, id, ms(T)),
      })
      const reads = readsOf(definitions, here)
      for (const person of population.profiles) {
        const holds = judge(restricted(person, reads), here)
        for (const definition of definitions)
          expect(holds(definition)).toBe(evaluate(definition, person, here))
      }
    }),
    { numRuns: 300 },
  )
})

test('a window bounds how far back events are read, the widest for each selector', () => {
  const reads = readsOf(
    [
      { event: 'Order', window: { last: '30d' } },
      { event: 'Order', window: { last: '90d' } },
      { event: 'Page', window: { olderThan: '1d' } },
      { audience: 'other' },
    ],
    world({ at: ms('2024-03-31'), audience: () => ({ event: 'Cart', where: [] }) }),
  )
  expect(reads.events).toEqual([
    { selector: 'Order', from: ms('2024-01-01') + 1 },
    { selector: 'Page' },
    { selector: 'Cart' },
  ])
})

const read: Reads = {
  events: [{ selector: 'A', from: 10 }, { selector: 'B' }],
  properties: ['colour'],
  context: false,
  traits: ['plan'],
  seen: false,
  lists: ['vip'],
}

test.each<[boolean, string, Partial<Reads>]>([
  [true, 'the same', {}],
  [true, 'nothing', { events: [], properties: [], traits: [], lists: [] }],
  [
    true,
    'what came later',
    {
      events: [
        { selector: 'A', from: 11 },
        { selector: 'B', from: 1 },
      ],
    },
  ],
  [false, 'what came before', { events: [{ selector: 'A', from: 9 }] }],
  [false, 'what ever came', { events: [{ selector: 'A' }] }],
  [false, 'another event', { events: [{ selector: 'C', from: 10 }] }],
  [false, 'every event', { events: [{ selector: '*', from: 10 }] }],
  [false, 'another property', { properties: ['colour', 'size'] }],
  [false, 'another trait', { traits: ['city'] }],
  [false, 'another list', { lists: ['vip', 'beta'] }],
  [false, 'the context', { context: true }],
  [false, 'who was seen', { seen: true }],
])('that something was read covers %s: %s', (isCovered, _, wanted) => {
  expect(coversReads(read, { ...read, ...wanted })).toBe(isCovered)
})

test('who has read the context, or who was seen, has read it for those who ask less', () => {
  expect(coversReads({ ...read, context: true, seen: true }, read)).toBe(true)
})

test('what several definitions read covers what one of them reads', () => {
  const asked = fc.array(asksComputed(), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(asked, computedTraitsArbitrary(), fc.nat(), (all, traits, pick) => {
      const sound = all.filter((definition) => isSound(definition, traits))
      const its = world({ audience: () => referred, computedTrait: (name) => traits.get(name) })
      const one = sound.slice(pick % Math.max(1, sound.length)).slice(0, 1)
      expect(coversReads(readsOf(sound, its), readsOf(one, its))).toBe(true)
    }),
  )
})
