import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Basis, Message } from '@muster/core'
import { message, openStores, START, type Stores } from '../read/test-support/stores.ts'
import { learn } from './learn.ts'

const DAY = 86_400_000
const now = START + 400 * DAY
const basis: Basis = {
  order: 'Order Completed',
  where: [],
  period: '365d',
  revenue: 'revenue',
  margin: { cost: 'cost' },
}
const context = (at: number) => ({ at, zone: 'UTC', promoted: new Set<string>() })

let stores: Stores

const order = (who: string, day: number, revenue: number, cost: number): Message =>
  message(who, { timestamp: START + day * DAY, properties: { revenue, cost } })

beforeAll(async () => {
  stores = await openStores()
  // Person i of twenty ordered i % 5 + 1 times, last i days before the end.
  await stores.record(
    ...Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: (i % 5) + 1 }, (__, n) =>
        order(`p${i}`, 400 - i - n * 20, (i + 1) / 10, 0.1),
      ),
    ).flat(),
    order('old', 10, 1_000, 1),
    message('visitor', { event: 'Page Viewed' }),
  )
})
afterAll(() => stores.close())

test('[R2] [R3] [R10] thresholds of everybody, by one statement', async () => {
  expect(await learn(stores.warehouse, basis, context(now))).toEqual({
    basis,
    customers: 20,
    customersEver: 21,
    rfm: {
      recency: [15, 11, 7, 3],
      frequency: [2, 3, 4, 5],
      monetary: expect.any(Array) as unknown,
    },
    value: { revenue: expect.any(Array) as unknown, margin: expect.any(Array) as unknown },
    counts: {
      recency: [4, 4, 4, 4, 4],
      frequency: [4, 4, 4, 4, 4],
      monetary: [4, 4, 4, 4, 4],
    },
  })
})

test('nobody is a customer before the first order', async () => {
  const found = await learn(stores.warehouse, { ...basis, margin: null }, context(START - DAY))
  expect(found).toMatchObject({
    customers: 0,
    rfm: { recency: [null, null, null, null] },
    value: { revenue: [null, null, null], margin: null },
    counts: { monetary: [0, 0, 0, 0, 0] },
  })
})
