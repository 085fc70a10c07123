import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultCommerce, render, sql, type Message } from '@muster/core'
import { message, openStores, START, type Stores } from '../read/test-support/stores.ts'
import type { AnalysesApi } from './analysesApi.ts'
import { createAsk } from './ask.ts'
import { createAnalyses } from './createAnalyses.ts'

const DAY = 86_400_000
let stores: Stores
let analyses: AnalysesApi
const now = START + 100 * DAY

const order = (who: string, day: number, facts: Message['properties']): Message =>
  message(who, { timestamp: START + day * DAY, properties: facts })
const did = (who: string, day: number, event: string): Message =>
  message(who, { timestamp: START + day * DAY, event })
const is = (who: string, day: number, traits: Message['traits']): Message =>
  message(who, { kind: 'identify', timestamp: START + day * DAY, traits })
const line = (id: string, category: string, price: number) => ({
  product_id: id,
  name: id.toUpperCase(),
  category,
  price,
  quantity: 1,
})

/** Eighty people: the first twenty are pros who buy coffee twice and read emails, the next forty buy tea once, the last twenty never buy. */
const people = Array.from({ length: 80 }, (_, i) => `p${i}`)
const isPro = (i: number) => i < 20
const buys = (i: number) => i < 60

beforeAll(async () => {
  stores = await openStores()
  await stores.record(
    ...people.flatMap((who, i) => [
      is(who, 0, { plan: 'free', age: 20, address: { city: 'Ulm' }, tags: ['a', 'b'] }),
      is(who, 1, {
        plan: isPro(i) ? 'pro' : 'free',
        age: isPro(i) ? 50 + (i % 3) : 30 + (i % 4),
        address: { city: isPro(i) ? 'Berlin' : 'Ulm' },
        email: `${who}@x.de`,
      }),
      did(who, 1, 'Page Viewed'),
      ...(i < 40 ? [did(who, 2, 'Email Delivered')] : []),
      ...(isPro(i) ? [did(who, 2, 'Email Opened'), did(who, 3, 'Email Opened')] : []),
    ]),
  )
  await stores.record(
    ...people.flatMap((who, i) => {
      if (isPro(i))
        return [
          order(who, 5, {
            revenue: 10.1,
            margin: 2,
            currency: 'EUR',
            products: [line('beans', 'Coffee', 10), line('mug', 'Kitchen', 5)],
          }),
          order(who, 40, {
            revenue: 20.2,
            cost: 15.2,
            currency: 'EUR',
            products: [line('beans', 'Coffee', 10), line('gold', 'Coffee', 40)],
          }),
        ]
      return buys(i)
        ? [order(who, 6, { total: 5, currency: 'EUR', products: [line('leaf', 'Tea', 5)] })]
        : []
    }),
  )
  const number = await stores.audience('pros')
  const other = await stores.audience('buyers')
  await stores.audience('nobody')
  const rows: (readonly unknown[])[] = []
  let seq = 0
  const change = async (audience: number, who: string, entered: 0 | 1, day: number) => {
    const profile = await stores.profile(who)
    const at = START + day * DAY
    rows.push([++seq, audience, 1, profile, entered, at, seq % 2 ? 'event' : 'edge', 'm', at, at])
  }
  // Everybody was a pro once, and sixty have left on the second day.
  for (const who of people) await change(number, who, 1, 1)
  for (const who of people.slice(20)) await change(number, who, 0, 2)
  for (const who of people.slice(0, 60)) await change(other, who, 1, 6)
  await stores.warehouse.insert(
    'changes',
    'seq,audience,version,profile,entered,at,cause,caused_by,due_at,recorded_at'.split(','),
    rows,
  )
  let id = 0
  analyses = createAnalyses({
    ...stores,
    catalogue: () => ({ events: new Map(), traits: new Map() }),
    clock: () => now,
    newId: () => String(++id),
    zone: () => 'UTC',
    promoted: new Set(),
    commerce: () => defaultCommerce,
  })
})
afterAll(() => stores.close())

const valueOf = <T>(outcome: { ok: true; value: T } | { ok: false; error: object }): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
  return outcome.value
}

