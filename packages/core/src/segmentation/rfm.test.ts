import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TraitExpression } from '../audience/computedTrait.ts'
import { checkDefinition } from '../audience/checkDefinition.ts'
import { conditionsIn } from '../audience/computedTrait.ts'
import { computedTraits } from '../evaluate/evaluate.ts'
import { ms, profile, T, world } from '../evaluate/profile.test-support.ts'
import type { EventFact } from '../evidence/evidence.ts'
import { defaultCommerce } from '../commerce/commerce.ts'
import type { Basis } from './basis.ts'
import { levelsOf, scoreShares, tierShares, worseNeeded, type Cut, type Share } from './cuts.ts'
import { segmentNames, segmentOf, segmentRanges } from './segmentNames.ts'
import { defaultSegmentation } from './segmentation.ts'
import { standardDescriptions } from './standardDescriptions.ts'
import { figuresOf, standardTraits, type Learned } from './standardTraits.ts'

const DAY = 86_400_000
const basis: Basis = {
  order: 'Order Completed',
  where: [],
  period: '365d',
  revenue: 'revenue',
  margin: { cost: 'cost' },
}

interface Order {
  /** Milliseconds before T. */
  readonly ago: number
  readonly revenue: number
  readonly cost?: number
}

const orderOf = ({ ago, revenue, cost }: Order, i: number): EventFact => ({
  at: ms(T) - ago,
  messageId: `m${i}`,
  name: 'Order Completed',
  properties: { revenue, ...(cost === undefined ? {} : { cost }) },
  context: {},
})

function valuesOf(
  orders: readonly Order[],
  traits: ReadonlyMap<string, TraitExpression>,
  at = ms(T),
): Readonly<Record<string, unknown>> {
  const evidence = profile({ events: orders.map(orderOf) })
  const in_ = world({ at, computedTrait: (name) => traits.get(name) })
  return Object.fromEntries(computedTraits([...traits.keys()], evidence, in_))
}

/** The cuts by their own words: by looking at everybody for each value. */
function cutsOf(values: readonly number[], shares: readonly Share[]): readonly (Cut | undefined)[] {
  const worse = (value: number) => values.filter((other) => other < value).length
  return shares.map((share) => {
    const enough = values.filter((value) => worse(value) >= worseNeeded(values.length, share))
    const [least] = enough.toSorted((a, b) => a - b)
    return least === undefined ? undefined : { value: least, worse: worse(least) }
  })
}

/** As the engine learns it in SQL. */
function learn(people: readonly (readonly Order[])[]): Learned {
  const figures = new Map(figuresOf(basis))
  const found = people.map((orders) => valuesOf(orders, figures))
  const numbers = (name: string, of: typeof found): readonly number[] =>
    of.map((one) => Number(one[name]))
  const customers = found.filter((one) => Number(one['rfm.orders']) > 0)
  const ever = found.filter((one) => Number(one['value.orders']) > 0)
  const levels = (values: readonly number[], shares: readonly Share[]) =>
    levelsOf(values.length, cutsOf(values, shares)).thresholds
  return {
    basis,
    rfm: {
      recency: levels(
        numbers('rfm.daysSinceOrder', customers).map((days) => -days),
        scoreShares,
      ).map((cut) => (cut === null ? null : -cut)),
      frequency: levels(numbers('rfm.orders', customers), scoreShares),
      monetary: levels(numbers('rfm.revenue', customers), scoreShares),
    },
    value: {
      revenue: levels(numbers('value.revenue', ever), tierShares),
      margin: levels(numbers('value.margin', ever), tierShares),
    },
  }
}

/** Few different values, so that many customers have the same. */
const order: fc.Arbitrary<Order> = fc.record({
  ago: fc.oneof(
    fc.integer({ min: 0, max: 420 }).map((days) => days * DAY),
    fc.integer({ min: 0, max: 420 * DAY }),
  ),
  revenue: fc.oneof(fc.integer({ min: -2, max: 6 }), fc.constantFrom(0.1, 0.2, 19.99)),
  cost: fc.constantFrom(0, 1, 2.5),
})
const population = fc.array(fc.array(order, { maxLength: 6 }), { minLength: 1, maxLength: 40 })

