import { afterAll, beforeAll, expect, test } from 'vitest'
import { nothingReferred } from '../refresh/program.ts'
import { createProfileDecisions } from '../resolve/profileDecisions.ts'
import { nodesOf } from '../read/nodesOf.ts'
import { message, openStores, START, type Stores } from '../read/test-support/stores.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { alone } from './alone.ts'

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())

test('a decision that could not be written down whole is made complete by itself', async () => {
  const { metadata, resolver } = stores
  let isGone = false
  const warehouse: Warehouse = {
    ...stores.warehouse,
    insert: (table, ...rest) =>
      isGone && table === 'assignments'
        ? Promise.reject(new Error('the store is gone'))
        : stores.warehouse.insert(table, ...rest),
  }
  const problems: string[] = []
  const peers = await alone({
    ...{ warehouse, metadata, oldestReceivedAt: () => undefined },
    refreshing: {
      ...{
        resolver,
        clock: () => START,
        queued: () => 0,
        pause: 5,
        promoted: new Set(),
        zone: () => 'UTC',
      },
      measured: (log) => log,
      library: () => Promise.resolve({ live: [], meanings: nothingReferred }),
      onTick: () => undefined,
      onError: (error) => problems.push(String(error)),
    },
    onProblem: (doing) => () => {
      problems.push(doing)
      // It comes back while somebody tries.
      isGone = false
    },
  })
  await peers.begin()
  await stores.record(message('ann', {}), message('bob', {}))
  const [ann, bob] = [await stores.profile('ann'), await stores.profile('bob')]
  const decisions = createProfileDecisions({
    ...{ resolver, warehouse, metadata, clock: () => START, newId: () => 'x' },
    inOrder: (work) => work(),
    onDecided: () => undefined,
  })
  isGone = true
  await expect(peers.during(() => decisions.merge(ann, bob, 'test'))).rejects.toThrow('gone')
  await expect
    .poll(async () => (await nodesOf(stores.warehouse, [ann])).nodes.length, { timeout: 20_000 })
    .toBe(2)
  expect(problems).toEqual(['make a decision complete'])
  await peers.settle()
  await peers.close()
})
