import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultCommerce } from '../commerce/commerce.ts'
import { computedTraits } from '../evaluate/evaluate.ts'
import { event, ms, profile, T, world } from '../evaluate/profile.test-support.ts'
import type { EventFact } from '../evidence/evidence.ts'
import type { LifecycleStage } from './lifecycle.ts'
import { defaultSegmentation, type Segmentation } from './segmentation.ts'
import { standardTraits } from './standardTraits.ts'

const DAY = 86_400_000

function valueOf(
  name: string,
  events: readonly EventFact[],
  changes: Partial<Segmentation> = {},
): unknown {
  const traits = standardTraits({ ...defaultSegmentation, ...changes }, defaultCommerce, undefined)
  const in_ = world({ zone: 'Europe/Berlin', computedTrait: (one) => traits.get(one) })
  return computedTraits([name], profile({ events }), in_).get(name)
}

const orders = (agos: readonly number[]): readonly EventFact[] =>
  agos.map((ago, i) => ({
    at: ms(T) - ago,
    messageId: `m${i}`,
    name: 'Order Completed',
    properties: {},
    context: {},
  }))

/** The rule once more, by walking through the orders. */
function stageOf(
  agos: readonly number[],
  [isNew, isRecent, isEngaged, isAtRisk]: readonly [number, number, number, number],
): LifecycleStage | null {
  const sorted = agos.toSorted((a, b) => b - a)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return null
  if (first < isNew * DAY) return 'new'
  const isBack = sorted.some(
    (ago, i) => ago < isRecent * DAY && (sorted[i - 1] ?? ago) - ago > isEngaged * DAY,
  )
  if (isBack) return 'reactivated'
  if (last < isEngaged * DAY) return 'engaged'
  return last < isAtRisk * DAY ? 'at risk' : 'lapsed'
}

/** Whole days, a millisecond beside them, and anything between. */
const ago = fc
  .tuple(fc.integer({ min: 0, max: 420 }), fc.constantFrom(0, 1, 12_345, DAY - 1))
  .map(([days, rest]) => days * DAY + rest)

test.each([
  ['30d', '30d', '180d', '365d'],
  ['7d', '60d', '60d', '90d'],
  ['60d', '1d', '90d', '120d'],
] as const)(
  '[R7] [R8] stages with bounds %s, %s, %s and %s are those of a walk through the orders',
  (newWithin, reactivatedWithin, engagedWithin, atRiskWithin) => {
    const bounds = { newWithin, reactivatedWithin, engagedWithin, atRiskWithin }
    const days = [newWithin, reactivatedWithin, engagedWithin, atRiskWithin].map((text) =>
      Number(text.slice(0, -1)),
    ) as [number, number, number, number]
    fc.assert(
      fc.property(fc.array(ago, { maxLength: 5 }), (agos) => {
        expect(valueOf('lifecycle.stage', orders(agos), bounds)).toBe(stageOf(agos, days))
      }),
      { numRuns: 1_000 },
    )
  },
)

test.each<readonly [readonly number[], LifecycleStage | null]>([
  [[], null],
  [[0], 'new'],
  [[30 * DAY - 1], 'new'],
  [[30 * DAY], 'engaged'],
  [[180 * DAY - 1], 'engaged'],
  [[180 * DAY], 'at risk'],
  [[365 * DAY - 1], 'at risk'],
  [[365 * DAY], 'lapsed'],
  // A pause of exactly 180 days is none.
  [[180 * DAY, 0], 'engaged'],
  [[180 * DAY + 1, 0], 'reactivated'],
  [[210 * DAY, 30 * DAY], 'engaged'],
  [[210 * DAY, 30 * DAY - 1], 'reactivated'],
  [[211 * DAY, 31 * DAY, 0], 'engaged'],
  [[400 * DAY, 10 * DAY, 0], 'reactivated'],
])('[R7] [R8] orders %j milliseconds ago: %s', (agos, stage) => {
  expect(valueOf('lifecycle.stage', orders(agos))).toBe(stage)
})

test('[R12] the preferred channel is where somebody answers most, the first of equals', () => {
  const answers = [
    event('2024-03-01T10:00:00Z', 'Email Delivered', {}, 'a'),
    event('2024-03-02T10:00:00Z', 'Email Delivered', {}, 'b'),
    event('2024-03-03T10:00:00Z', 'Page Viewed', {}, 'c'),
  ]
  expect(valueOf('preferred.channel', answers.slice(0, 2))).toBeNull()
  expect(valueOf('preferred.channel', answers)).toBe('web')
  const opened = event('2024-03-04T10:00:00Z', 'Email Opened', {}, 'd')
  expect(valueOf('preferred.channel', [...answers, opened])).toBe('email')
})

test('[R13] what is bought and when somebody is about', () => {
  const lines = (...categories: readonly string[]) => ({
    products: categories.map((category) => ({ category, product_id: `${category}-1` })),
  })
  const events = [
    event('2024-01-01T07:30:00Z', 'Order Completed', lines('Tea', 'Coffee'), 'a'),
    event('2024-01-08T07:10:00Z', 'Order Completed', lines('Tea'), 'b'),
    event('2024-01-10T20:00:00Z', 'Page Viewed', {}, 'c'),
    // Sent to them, so it says nothing of when they are about.
    ...['d', 'e', 'f', 'g'].map((id) => event('2024-01-12T03:00:00Z', 'Email Delivered', {}, id)),
  ]
  expect(valueOf('preferred.category', events)).toBe('Tea')
  expect(valueOf('preferred.product', events)).toBe('Tea-1')
  expect(valueOf('preferred.hour', events)).toBe(8)
  expect(valueOf('preferred.weekday', events)).toBe('mon')
})

test('channels without events, and none at all', () => {
  const none = { ...defaultCommerce, channels: { fax: [] } }
  const traits = standardTraits(defaultSegmentation, none, undefined)
  expect([...traits.keys()]).not.toContain('preferred.channel')
})
