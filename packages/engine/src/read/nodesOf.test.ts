import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodesOf, ownersOf } from './nodesOf.ts'
import { openStores, type Stores } from './test-support/stores.ts'

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())

const COLUMNS = ['node', 'kind', 'profile', 'version']

test('finds the nodes that belong to a profile now, not those that once did', async () => {
  const { warehouse } = stores
  await warehouse.insert('assignments', COLUMNS, [
    [1n, 'user_id', 1n, 1n],
    [2n, 'email', 2n, 2n],
    [3n, 'anonymous_id', 3n, 3n],
  ])
  // 2 and 3 merge into 1; later 3 is taken out again.
  await warehouse.insert('assignments', COLUMNS, [
    [2n, 'email', 1n, 4n],
    [3n, 'anonymous_id', 1n, 5n],
  ])
  await warehouse.insert('assignments', COLUMNS, [[3n, 'anonymous_id', 3n, 6n]])

  expect(await nodesOf(warehouse, [1n])).toMatchObject({ nodes: [1n, 2n], owners: [1n, 1n] })
  expect(await nodesOf(warehouse, [2n])).toEqual({ nodes: [], owners: [], kinds: [] })
  expect(await nodesOf(warehouse, [3n, 1n, 99n])).toEqual({
    nodes: [1n, 2n, 3n],
    owners: [1n, 1n, 3n],
    kinds: ['user_id', 'email', 'anonymous_id'],
  })
  expect(await nodesOf(warehouse, [])).toEqual({ nodes: [], owners: [], kinds: [] })
  expect(await ownersOf(warehouse, [2n, 3n, 99n])).toEqual(
    new Map([
      [2n, 1n],
      [3n, 3n],
    ]),
  )
})

test('ids beyond 2^53 keep their digits', async () => {
  const [node, profile] = [2n ** 63n + 1n, 2n ** 64n - 1n]
  await stores.warehouse.insert('assignments', COLUMNS, [[node, 'email', profile, 1n]])
  expect(await nodesOf(stores.warehouse, [profile])).toEqual({
    nodes: [node],
    owners: [profile],
    kinds: ['email'],
  })
})

test('looks nodes up by the projection and by the key, and does not scan', async () => {
  const { warehouse } = stores
  await warehouse.command({
    text: "INSERT INTO assignments SELECT 1000 + number, 'email', 1000 + intDiv(number, 2) * 2, 1 FROM numbers(200000)",
    params: {},
  })
  const plan = await warehouse.query<{ readonly explain: string }>({
    text: 'EXPLAIN indexes = 1, projections = 1 SELECT node FROM assignments WHERE profile IN {p0:Array(UInt64)}',
    params: { p0: [1_000n, 90_000n] },
  })
  const text = plan.map((row) => row.explain).join('\n')
  expect(text).toContain('by_profile')
  expect(text).toMatch(/Granules: [1-9]\//)
  expect((await nodesOf(warehouse, [90_000n])).nodes).toEqual([90_000n, 90_001n])
})
