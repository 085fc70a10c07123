import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownersOf } from './nodesOf.ts'
import { openStores, type Stores } from './test-support/stores.ts'

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())

/** As many as have done something while no server ran; asked for at once they took minutes. */
const MANY = 200_000

test('of very many nodes each has its owner of now', async () => {
  const { warehouse } = stores
  const nodes = Array.from({ length: MANY }, (_, i) => BigInt(i + 1))
  await warehouse.insert(
    'assignments',
    ['node', 'kind', 'profile', 'version'],
    [
      ...nodes.map((node) => [node, 'user_id', node, 1n]),
      ...nodes.filter((node) => node % 3n === 0n).map((node) => [node, 'user_id', 1n, 2n]),
    ],
  )
  const owners = await ownersOf(warehouse, [...nodes, BigInt(MANY + 1)])
  expect(owners.size).toBe(MANY)
  expect(nodes.every((node) => owners.get(node) === (node % 3n === 0n ? 1n : node))).toBe(true)
})
