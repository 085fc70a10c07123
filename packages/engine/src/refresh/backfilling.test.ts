import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Definition } from '@muster/core'
import { openStores, type Stores } from '../read/test-support/stores.ts'
import { nextGroup } from './backfilling.ts'

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
  await stores.warehouse.insert(
    'assignments',
    ['node', 'kind', 'profile', 'version'],
    Array.from({ length: 10 }, (_, i) => [i + 1, 'user_id', i + 1, 1]),
  )
})
afterAll(() => stores.close())

const waiting = ['Order', 'Page', 'Order', 'Page', 'Order'].map((event, i) => {
  const definition: Definition = { event, window: { last: `${i + 1}d` } }
  return { id: `a${i}`, number: i + 1, version: 1, definition }
})
const group = async (most: number): Promise<readonly number[]> =>
  (await nextGroup(stores.warehouse, waiting, most)).map(({ number }) => number)

test('as many audiences are computed together as memory is for, first those that look at the same events as the one that waits longest', async () => {
  expect(await group(1_000)).toEqual([1, 2, 3, 4, 5])
  expect(await group(30)).toEqual([1, 3, 5])
  expect(await group(20)).toEqual([1, 3])
  expect(await group(45)).toEqual([1, 3, 5, 2])
  // One is computed whatever it takes.
  expect(await group(1)).toEqual([1])
})