describe('report', () => {
  test('figures of members and of everyone are exact', async () => {
    const { members, all, ...report } = valueOf(await analyses.report({ audience: 'pros' }))
    expect(report).toMatchObject({ everyone: 80, share: 0.25, currencies: ['EUR'] })
    expect(members).toEqual({
      ...{ people: 20, active: 20, buyers: 20, orders: 40, revenue: '606', margin: '140' },
      ...{ averageOrderValue: '15.15', ordersPerBuyer: 2, repeatRate: 1, lifetimeValue: '30.3' },
      ...{ churnRate: 0, openRate: 1, clickRate: 0, conversionRate: 1 },
    })
    // Without revenue the total counts; without margin and cost there is no margin.
    expect(all).toMatchObject({ people: 80, buyers: 60, orders: 80, revenue: '806', margin: '140' })
    expect(all).toMatchObject({ openRate: 0.5, churnRate: 40 / 60, conversionRate: 0.75 })
    expect(report.revenueShare).toBeCloseTo(606 / 806, 8)
    expect(report.marginShare).toBe(1)
  })

  test('categories and channels have shares and an index', async () => {
    const { categories, channels } = valueOf(await analyses.report({ audience: 'pros' }))
    expect(categories.map(({ name, members, all }) => [name, members, all])).toEqual([
      ['Coffee', 20, 20],
      ['Kitchen', 20, 20],
      ['Tea', 0, 40],
    ])
    expect(categories[0]).toMatchObject({ shareOfMembers: 1, shareOfAll: 1 / 3, index: 300 })
    expect(channels).toMatchObject([
      { name: 'email', members: 20, all: 20, index: 400 },
      { name: 'web', members: 0, all: 60, index: 0 },
    ])
  })

  test('what sets it apart is tested, corrected and put in order', async () => {
    const { apart, tests, leftOut } = valueOf(await analyses.report({ audience: 'pros' }))
    expect(tests).toBeGreaterThanOrEqual(apart.length)
    expect(apart.every(({ adjustedP, test }) => adjustedP >= test.p && adjustedP <= 0.05)).toBe(
      true,
    )
    const named = new Map(apart.map((difference) => [difference.name, difference]))
    // Only the latest value of a trait counts.
    expect(named.get('plan')?.values[0]).toMatchObject({ value: 'pro', members: 20, all: 20 })
    expect(named.get('address.city')?.values[0]).toMatchObject({ value: 'Berlin', index: 400 })
    expect(named.get('age')?.means?.members).toBeCloseTo(50.95, 10)
    expect(named.get('age')?.test.test).toBe('welch')
    expect(named.get('orders per person')?.means).toEqual({ members: 2, all: 1 })
    expect(named.get('Email Opened')).toMatchObject({ kind: 'behaviour' })
    // Everybody has the same tags, and did the same pages: nothing sets anybody apart there.
    expect(named.has('tags[]')).toBe(false)
    expect(named.has('Page Viewed')).toBe(false)
    expect(leftOut).toEqual([])
  })

  test('five lines say it in words', async () => {
    const { persona } = valueOf(await analyses.report({ audience: 'pros' }))
    expect(persona).toHaveLength(5)
    expect(persona.join(' ')).toContain('20 people, 25 % of everyone, with 75 % of the revenue.')
  })

  test('a definition that is not saved, and the recorded past, are reported on alike', async () => {
    const definition = { trait: 'plan', is: { equals: 'pro' } }
    const saved = valueOf(await analyses.report({ audience: 'pros' }))
    const unsaved = valueOf(await analyses.report({ definition }))
    expect({ ...unsaved, subject: 0, tookMs: 0 }).toEqual({ ...saved, subject: 0, tookMs: 0 })
    const past = valueOf(await analyses.report({ audience: 'pros', at: START + 1.5 * DAY }))
    expect(past.members).toMatchObject({ people: 80, orders: 0, revenue: '0' })
    const computed = valueOf(await analyses.report({ audience: 'pros', computed: true }))
    // Its definition is everyone.
    expect(computed.members.people).toBe(80)
  })

  test('an audience of nobody has a report without a single number made up', async () => {
    const report = valueOf(await analyses.report({ audience: 'nobody' }))
    expect(report).toMatchObject({ share: 0, revenueShare: 0, apart: [] })
    expect(report.members).toMatchObject({ people: 0, averageOrderValue: undefined })
    expect(report.members.churnRate).toBeUndefined()
  })

  test('what can not be reported on is refused', async () => {
    expect(await analyses.report({ audience: 'none' })).toMatchObject({
      ok: false,
      error: { code: 'unknown_audience', at: ['subject', 'audience'] },
    })
    expect(await analyses.report({ definition: { all: [] } })).toMatchObject({
      error: { code: 'empty_group', at: ['subject', 'definition', 'all'] },
    })
  })
})

