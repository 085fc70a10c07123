import type { Arrival } from '@muster/shop'
import { createShop } from '@muster/shop'
import { expect, test } from 'vitest'
import { changeOf, createFakeEngine } from '../../../server/src/test-support/fakeEngine.ts'
import { paintOf } from '../output/paint.ts'
import { beatLine, beatScreen } from './beatText.ts'
import { createAudiences } from './createAudiences.ts'
import { feedHistory } from './feedHistory.ts'
import { openDoor } from './openDoor.ts'
import { playLive } from './playLive.ts'
import type { Beat } from './pulse.ts'
import { watch } from './pulse.ts'

const start = Date.UTC(2026, 0, 31)
const never = new AbortController().signal
const messagesOf = (engine: ReturnType<typeof createFakeEngine>) =>
  engine.calls.flatMap(({ messages }) => messages)

test('a history goes in whole and in order, also while the engine is busy now and then', async () => {
  const engine = createFakeEngine()
  const shop = createShop({ seed: 1, people: 40, days: 20, until: start })
  const history = [...shop.history()]
  engine.busyFor = 0.02
  setTimeout(() => {
    engine.busyFor = undefined
  }, 50)
  const heard: number[] = []
  const fed = await feedHistory(engine, history, (count) => heard.push(count), never)
  expect(fed).toBe(history.length)
  expect(heard.at(-1)).toBe(history.length)
  expect(messagesOf(engine)).toEqual(history.map(({ message }) => message))
})

test('live messages go in when they arrive, what is overdue at once', async () => {
  const engine = createFakeEngine()
  const [arrival] = createShop({ seed: 1, people: 5, days: 20, until: start }).history()
  const at = (arrivesAt: number): Arrival => ({ ...(arrival as Arrival), arrivesAt })
  let now = 1_000
  const ending = new AbortController()
  const arrivals = function* () {
    yield* [at(0), at(500), at(1_000)]
    yield at(1_020)
    now = 1_020
    yield at(90_000)
  }
  const played = playLive(engine, arrivals(), { now: () => now, ending: ending.signal })
  setTimeout(() => {
    ending.abort()
  }, 100)
  await played
  expect(engine.calls.map(({ messages }) => messages.length)).toEqual([3, 1])
})

test('the audiences of the shop are created once', async () => {
  const engine = createFakeEngine()
  expect(await createAudiences(engine)).toBeGreaterThan(10)
  expect(await createAudiences(engine)).toBe(0)
  const audiences = await engine.audiences.list({ state: 'live' })
  expect(audiences.map(({ audience }) => audience.id)).toContain('looking-now')
})

test('a beat counts what was recorded since it began, and no backfill as latency', async () => {
  const engine = createFakeEngine()
  engine.record(changeOf(1))
  const now = () => 1_700_000_001_000
  const pulse = await watch(engine, [{ id: 'vip', name: 'VIP' }], now)
  const definition = { kind: 'definition', version: 1 } as const
  engine.record(
    changeOf(2, { lateMs: 10 }),
    changeOf(3, { lateMs: 30 }),
    changeOf(4, { lateMs: 20 }),
  )
  engine.record(changeOf(5, { lateMs: 9_999, cause: definition, audience: 'other' }))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const beat = await pulse.beat()
  expect(beat.latency).toEqual({ p50: 20, p95: 30, p99: 30 })
  expect(beat.changesPerSecond).toBe(4 / 5)
  expect(beat.audiences).toMatchObject([{ id: 'vip', entered: 2, left: 1 }])
  expect(beat.latest.map(({ cursor }) => cursor)).toEqual(['5', '4', '3', '2'])
  await pulse.stop()
})

const beat: Beat = {
  ...{ at: start, messages: 1_234_567, messagesPerSecond: 312, profiles: 20_113 },
  ...{ changesPerSecond: 4.5, latency: { p50: 42, p95: 120, p99: 1_500 } },
  audiences: [
    { id: 'looking-now', name: 'Looking right now', size: 132, entered: 5, left: 0 },
    { id: 'evil', name: 'Evil\u001b[2J', size: undefined, entered: 0, left: 2 },
  ],
  latest: [changeOf(2, { audience: 'looking-now' }), changeOf(1, { audience: 'evil' })],
}

test('a beat on one line', () => {
  expect(beatLine(beat)).toBe(
    '00:00:00  messages 1,234,567  312/s  profiles 20,113  changes 4.5/s  p50 42 ms  p95 120 ms  p99 1.5 s  looking-now 132',
  )
})

test('a screen fits the terminal, and no name steers it', () => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 40, rows: 8 },
    { columns: 10, rows: 2 },
  ]) {
    const lines = beatScreen(beat, 'http://127.0.0.1:4800', paintOf(false, {}), size).split('\n')
    expect(lines.length).toBeLessThan(size.rows)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(size.columns)
    expect(lines.join('')).not.toContain('\u001b')
  }
  const wide = beatScreen(beat, 'http://x', paintOf(false, {}), { columns: 120, rows: 40 })
  expect(wide).toContain('+ Looking right now  profile 9007199254740993  event, 40 ms')
})

test("the demo's door signs its owner in, and opens anew when it was used", async () => {
  const { engine, server } = demoServer()
  const door = await openDoor(server)
  const link = (await door()) ?? ''
  expect(await door()).toBe(link)
  const use = async (given: string) =>
    engine.access.useLink({ token: given.split('#')[1] ?? '' }, { address: '', agent: '' })
  expect(await use(link)).toMatchObject({ ok: true, value: { user: { role: 'owner' } } })
  const fresh = (await door()) ?? ''
  expect(fresh).not.toBe(link)
  expect((await use(link)).ok).toBe(false)
  // Started once more on the same folder.
  expect(await (await openDoor(server))()).toBeDefined()
  expect(await engine.access.users.list()).toHaveLength(1)
})

test('the demo opens no workspace that has an owner', async () => {
  const { engine, server } = demoServer()
  const ada = { email: 'ada@example.com', name: 'Ada', role: 'owner' } as const
  await engine.access.users.create(ada, 'test')
  expect(await (await openDoor(server))()).toBeUndefined()
})

function demoServer() {
  const engine = createFakeEngine()
  const server = {
    ...{ url: 'http://127.0.0.1:4800', engine, firstKeys: undefined, machineKey: 'ml_x' },
    ...{ ownerToken: undefined, close: () => Promise.resolve() },
  }
  return { engine, server }
}