test('[R1] [R2] [R3] [R4] [R5] [R10] [R11] at the instant of calibration scores and tiers are those by ranks', () => {
  fc.assert(
    fc.property(population, (people) => {
      const traits = standardTraits(defaultSegmentation, defaultCommerce, learn(people))
      const found = people.map((orders) => ({ orders, values: valuesOf(orders, traits) }))
      const inPeriod = people
        .map((orders) => orders.filter(({ ago }) => ago < 365 * DAY))
        .filter((orders) => orders.length > 0)
      const sum = (orders: readonly Order[]) =>
        Number(orders.reduce((n, { revenue }) => n + revenue, 0).toFixed(6))
      const days = (orders: readonly Order[]) =>
        Math.min(...orders.map(({ ago }) => Math.floor(ago / DAY)))
      const score = (isWorse: (other: readonly Order[]) => boolean) =>
        1 + Math.floor((5 * inPeriod.filter(isWorse).length) / inPeriod.length)
      const ever = people.filter((orders) => orders.length > 0)
      const margin = (orders: readonly Order[]) =>
        Number(orders.reduce((n, { revenue, cost = 0 }) => n + revenue - cost, 0).toFixed(6))
      const tier = (worse: number) => {
        const share = (100 * worse) / ever.length
        if (share >= 95) return 'top 5%'
        if (share >= 80) return 'top 20%'
        return share >= 50 ? 'top 50%' : 'lower 50%'
      }
      for (const { orders, values } of found) {
        const recent = orders.filter(({ ago }) => ago < 365 * DAY)
        const isCustomer = recent.length > 0
        const scores = isCustomer && {
          recency: score((other) => days(other) > days(recent)),
          frequency: score((other) => other.length < recent.length),
          monetary: score((other) => sum(other) < sum(recent)),
        }
        expect(values).toMatchObject({
          'rfm.daysSinceOrder': isCustomer ? days(recent) : null,
          'rfm.orders': recent.length,
          'rfm.revenue': sum(recent),
          'rfm.recency': scores ? scores.recency : null,
          'rfm.frequency': scores ? scores.frequency : null,
          'rfm.monetary': scores ? scores.monetary : null,
          'rfm.score': scores ? `${scores.recency}${scores.frequency}${scores.monetary}` : null,
          'rfm.segment': scores ? segmentOf(scores) : null,
          'value.revenueTier':
            orders.length === 0
              ? null
              : tier(ever.filter((other) => sum(other) < sum(orders)).length),
          'value.marginTier':
            orders.length === 0
              ? null
              : tier(ever.filter((other) => margin(other) < margin(orders)).length),
        })
      }
    }),
    { numRuns: 150 },
  )
})

test('[R3] a score that nobody has has no threshold', () => {
  const once = { value: 1, worse: 0 }
  expect(levelsOf(10, cutsOf([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], scoreShares))).toEqual({
    thresholds: [null, null, null, null],
    counts: [10, 0, 0, 0, 0],
  })
  expect(levelsOf(4, cutsOf([1, 1, 2, 2], scoreShares))).toEqual({
    thresholds: [null, 2, null, null],
    counts: [2, 0, 2, 0, 0],
  })
  expect(cutsOf([1], [[0, 5]])).toEqual([once])
})

test('[R4] thresholds stay what they were while somebody moves on', () => {
  const people = Array.from({ length: 10 }, (_, i): readonly Order[] => [
    { ago: i * 10 * DAY, revenue: i },
  ])
  const traits = standardTraits(defaultSegmentation, defaultCommerce, learn(people))
  const first = people[0] ?? []
  expect(valuesOf(first, traits)).toMatchObject({ 'rfm.recency': 5, 'rfm.score': '511' })
  expect(valuesOf(first, traits, ms(T) + 30 * DAY)).toMatchObject({ 'rfm.recency': 4 })
  expect(valuesOf(first, traits, ms(T) + 364 * DAY)).toMatchObject({ 'rfm.segment': 'Lost' })
  expect(valuesOf(first, traits, ms(T) + 365 * DAY)).toMatchObject({ 'rfm.segment': null })
})