describe('between audiences', () => {
  const tea = { definition: { event: 'Order Completed', is: { exactly: 1 } } }

  test('pairs and combinations are exact, recorded and computed sets alike', async () => {
    const sets = [{ audience: 'pros' }, { audience: 'buyers' }, { audience: 'nobody' }, tea]
    const found = valueOf(await analyses.overlap(sets))
    expect(found.sets.map(({ size }) => size)).toEqual([20, 60, 0, 40])
    expect(found.pairs).toHaveLength(6)
    expect(found.pairs[0]).toEqual({
      ...{ a: 0, b: 1, both: 20, shareOfA: 1, shareOfB: 1 / 3, jaccard: 1 / 3 },
    })
    expect(found.pairs[2]).toMatchObject({ a: 0, b: 3, both: 0, jaccard: 0 })
    expect(found.combinations).toEqual([
      { sets: [1, 3], people: 40 },
      { sets: [0, 1], people: 20 },
    ])
    expect(found).toMatchObject({ combinationsInAll: 2, peopleInAll: 60 })
    const one = valueOf(await analyses.overlap(sets, { combinations: 1 }))
    expect(one).toMatchObject({ combinations: [{ people: 40 }], combinationsInAll: 2 })
  })

  test('suppression says what is left, and what each takes away alone', async () => {
    const found = valueOf(
      await analyses.suppression({ audience: 'buyers' }, [{ audience: 'pros' }, tea]),
    )
    expect(found).toMatchObject({ left: 0, removed: 60, who: { size: 60 } })
    expect(found.by).toMatchObject([
      { removes: 20, removesAlone: 20 },
      { removes: 40, removesAlone: 40 },
    ])
    expect(found.definition).toEqual({
      all: [{ audience: 'buyers' }, { not: { audience: 'pros' } }, { not: tea.definition }],
    })
  })

  test('near duplicates are found by people, and by meaning', async () => {
    const found = valueOf(await analyses.duplicates({ similarity: 0.3 }))
    expect(found.compared).toBe(3)
    expect(found.pairs).toMatchObject([{ both: 20, jaccard: 1 / 3, sameMeaning: false }])
    expect(valueOf(await analyses.duplicates()).pairs).toEqual([])
  })

  test('too few, too many, or the same twice are refused', async () => {
    const pros = { audience: 'pros' }
    expect(await analyses.overlap([pros])).toMatchObject({ error: { code: 'bad_count' } })
    expect(await analyses.overlap([pros, pros])).toMatchObject({ error: { code: 'named_twice' } })
    expect(await analyses.suppression(pros, [pros])).toMatchObject({
      error: { code: 'named_twice' },
    })
  })
})

describe('over time', () => {
  test('retention by month: everyone is in one cohort, and the curve leaves out what is not over', async () => {
    // START is in January 2027, so the first orders are too, and the second ones in February.
    const found = valueOf(await analyses.retention({ cohorts: 4 }))
    expect(found.cohorts.map(({ name, people, returned }) => [name, people, returned])).toEqual([
      ['2027-01', 60, [60, 20, 0, 0]],
      ['2027-02', 0, [0, 0, 0]],
      ['2027-03', 0, [0, 0]],
      ['2027-04', 0, [0]],
    ])
    expect(found.curve).toMatchObject([
      { offset: 0, people: 60, returned: 60, rate: 1 },
      { offset: 1, people: 60, returned: 20 },
      { offset: 2, returned: 0, rate: 0 },
    ])
  })

  test('retention of some people, by any event, by week', async () => {
    const found = valueOf(
      await analyses.retention({
        ...{ cohort: { event: '*' }, returning: { event: 'Order Completed' }, period: 'week' },
        ...{ cohorts: 15, subject: { audience: 'pros' } },
      }),
    )
    const [first] = found.cohorts.filter(({ people }) => people > 0)
    expect(first).toMatchObject({ people: 20 })
    expect(first?.returned.reduce((a, b) => a + b, 0)).toBe(40)
  })

  test('retention asks for an event that is one', async () => {
    expect(await analyses.retention({ cohort: { event: '' } })).toMatchObject({
      error: { code: 'empty_name', at: ['cohort', 'event'] },
    })
    expect(await analyses.retention({ cohorts: 0 })).toMatchObject({ error: { code: 'bad_count' } })
  })

  test('migration between the values of a trait', async () => {
    const found = valueOf(
      await analyses.migration({ states: { trait: 'plan' }, from: START + DAY / 2 }),
    )
    expect(found.states.map(({ value }) => value)).toEqual(['free', 'pro'])
    expect(found.flows).toEqual([
      { from: 0, to: 0, people: 60 },
      { from: 0, to: 1, people: 20 },
    ])
    expect(found).toMatchObject({ people: 80, stayed: 60 })
  })

  test('migration between audiences, of which the first decides', async () => {
    const states = { subjects: [{ audience: 'pros' }, { audience: 'buyers' }] }
    const found = valueOf(await analyses.migration({ states, from: START + 1.5 * DAY }))
    expect(found.flows).toEqual([
      { from: 0, to: 0, people: 20 },
      { from: 0, to: 1, people: 40 },
      { from: 0, to: null, people: 20 },
    ])
    const empty = await analyses.migration({ states, from: now })
    expect(empty).toMatchObject({ error: { code: 'empty_range' } })
  })

  test('the history of a size says who came and went, and why', async () => {
    const range = { from: START, to: START + 3 * DAY, step: DAY }
    const { steps } = valueOf(await analyses.history('pros', range))
    expect(steps.map(({ size }) => size)).toEqual([80, 20, 20])
    expect(steps[0]?.entered).toMatchObject({ event: 40, edge: 40, merge: 0 })
    expect(steps[1]?.left).toMatchObject({ event: 30, edge: 30 })
    const later = valueOf(await analyses.history('pros', { ...range, from: START + 2 * DAY }))
    expect(later.steps).toMatchObject([{ size: 20 }])
    expect(await analyses.history('none', range)).toMatchObject({
      error: { code: 'unknown_audience' },
    })
  })
})

