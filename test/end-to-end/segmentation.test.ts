import { expect, test } from 'vitest'
import type { Definition, Json } from '@muster/core'
import { engineForTests, valueOf } from './engine.test-support.ts'

const DAY = 86_400_000

const t = engineForTests('2026-06-01T12:00:00Z')
const { send, order, live, membersOf, computedTraitsOf } = t

/** Who is a member by the definition as it is now, computed over everybody. */
const shouldBeIn = async (definition: Definition) =>
  valueOf(await t.engine.audiences.preview(definition, { sample: 0 })).size

const causesIn = async (audience: string) => {
  const { changes } = await t.engine.changes.page({ limit: 1_000, audience })
  return changes.map(({ entered, cause, profile }) => ({ entered, kind: cause.kind, profile }))
}

/** Lets ticks go on until something is so; the test's own timeout is the limit. */
const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await t.engine.settle()
}

/** Customer i: 1 to 5 orders, the last i days ago. */
const customer = (name: string, i: number, scale = 1): readonly Json[] =>
  Array.from({ length: (i % 5) + 1 }, (_, n) =>
    order(
      `${name}${i}`,
      { revenue: scale * (((i * 37) % 120) + 1), cost: 0.5 },
      t.now - i * DAY - n * 3 * DAY,
    ),
  )

const champions: Definition = { trait: 'rfm.segment', is: { equals: 'Champions' } }

test('before anything is learned, what needs no thresholds is there, and what needs them says why it is not', async () => {
  const there = (await t.engine.traits.list()).map(({ name }) => name)
  expect(there).toEqual([
    'lifecycle.stage',
    'preferred.category',
    'preferred.channel',
    'preferred.hour',
    'preferred.product',
    'preferred.weekday',
    'rfm.daysSinceOrder',
    'rfm.orders',
    'value.orders',
  ])
  expect(await t.engine.segmentation.state()).toMatchObject({
    current: undefined,
    waitingFor: { code: 'no_revenue' },
    settings: { period: '365d', leastCustomers: 100 },
  })
  expect(await t.engine.segmentation.learn('ada')).toMatchObject({
    ok: false,
    error: { code: 'no_revenue' },
  })
  expect(await t.engine.segmentation.grid({ by: 'rfm.segment' })).toMatchObject({
    ok: false,
    error: { code: 'no_calibration', at: ['trait'] },
  })
  await send(...customer('early', 0))
  expect(await t.engine.segmentation.learn('ada')).toMatchObject({
    ok: false,
    error: { code: 'too_few_customers', message: expect.stringContaining('There are 1') as string },
  })
  expect(await t.engine.segmentation.drift({})).toMatchObject({ error: { code: 'no_calibration' } })
})

test('an audience may ask for a segment before there is one, and has its members once thresholds are learned by themselves', async () => {
  // Time is about to pass, and not yet to bring other thresholds.
  valueOf(await t.engine.settings.change({ segmentation: { learnEvery: '400d' } }, 'ada'))
  await live('champions', champions)
  await live('buyers', { event: 'Order Completed' })
  await send(...Array.from({ length: 120 }, (_, i) => customer('c', i)).flat())
  expect(await membersOf('champions')).toEqual([])
  t.now += 60_000
  await until(async () => (await t.engine.segmentation.state()).current !== undefined)
  await t.engine.settle()
  const { current, nextAt, waitingFor } = await t.engine.segmentation.state()
  expect(current).toMatchObject({ because: 'first', by: 'muster', customers: 121 })
  expect(nextAt).toBe((current?.at ?? 0) + 400 * DAY)
  expect(waitingFor).toBeUndefined()
  const members = await membersOf('champions')
  expect(members.length).toBe(await shouldBeIn(champions))
  expect(members.length).toBeGreaterThan(3)
  expect((await causesIn('champions')).every(({ kind }) => kind === 'definition')).toBe(true)
  expect(new Set((await causesIn('buyers')).map(({ kind }) => kind))).toEqual(
    new Set(['event', 'definition']),
  )
})

