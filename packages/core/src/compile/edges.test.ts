import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  BASE_INSTANT,
  CALENDAR_PERIODS,
  DURATIONS,
  ZONES,
  arbitraryInstant,
} from '../vocabulary.test-support.ts'
import { namesBehind, noComputedTraits } from '../audience/computedTrait.ts'
import { valueCrossings } from './crossing.ts'
import { crossedRanges, edgesOf, relativeDelays } from './edges.ts'
import { createNames } from './names.ts'
import { boundsOf, type FixedWindow } from './window.ts'

const windows: fc.Arbitrary<FixedWindow> = fc.oneof(
  fc.constantFrom(...DURATIONS).map((last) => ({ last })),
  fc.constantFrom(...DURATIONS).map((olderThan) => ({ olderThan })),
  fc.constantFrom(...CALENDAR_PERIODS).map((calendar) => ({ calendar })),
  fc.constant({ ago: ['60d', '30d'] as const }),
)

const isIn = (window: FixedWindow, ts: number, at: number, zone: string): boolean => {
  const { from = -Infinity, to = Infinity } = boundsOf(window, at, zone)
  return ts >= from && ts < to
}

test('whatever enters or leaves a window as the clock moves lies in a crossed range', () => {
  fc.assert(
    fc.property(
      windows,
      arbitraryInstant(),
      fc.constantFrom(...ZONES),
      fc.integer({ min: 1, max: 40 * 86_400_000 }),
      (window, ts, zone, step) => {
        const [before, at] = [BASE_INSTANT - step, BASE_INSTANT]
        if (isIn(window, ts, before, zone) === isIn(window, ts, at, zone)) return
        const ranges = crossedRanges({ kind: 'window', window }, before, at, zone)
        expect(ranges.some(({ from, to }) => ts >= from && ts < to)).toBe(true)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('evidence crosses a rolling edge at its timestamp and the delay', () => {
  const [range] = crossedRanges(
    { kind: 'window', window: { last: '1h' } },
    0,
    10_000,
    'UTC',
  ).filter(({ delay }) => delay === 3_600_000)
  expect(range).toEqual({ from: -3_599_999, to: -3_589_999, delay: 3_600_000 })
})

test('a tick in which nothing can cross has no ranges', () => {
  expect(
    crossedRanges(
      { kind: 'window', window: { calendar: 'today' } },
      BASE_INSTANT,
      BASE_INSTANT + 1,
      'UTC',
    ),
  ).toEqual([])
})

test('edges are found behind groups, accounts, ratios and referenced audiences', () => {
  const counted = { event: 'A', window: { last: '1d' } } as const
  const context = { audience: () => counted, computedTrait: noComputedTraits }
  const edge = {
    on: { kind: 'event', selector: 'A' },
    moving: { kind: 'window', window: { last: '1d' } },
  }
  expect(edgesOf({ not: { all: [counted] } }, context)).toEqual([edge])
  expect(edgesOf({ audience: 'other' }, context)).toEqual([edge])
  expect(edgesOf({ account: counted }, context)).toEqual([edge])
  expect(edgesOf({ ratio: [counted, { event: 'B' }], is: { atLeast: 1 } }, context)).toEqual([edge])
  expect(edgesOf({ event: 'A' }, context)).toEqual([])
})

test('[A7] inside of an account the name of a computed trait is plain, be it of the trait that asks', () => {
  const plan = {
    cases: [{ when: { account: { trait: 'plan', is: { equals: 'pro' } } }, value: 1 }],
  }
  const context = {
    audience: () => ({ everyone: true }) as const,
    computedTrait: (name: string) => (name === 'plan' ? plan : undefined),
  }
  expect(edgesOf({ trait: 'plan', is: { equals: 1 } }, context)).toEqual([])
  const crossing = { ...context, ...{ at: 1, zone: 'UTC', promoted: new Set<string>() } }
  const asked = { trait: 'plan', is: { withinNext: '1d' } } as const
  const { messages, traits } = valueCrossings([asked], 0, { ...crossing, names: createNames() })
  expect(messages).toBeUndefined()
  expect(traits).toBeDefined()
})

test('a dotted path may read two traits, and a relative predicate changes at each of its delays', () => {
  expect(namesBehind('address.city')).toEqual(['address.city', 'address'])
  expect(namesBehind('plan')).toEqual(['plan'])
  expect(relativeDelays({ withinNext: '3d' })).toEqual([0, -259_200_000])
  expect(relativeDelays({ equals: 'x' })).toEqual([])
})
