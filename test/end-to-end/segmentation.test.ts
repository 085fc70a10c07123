import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEngine, type Engine } from '@muster/engine'
import type { Definition, Json, JsonObject } from '@muster/core'

const DAY = 86_400_000
let folder: string
let engine: Engine
let now = Date.parse('2026-06-01T12:00:00Z')
const problems: unknown[] = []
const open = () =>
  createEngine({
    warehouse: { folder: join(folder, 'warehouse') },
    metadata: { folder: join(folder, 'metadata') },
    importFolder: join(folder, 'imports'),
    clock: () => now,
    pause: 10,
    onProblem: (problem) => problems.push(problem),
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-segmentation-'))
  engine = await open()
})

afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
  expect(problems).toEqual([])
})

const send = async (...messages: Json[]) => {
  const byteLengths = messages.map(() => 500)
  const taken = await engine.ingest.take({ messages, byteLengths, source: 'test' })
  expect(taken).toMatchObject({ kind: 'taken', accepted: messages.length })
  await engine.settle()
}

let sent = 0
const order = (userId: string, properties: JsonObject, at = now): Json => ({
  ...{ type: 'track', event: 'Order Completed', userId, properties },
  messageId: `o${sent++}`,
  timestamp: new Date(at).toISOString(),
})

const live = async (id: string, definition: Definition) => {
  const made = await engine.audiences.create({ id, name: id, definition, state: 'live' }, 'ada')
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  await engine.settle()
}

const membersOf = async (id: string) => {
  const page = await engine.audiences.members(id, { limit: 1_000 })
  return valueOf(page).members.flatMap(({ identifiers }) => identifiers.map(({ value }) => value))
}

/** Who is a member by the definition as it is now, computed over everybody. */
const shouldBeIn = async (definition: Definition) =>
  valueOf(await engine.audiences.preview(definition, { sample: 0 })).size

const valuesOf = async (userId: string) => {
  const profile = await engine.profiles.find({ kind: 'user_id', value: userId })
  return profile === undefined ? {} : ((await engine.profiles.get(profile))?.computedTraits ?? {})
}

const causesIn = async (audience: string) => {
  const { changes } = await engine.changes.page({ limit: 1_000, audience })
  return changes.map(({ entered, cause, profile }) => ({ entered, kind: cause.kind, profile }))
}

const valueOf = <T>(outcome: { ok: true; value: T } | { ok: false; error: object }): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
  return outcome.value
}

/** Lets ticks go on until something is so; the test's own timeout is the limit. */
const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await engine.settle()
}

/** Customer i: 1 to 5 orders, the last i days ago. */
const customer = (name: string, i: number, scale = 1): readonly Json[] =>
  Array.from({ length: (i % 5) + 1 }, (_, n) =>
    order(
      `${name}${i}`,
      { revenue: scale * (((i * 37) % 120) + 1), cost: 0.5 },
      now - i * DAY - n * 3 * DAY,
    ),
  )

const champions: Definition = { trait: 'rfm.segment', is: { equals: 'Champions' } }

test('before anything is learned, what needs no thresholds is there, and what needs them says why it is not', async () => {
  const there = (await engine.traits.list()).map(({ name }) => name)
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
  expect(await engine.segmentation.state()).toMatchObject({
    current: undefined,
    waitingFor: { code: 'no_revenue' },
    settings: { period: '365d', leastCustomers: 100 },
  })
  expect(await engine.segmentation.learn('ada')).toMatchObject({
    ok: false,
    error: { code: 'no_revenue' },
  })
  expect(await engine.segmentation.grid({ by: 'rfm.segment' })).toMatchObject({
    ok: false,
    error: { code: 'no_calibration', at: ['trait'] },
  })
  await send(...customer('early', 0))
  expect(await engine.segmentation.learn('ada')).toMatchObject({
    ok: false,
    error: { code: 'too_few_customers', message: expect.stringContaining('There are 1') as string },
  })
  expect(await engine.segmentation.drift({})).toMatchObject({ error: { code: 'no_calibration' } })
})

test('an audience may ask for a segment before there is one, and has its members once thresholds are learned by themselves', async () => {
  // Time is about to pass, and not yet to bring other thresholds.
  valueOf(await engine.settings.change({ segmentation: { learnEvery: '400d' } }, 'ada'))
  await live('champions', champions)
  await live('buyers', { event: 'Order Completed' })
  await send(...Array.from({ length: 120 }, (_, i) => customer('c', i)).flat())
  expect(await membersOf('champions')).toEqual([])
  now += 60_000
  await until(async () => (await engine.segmentation.state()).current !== undefined)
  await engine.settle()
  const { current, nextAt, waitingFor } = await engine.segmentation.state()
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
  const before = await valuesOf('c119')
  expect(before).toMatchObject({ 'rfm.segment': "Can't lose", 'lifecycle.stage': 'engaged' })
  const [newest] = (await engine.changes.page({ limit: 1, newestFirst: true })).changes
  await send(order('c119', { revenue: 5, cost: 1 }))
  expect(await valuesOf('c119')).toMatchObject({
    'rfm.daysSinceOrder': 0,
    'rfm.recency': 5,
    'rfm.segment': 'Champions',
    'value.orders': 6,
  })
  const { changes } = await engine.changes.page({
    limit: 10,
    ...(newest && { after: newest.cursor }),
  })
  expect(changes.map(({ audience, entered, cause }) => [audience, entered, cause.kind])).toEqual([
    ['champions', true, 'event'],
  ])
})

