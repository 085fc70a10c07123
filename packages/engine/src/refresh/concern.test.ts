import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  conditionsIn,
  evaluate,
  noComputedTraits,
  type Definition,
  type Evidence,
  type Meanings,
  type Message,
} from '@muster/core'
import {
  asksComputed,
  computedTraitsArbitrary,
  isSound,
} from '../../../core/src/audience/arbitrary/computedTrait.test-support.ts'
import {
  accountEvidence,
  arbitraryPopulation,
} from '../../../core/src/evaluate/history.test-support.ts'
import { witnessesOf } from '../../../core/src/evaluate/witness.test-support.ts'
import { BASE_INSTANT } from '../../../core/src/vocabulary.test-support.ts'
import { evidenceIn } from './concern.ts'
import { createProgram } from './program.ts'

const at = BASE_INSTANT
const referred: Definition = { event: 'Page Viewed' }

const message = (facts: Pick<Message, 'kind'> & Partial<Message>): Message => ({
  messageId: 'm',
  timestamp: at,
  receivedAt: at,
  event: '',
  properties: {},
  traits: {},
  context: {},
  groupId: '',
  identifiers: [],
  ...facts,
})

/** The evidence without one of its facts, and what tells of that fact when it comes. */
function* oneLess(evidence: Evidence): Generator<readonly [Evidence, string | undefined]> {
  for (const [i, { name }] of evidence.events.entries())
    yield [
      { ...evidence, events: evidence.events.toSpliced(i, 1) },
      evidenceIn(message({ kind: 'track', event: name })),
    ]
  for (const [i, { traits }] of evidence.traits.entries())
    yield [
      { ...evidence, traits: evidence.traits.toSpliced(i, 1) },
      evidenceIn(message({ kind: 'identify', traits })),
    ]
  for (const i of evidence.seenAt.keys())
    yield [
      { ...evidence, seenAt: evidence.seenAt.toSpliced(i, 1) },
      evidenceIn(message({ kind: 'track', event: 'Something Else' })),
    ]
}

test('whatever changes what holds of a profile by coming concerns the audience', () => {
  const cases = fc
    .tuple(asksComputed(), computedTraitsArbitrary())
    .filter(([definition, traits]) => isSound(definition, traits))
    .chain(([definition, traits]) => {
      const looked = [definition, ...[...traits.values()].flatMap(conditionsIn)]
      return fc.tuple(
        fc.constant(definition),
        fc.constant(traits),
        arbitraryPopulation('UTC', looked.flatMap(witnessesOf)),
      )
    })
  fc.assert(
    fc.property(cases, ([definition, traits, population]) => {
      const audience = { id: 'a', number: 1, version: 1, definition }
      const meanings: Meanings = {
        audience: () => referred,
        computedTrait: (name) => traits.get(name),
      }
      const program = createProgram([audience], meanings)
      const world = {
        at,
        zone: 'UTC',
        ...meanings,
        account: (id: string) => accountEvidence(population, id, at),
      }
      for (const person of population.profiles) {
        const holds = evaluate(definition, person, world)
        for (const [before, evidence] of oneLess(person)) {
          if (evaluate(definition, before, world) === holds) continue
          expect(evidence === undefined || program.concernedBy(evidence).has(1)).toBe(true)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('a group call may change anything, an event what names it, a trait what reads it or walks into it', () => {
  const definitions: readonly Definition[] = [
    { event: 'Order' },
    { event: { startsWith: 'Page' } },
    { trait: 'plan', is: { equals: 'pro' } },
    { trait: 'address.city', is: { equals: 'Bern' } },
    { trait: 'profile.lastSeenAt', is: { withinLast: '1d' } },
    { all: [{ trait: 'ends', is: { withinNext: '1d' } }, { event: 'Order' }] },
    { trait: 'born', is: { anniversaryWithin: '1d' } },
  ]
  const program = createProgram(
    definitions.map((definition, i) => ({ id: `a${i}`, number: i, version: 1, definition })),
    { audience: () => ({ everyone: true }), computedTrait: noComputedTraits },
  )
  const of = (facts: Parameters<typeof message>[0]): readonly number[] | undefined => {
    const evidence = evidenceIn(message(facts))
    return evidence === undefined ? undefined : [...program.concernedBy(evidence)]
  }
  expect(of({ kind: 'group' })).toBeUndefined()
  expect(of({ kind: 'track', event: 'Order' })).toEqual([0, 4, 5])
  expect(of({ kind: 'page', event: 'Page Viewed' })).toEqual([1, 4])
  expect(of({ kind: 'identify', traits: { plan: 'x' } })).toEqual([2, 4])
  expect(of({ kind: 'identify', traits: { address: { city: 'Bern' } } })).toEqual([3, 4])
  const timed = (facts: Parameters<typeof message>[0]) => [
    ...program.timedBy(evidenceIn(message(facts)) ?? ''),
  ]
  expect(timed({ kind: 'track', event: 'Page Viewed' })).toEqual([])
  expect(timed({ kind: 'track', event: 'Order' })).toEqual([5])
  expect(timed({ kind: 'identify', traits: { born: '1990-01-01' } })).toEqual([6])
})