test('a new order moves a customer at once, and the feed tells it', async () => {
  const before = await computedTraitsOf('c119')
  expect(before).toMatchObject({ 'rfm.segment': "Can't lose", 'lifecycle.stage': 'engaged' })
  const [newest] = (await t.engine.changes.page({ limit: 1, newestFirst: true })).changes
  await send(order('c119', { revenue: 5, cost: 1 }))
  expect(await computedTraitsOf('c119')).toMatchObject({
    'rfm.daysSinceOrder': 0,
    'rfm.recency': 5,
    'rfm.segment': 'Champions',
    'value.orders': 6,
  })
  const { changes } = await t.engine.changes.page({
    limit: 10,
    ...(newest && { after: newest.cursor }),
  })
  expect(changes.map(({ audience, entered, cause }) => [audience, entered, cause.kind])).toEqual([
    ['champions', true, 'event'],
  ])
})

test('time moves recency and stages of life by itself, to the millisecond', async () => {
  await live('at-risk', { trait: 'lifecycle.stage', is: { equals: 'at risk' } })
  const { current } = await t.engine.segmentation.state()
  const best = current?.rfm.recency[3] ?? 0
  const lastOrder = t.now
  expect(await membersOf('champions')).toContain('user_id:c119')
  const recency = async () => (await computedTraitsOf('c119'))['rfm.recency']
  t.now = lastOrder + (best + 1) * DAY - 1
  await t.engine.settle()
  expect(await recency()).toBe(5)
  t.now += 1
  await t.engine.settle()
  expect(await recency()).toBe(4)
  // Each tick is later than the one before, also while the clock stands still, so it is asked a little before.
  t.now = lastOrder + 180 * DAY - 60_000
  await t.engine.settle()
  expect(await membersOf('champions')).toEqual([])
  expect(await membersOf('at-risk')).not.toContain('user_id:c119')
  t.now += 60_000
  await t.engine.settle()
  expect(await membersOf('at-risk')).toContain('user_id:c119')
  const { changes } = await t.engine.changes.page({ limit: 1_000, audience: 'at-risk' })
  expect(changes.at(-1)).toMatchObject({
    ...{ entered: true, cause: { kind: 'edge' }, dueAt: lastOrder + 180 * DAY },
  })
})

test('thresholds learned again, by the schedule, move members with their cause; a restart in between loses nothing', async () => {
  const first = (await t.engine.segmentation.state()).current
  valueOf(await t.engine.settings.change({ segmentation: { learnEvery: '7d' } }, 'ada'))
  await until(async () => (await t.engine.segmentation.state()).current?.id !== first?.id)
  await t.engine.settle()
  const second = (await t.engine.segmentation.state()).current
  expect(second).toMatchObject({ because: 'schedule', by: 'muster' })
  expect(await membersOf('champions')).toHaveLength(await shouldBeIn(champions))
  expect((await membersOf('champions')).length).toBeGreaterThan(0)
  expect((await causesIn('champions')).at(-1)).toMatchObject({ entered: true, kind: 'definition' })

  await send(...Array.from({ length: 60 }, (_, i) => customer('rich', i, 100)).flat())
  const before = await membersOf('champions')
  const learned = valueOf(await t.engine.segmentation.learn('ada'))
  expect(learned).toMatchObject({ because: 'request', by: 'ada', customers: 181 })
  await t.reopen()
  await t.engine.settle()
  expect((await t.engine.segmentation.calibrations(10)).map(({ because }) => because)).toEqual([
    ...['request', 'schedule', 'first'],
  ])
  const after = await membersOf('champions')
  expect(after).toHaveLength(await shouldBeIn(champions))
  expect(after.toSorted()).not.toEqual(before.toSorted())
  const people = new Map<bigint, boolean>()
  for (const { profile, entered } of await causesIn('champions')) {
    // Each change is one: nobody enters twice in a row, and nobody leaves who is not in.
    expect(people.get(profile) ?? false).toBe(!entered)
    people.set(profile, entered)
  }
  expect([...people.values()].filter(Boolean)).toHaveLength(after.length)
})

test('the drift between calibrations: who would score otherwise, and how far customers have moved', async () => {
  const [newer, older] = await t.engine.segmentation.calibrations(2)
  const drift = valueOf(await t.engine.segmentation.drift({}))
  expect(drift).toMatchObject({
    older: { id: older?.id },
    newer: { id: newer?.id },
    customers: 181,
    onlyOlder: 0,
    onlyNewer: 0,
  })
  expect(drift.stability.monetary.reading).toBe('large')
  expect(drift.changed.monetary).toBeGreaterThan(0)
  const moved = drift.moves.reduce((n, { customers }) => n + customers, 0)
  expect(moved / drift.customers).toBeCloseTo(drift.changed.segment, 12)
  expect(await t.engine.segmentation.drift({ older: 99 })).toMatchObject({
    error: { code: 'unknown_calibration', at: ['older'] },
  })
  expect(
    await t.engine.segmentation.drift({ older: newer?.id ?? 0, newer: older?.id ?? 0 }),
  ).toMatchObject({ error: { code: 'empty_range' } })
})

