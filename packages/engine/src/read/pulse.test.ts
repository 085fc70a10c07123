import { afterAll, beforeAll, expect, test } from 'vitest'
import { pulse } from './pulse.ts'
import { message, openStores, START, type Stores } from './test-support/stores.ts'

let stores: Stores
const STEP = 60_000

beforeAll(async () => {
  stores = await openStores()
  const at = (minute: number) => START + minute * STEP
  await stores.record(
    message('a', { receivedAt: at(0) }),
    message('b', { receivedAt: at(1) - 1 }),
    message('c', { receivedAt: at(2) }),
  )
  const change = (seq: number, recordedAt: number, late: number, cause = 'event') => [
    ...[seq, 1, 1, seq, 1, recordedAt, cause, 'm', recordedAt - late, recordedAt],
  ]
  await stores.warehouse.insert(
    'changes',
    'seq,audience,version,profile,entered,at,cause,caused_by,due_at,recorded_at'.split(','),
    [
      ...Array.from({ length: 100 }, (_, i) => change(i + 1, at(1) + i, i + 1)),
      change(101, at(1), 90_000, 'definition'),
      change(102, at(2), 40),
    ],
  )
})
afterAll(() => stores.close())

test('each step has its own messages, and the exact percentiles of its own changes', async () => {
  const made = await pulse(stores.warehouse, { from: START, to: START + 2.5 * STEP, step: STEP })
  expect(made).toMatchObject({ ok: true })
  if (!made.ok) return
  expect(made.value.steps).toEqual([
    { at: START + STEP, messages: 2, latency: undefined },
    {
      ...{ at: START + 2 * STEP, messages: 0 },
      latency: { changes: 100, p50: 51, p95: 96, p99: 100 },
    },
    {
      ...{ at: START + 2.5 * STEP, messages: 1 },
      latency: { changes: 1, p50: 40, p95: 40, p99: 40 },
    },
  ])
})

test('an empty range and too many steps are refused with their place', async () => {
  const ask = (to: number, step: number) => pulse(stores.warehouse, { from: START, to, step })
  expect(await ask(START, STEP)).toMatchObject({ error: { code: 'empty_range', at: ['from'] } })
  expect(await ask(START + 1, 0)).toMatchObject({ error: { code: 'empty_range' } })
  expect(await ask(START + 1_441, 1)).toMatchObject({ error: { code: 'too_many_steps' } })
})