test('[R9] where only a cost is told, an order without one has no margin', () => {
  const traits = new Map(figuresOf(basis))
  const orders = [
    { ago: 0, revenue: 10, cost: 4 },
    { ago: 500 * DAY, revenue: 5 },
  ]
  expect(valuesOf(orders, traits)).toMatchObject({
    'value.orders': 2,
    'value.revenue': 15,
    'value.margin': 6,
  })
  expect(figuresOf({ ...basis, margin: null }).map(([name]) => name)).not.toContain('value.margin')
  const some: Basis = { ...basis, where: { property: 'revenue', is: { atLeast: 7 } } }
  expect(valuesOf([...orders, { ago: 0, revenue: 6, cost: 1 }], new Map(figuresOf(some)))).toEqual({
    ...{ 'rfm.daysSinceOrder': 0, 'rfm.orders': 1, 'rfm.revenue': 10 },
    ...{ 'value.orders': 1, 'value.revenue': 10, 'value.margin': 6 },
  })
})

test('[R6] each of the 125 triples has exactly one name, each name has triples, and each row of the table is needed', () => {
  const scores = [1, 2, 3, 4, 5]
  const traits = standardTraits(defaultSegmentation, defaultCommerce, {
    ...learn([[]]),
    rfm: {
      recency: [40, 30, 20, 10],
      frequency: [2, 3, 4, 5],
      monetary: [20, 30, 40, 50],
    },
  })
  const named = new Map<string, string>()
  for (const recency of scores)
    for (const frequency of scores)
      for (const monetary of scores) {
        const orders = Array.from({ length: frequency }, (_, i) => ({
          ago: (50 - 10 * (recency - 1)) * DAY,
          revenue: i === 0 ? 10 * monetary : 0,
        }))
        const name = segmentOf({ recency, frequency, monetary })
        expect(valuesOf(orders, traits)).toMatchObject({
          'rfm.score': `${recency}${frequency}${monetary}`,
          'rfm.segment': name,
        })
        named.set(`${recency}${frequency}${monetary}`, name)
      }
  expect(named.size).toBe(125)
  expect(new Set(named.values())).toEqual(new Set(segmentNames))
  const isIn = (score: number, [from, to]: readonly [number, number]) =>
    score >= from && score <= to
  const deciding = [...named.keys()].map((triple) => {
    const [r = 0, f = 0, m = 0] = Array.from(triple, Number)
    return segmentRanges.findIndex(
      (one) => isIn(r, one.recency) && isIn(f, one.frequency) && isIn(m, one.monetary),
    )
  })
  expect(new Set(deciding)).toEqual(new Set(segmentRanges.keys()))
  expect(
    ['555', '111', '155', '511', '311', '333', '222', '122', '255', '535', '433'].map((s) =>
      named.get(s),
    ),
  ).toEqual([
    'Champions',
    'Lost',
    "Can't lose",
    'New',
    'Promising',
    'Need attention',
    'About to sleep',
    'Hibernating',
    'At risk',
    'Loyal',
    'Potential loyalist',
  ])
})

test('scores out of range have no name', () => {
  expect(() => segmentOf({ recency: 0, frequency: 1, monetary: 1 })).toThrow('no scores')
})

test('every standard trait is described, and nothing else is', () => {
  const traits = standardTraits(defaultSegmentation, defaultCommerce, learn([[]]))
  expect([...standardDescriptions.keys()].toSorted()).toEqual([...traits.keys()].toSorted())
})

test('every expression asks only what the check lets through', () => {
  const traits = standardTraits(defaultSegmentation, defaultCommerce, learn([[]]))
  for (const [, expression] of traits)
    for (const condition of conditionsIn(expression))
      expect(
        checkDefinition(condition, {
          audience: () => undefined,
          list: () => false,
          computedTrait: (name) => traits.get(name),
        }),
      ).toMatchObject({ ok: true })
})