test('the grid tells every segment with what its people bought, of everybody or of an audience', async () => {
  const grid = valueOf(await t.engine.segmentation.grid({ by: 'rfm.segment' }))
  expect(grid.cells).toHaveLength(11)
  expect(grid).toMatchObject({ people: 181, without: 0, orders: 'period', subject: undefined })
  const total = (of: (cell: (typeof grid.cells)[number]) => number) =>
    grid.cells.reduce((n, cell) => n + of(cell), 0)
  expect(total((cell) => cell.people)).toBe(181)
  expect(total((cell) => cell.share)).toBeCloseTo(1, 12)
  expect(total((cell) => cell.revenueShare ?? 0)).toBeCloseTo(1, 12)
  const champion = grid.cells[0]
  expect(champion).toMatchObject({ value: 'Champions', audience: { definition: champions } })
  expect(champion?.people).toBe(await shouldBeIn(champions))
  expect(Number(champion?.averageOrderValue)).toBeCloseTo(
    Number(champion?.revenue) / (champion?.orders ?? 0),
    6,
  )
  const of = valueOf(
    await t.engine.segmentation.grid({ by: 'rfm.segment', subject: { audience: 'champions' } }),
  )
  expect(of).toMatchObject({ people: champion?.people, subject: { name: 'champions' } })
  const past = valueOf(
    await t.engine.segmentation.grid({ by: 'lifecycle.stage', at: t.now - 100 * DAY }),
  )
  expect(past).toMatchObject({ orders: 'ever', people: 121, without: 60 })
  for (const by of ['value.revenueTier', 'value.marginTier', 'rfm.score', 'rfm.recency'] as const)
    expect(valueOf(await t.engine.segmentation.grid({ by })).people).toBe(181)
  const tiers = valueOf(await t.engine.segmentation.grid({ by: 'value.revenueTier' }))
  expect(tiers.cells[0]).toMatchObject({ value: 'top 5%' })
  expect(tiers.cells[0]?.people).toBeLessThanOrEqual(0.05 * 181)
})

test('an audience is made of a segment by one call', async () => {
  const made = valueOf(
    await t.engine.segmentation.createAudience({ trait: 'rfm.segment', value: 'Loyal' }, 'ada'),
  )
  expect(made.audience).toMatchObject({ name: 'RFM: Loyal', state: 'draft' })
  expect(
    await t.engine.segmentation.createAudience({ trait: 'rfm.segment', value: 'loyal' }, 'ada'),
  ).toMatchObject({ ok: false, error: { code: 'bad_value', at: ['value'] } })
})

test('other settings: stages move at once, thresholds are learned by what is asked for now', async () => {
  const wrong = await t.engine.settings.change({ segmentation: { period: '1h' } }, 'ada')
  expect(wrong).toMatchObject({
    ok: false,
    error: { code: 'bad_setting', at: ['segmentation', 'period'] },
  })
  await live('new', { trait: 'lifecycle.stage', is: { equals: 'new' } })
  const before = await membersOf('new')
  const settings = { newWithin: '10d', period: '30d', leastCustomers: 20 }
  valueOf(await t.engine.settings.change({ segmentation: settings }, 'ada'))
  await t.engine.settle()
  const after = await membersOf('new')
  expect(after.length).toBeLessThan(before.length)
  expect(after).toHaveLength(await shouldBeIn({ trait: 'lifecycle.stage', is: { equals: 'new' } }))
  expect((await causesIn('new')).at(-1)).toMatchObject({ entered: false, kind: 'definition' })
  await until(async () => (await t.engine.segmentation.state()).current?.because === 'settings')
  await t.engine.settle()
  const { current } = await t.engine.segmentation.state()
  expect(current?.basis.period).toBe('30d')
  expect(await membersOf('champions')).toHaveLength(await shouldBeIn(champions))
  // They look at different orders, so some customers are scored by one of them only.
  const drift = valueOf(await t.engine.segmentation.drift({}))
  expect(drift.onlyOlder).toBeGreaterThan(0)
  expect(drift.customers + drift.onlyOlder).toBe(181)
})