describe('basket', () => {
  test('what is bought together has support, confidence and lift, and an audience', async () => {
    const found = valueOf(await analyses.basket({}))
    expect(found).toMatchObject({ kind: 'together', baskets: 80 })
    const rule = found.rules.find(
      ({ bought, offer }) => bought.id === 'beans' && offer.id === 'gold',
    )
    expect(rule).toMatchObject({
      ...{ count: 20, boughtCount: 40, offerCount: 20, support: 0.25, confidence: 0.5, lift: 2 },
      bought: { name: 'BEANS', category: 'Coffee', price: 10 },
      audience: { kind: 'upsell', name: 'Bought BEANS, not GOLD' },
    })
    const reverse = found.rules.find(({ bought }) => bought.id === 'gold')
    expect(reverse).toMatchObject({ confidence: 1, lift: 2, audience: { kind: 'cross_sell' } })
  })

  test('the audience of a rule is sound, and finds who bought the one and not the other', async () => {
    const [rule] = valueOf(await analyses.basket({ sort: 'confidence' })).rules
    const report = await analyses.report({ definition: rule?.audience.definition })
    expect(report).toMatchObject({ ok: true, value: { members: { people: 0 } } })
  })

  test('what is bought next', async () => {
    const found = valueOf(await analyses.basket({ kind: 'next', items: 'category', leastLift: 0 }))
    expect(found.baskets).toBe(20)
    expect(found.rules).toMatchObject([
      { bought: { id: 'Kitchen' }, offer: { id: 'Coffee' }, count: 20, confidence: 1, lift: 1 },
    ])
    const soon = valueOf(await analyses.basket({ kind: 'next', within: '30d', leastLift: 0 }))
    expect(soon).toMatchObject({ baskets: 0, rules: [] })
  })

  test('rare pairs, and orders of others, do not count', async () => {
    expect(valueOf(await analyses.basket({ leastCount: 41 })).rules).toEqual([])
    const some = { definition: { event: 'Order Completed', is: { exactly: 1 } } }
    expect(valueOf(await analyses.basket({ subject: some }))).toMatchObject({
      baskets: 40,
      rules: [],
    })
    expect(await analyses.basket({ within: 'soon' })).toMatchObject({
      error: { code: 'bad_duration' },
    })
  })
})

describe('cancelling', () => {
  test('before it begins, nothing is done', async () => {
    expect(await analyses.report({ audience: 'pros' }, AbortSignal.abort())).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    })
  })

  test('a statement that runs is ended in the store, and the next one finds its way free', async () => {
    const ask = createAsk(stores.warehouse, () => 'slow')
    const ending = new AbortController()
    const slow = ask(
      sql`SELECT count() AS n FROM numbers(1000000000000) WHERE cityHash64(number) % 7 = 0`,
      ending.signal,
    )
    const next = ask<{ readonly n: number }>(sql`SELECT 1 AS n`, undefined)
    ending.abort(new Error('no longer wanted'))
    await expect(slow).rejects.toThrow('no longer wanted')
    expect(await next).toEqual([{ n: 1 }])
    const left = await stores.warehouse.query<{ readonly n: string }>(
      render(sql`SELECT count() AS n FROM system.processes WHERE query LIKE '%1000000000000%'`),
    )
    // The question itself.
    expect(left).toEqual([{ n: '1' }])
  })
})