test('time moves recency and stages of life by itself, to the millisecond', async () => {
  await live('at-risk', { trait: 'lifecycle.stage', is: { equals: 'at risk' } })
  const { current } = await engine.segmentation.state()
  const best = current?.rfm.recency[3] ?? 0
  const lastOrder = now
  expect(await membersOf('champions')).toContain('c119')
  const recency = async () => (await valuesOf('c119'))['rfm.recency']
  now = lastOrder + (best + 1) * DAY - 1
  await engine.settle()
  expect(await recency()).toBe(5)
  now += 1
  await engine.settle()
  expect(await recency()).toBe(4)
  // Each tick is later than the one before, also while the clock stands still, so it is asked a little before.
  now = lastOrder + 180 * DAY - 60_000
  await engine.settle()
  expect(await membersOf('champions')).toEqual([])
  expect(await membersOf('at-risk')).not.toContain('c119')
  now += 60_000
  await engine.settle()
  expect(await membersOf('at-risk')).toContain('c119')
  const { changes } = await engine.changes.page({ limit: 1_000, audience: 'at-risk' })
  expect(changes.at(-1)).toMatchObject({
    ...{ entered: true, cause: { kind: 'edge' }, dueAt: lastOrder + 180 * DAY },
  })
})

test('thresholds learned again, by the schedule, move members with their cause; a restart in between loses nothing', async () => {
  const first = (await engine.segmentation.state()).current
  valueOf(await engine.settings.change({ segmentation: { learnEvery: '7d' } }, 'ada'))
  await until(async () => (await engine.segmentation.state()).current?.id !== first?.id)
  await engine.settle()
  const second = (await engine.segmentation.state()).current
  expect(second).toMatchObject({ because: 'schedule', by: 'muster' })
  expect(await membersOf('champions')).toHaveLength(await shouldBeIn(champions))
  expect((await membersOf('champions')).length).toBeGreaterThan(0)
  expect((await causesIn('champions')).at(-1)).toMatchObject({ entered: true, kind: 'definition' })

  await send(...Array.from({ length: 60 }, (_, i) => customer('rich', i, 100)).flat())
  const before = await membersOf('champions')
  const learned = valueOf(await engine.segmentation.learn('ada'))
  expect(learned).toMatchObject({ because: 'request', by: 'ada', customers: 181 })
  await engine.close()
  engine = await open()
  await engine.settle()
  expect((await engine.segmentation.calibrations(10)).map(({ because }) => because)).toEqual([
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
  const [newer, older] = await engine.segmentation.calibrations(2)
  const drift = valueOf(await engine.segmentation.drift({}))
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
  expect(await engine.segmentation.drift({ older: 99 })).toMatchObject({
    error: { code: 'unknown_calibration', at: ['older'] },
  })
  expect(
    await engine.segmentation.drift({ older: newer?.id ?? 0, newer: older?.id ?? 0 }),
  ).toMatchObject({ error: { code: 'empty_range' } })
})

test('the grid tells every segment with what its people bought, of everybody or of an audience', async () => {
  const grid = valueOf(await engine.segmentation.grid({ by: 'rfm.segment' }))
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
    await engine.segmentation.grid({ by: 'rfm.segment', subject: { audience: 'champions' } }),
  )
  expect(of).toMatchObject({ people: champion?.people, subject: { name: 'champions' } })
  const past = valueOf(
    await engine.segmentation.grid({ by: 'lifecycle.stage', at: now - 100 * DAY }),
  )
  expect(past).toMatchObject({ orders: 'ever', people: 121, without: 60 })
  for (const by of ['value.revenueTier', 'value.marginTier', 'rfm.score', 'rfm.recency'] as const)
    expect(valueOf(await engine.segmentation.grid({ by })).people).toBe(181)
  const tiers = valueOf(await engine.segmentation.grid({ by: 'value.revenueTier' }))
  expect(tiers.cells[0]).toMatchObject({ value: 'top 5%' })
  expect(tiers.cells[0]?.people).toBeLessThanOrEqual(0.05 * 181)
})

test('an audience is made of a segment by one call', async () => {
  const made = valueOf(
    await engine.segmentation.createAudience({ trait: 'rfm.segment', value: 'Loyal' }, 'ada'),
  )
  expect(made.audience).toMatchObject({ name: 'RFM: Loyal', state: 'draft' })
  expect(
    await engine.segmentation.createAudience({ trait: 'rfm.segment', value: 'loyal' }, 'ada'),
  ).toMatchObject({ ok: false, error: { code: 'bad_value', at: ['value'] } })
})

test('other settings: stages move at once, thresholds are learned by what is asked for now', async () => {
  const wrong = await engine.settings.change({ segmentation: { period: '1h' } }, 'ada')
  expect(wrong).toMatchObject({
    ok: false,
    error: { code: 'bad_setting', at: ['segmentation', 'period'] },
  })
  await live('new', { trait: 'lifecycle.stage', is: { equals: 'new' } })
  const before = await membersOf('new')
  const settings = { newWithin: '10d', period: '30d', leastCustomers: 20 }
  valueOf(await engine.settings.change({ segmentation: settings }, 'ada'))
  await engine.settle()
  const after = await membersOf('new')
  expect(after.length).toBeLessThan(before.length)
  expect(after).toHaveLength(await shouldBeIn({ trait: 'lifecycle.stage', is: { equals: 'new' } }))
  expect((await causesIn('new')).at(-1)).toMatchObject({ entered: false, kind: 'definition' })
  await until(async () => (await engine.segmentation.state()).current?.because === 'settings')
  await engine.settle()
  const { current } = await engine.segmentation.state()
  expect(current?.basis.period).toBe('30d')
  expect(await membersOf('champions')).toHaveLength(await shouldBeIn(champions))
  // They look at different orders, so some customers are scored by one of them only.
  const drift = valueOf(await engine.segmentation.drift({}))
  expect(drift.onlyOlder).toBeGreaterThan(0)
  expect(drift.customers + drift.onlyOlder).toBe(181)
})
