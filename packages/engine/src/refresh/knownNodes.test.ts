import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openStores, type Stores } from '../read/test-support/stores.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { KnownNodes } from './knownNodes.ts'

/** Node, kind, profile, version. The nodes lie on both sides of where one statement ends, an id has more than 32 bits. */
const ASSIGNMENTS = [
  [1n, 'email', 1n, 1],
  [2n, 'user_id', 1n, 2],
  [3n, 'email', 2n, 3],
  [65_535n, 'anonymous_id', 2n, 4],
  [65_536n, 'anonymous_id', 2n, 5],
  [131_072n, 'phone', 5_000_000_000_031n, 6],
  // What was of the second is of the third now, who has nothing else.
  [65_536n, 'anonymous_id', 3n, 7],
  // The fourth was absorbed.
  [4n, 'email', 4n, 8],
  [4n, 'email', 1n, 9],
] as const

let stores: Stores
let warehouse: Warehouse
let asked: number
let known: KnownNodes

beforeAll(async () => {
  stores = await openStores()
  const rows = ASSIGNMENTS.map((row) => [...row])
  await stores.warehouse.insert('assignments', ['node', 'kind', 'profile', 'version'], rows)
})
afterAll(() => stores.close())
beforeEach(() => {
  asked = 0
  known = new KnownNodes()
  warehouse = {
    ...stores.warehouse,
    query: (statement, lane) => {
      asked++
      return stores.warehouse.query(statement, lane)
    },
  }
})
afterEach(() => {
  vi.useRealTimers()
})

const keep = (isEnding = false): Promise<void> => known.keep(warehouse, () => isEnding)
/** Each node with its kind, in the order of the nodes; `undefined` when somebody has to be asked. */
const of = (profile: bigint): readonly string[] | undefined => {
  const its = known.of(profile)
  return its?.nodes.map((node, i) => `${String(node)} ${its.kinds[i] ?? ''}`).sort()
}
const given = (node: bigint, isNew = false) => ({ nodes: [{ node, kind: 'email' }], isNew })

test('which identifiers each profile has is read once, those that it lost left out', async () => {
  expect(of(1n)).toBeUndefined()
  await keep()
  expect(of(1n)).toEqual(['1 email', '2 user_id', '4 email'])
  expect(of(2n)).toEqual(['3 email', '65535 anonymous_id'])
  expect(of(3n)).toEqual(['65536 anonymous_id'])
  expect(of(4n)).toBeUndefined()
  expect(of(5_000_000_000_031n)).toEqual(['131072 phone'])
  const before = asked
  await keep()
  expect(asked).toBe(before)
})

test('who is new is known by what it is given, and so is what others are given besides', async () => {
  await keep()
  known.add(6n, given(200_000n, true))
  known.add(6n, given(200_001n))
  known.add(6n, given(200_001n))
  known.add(2n, given(200_002n))
  expect(of(6n)).toEqual(['200000 email', '200001 email'])
  expect(of(2n)).toEqual(['200002 email', '3 email', '65535 anonymous_id'])
  // There may be more of it.
  known.add(7n, given(200_003n))
  expect(of(7n)).toBeUndefined()
})

test('of who was forgotten nothing is said until somebody has asked', async () => {
  await keep()
  known.forget(1n)
  known.add(1n, given(200_000n))
  expect(of(1n)).toBeUndefined()
  known.learn(1n, { nodes: [4n, 2n, 1n], kinds: ['email', 'user_id', 'email'] })
  expect(of(1n)).toEqual(['1 email', '2 user_id', '4 email'])
  known.forget(1n)
  known.learn(1n, { nodes: [2n], kinds: ['user_id'] })
  expect(of(1n)).toEqual(['2 user_id'])
  // Word of another process came before that of who is new.
  known.forget(8n)
  known.add(8n, given(200_000n, true))
  expect(of(8n)).toBeUndefined()
  known.learn(8n, { nodes: [200_000n, 9n], kinds: ['email', 'phone'] })
  expect(of(8n)).toEqual(['200000 email', '9 phone'])
})

test('who changes while all are read has to be asked', async () => {
  const reading = keep()
  known.add(1n, given(200_000n))
  known.forget(2n)
  known.add(6n, given(200_001n, true))
  await reading
  expect([of(1n), of(2n), of(6n)]).toEqual([undefined, undefined, undefined])
  expect(of(3n)).toEqual(['65536 anonymous_id'])
  known.learn(6n, { nodes: [200_001n], kinds: ['email'] })
  expect(of(6n)).toEqual(['200001 email'])
})

test('there are more than fit: everybody has to be asked', async () => {
  known = new KnownNodes(131_071)
  await keep()
  expect(of(1n)).toBeUndefined()
  await keep()
  expect(asked).toBe(1)
})

test('what could not be read is read later, from the beginning', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const working = warehouse.query
  let left = 2
  warehouse = {
    ...warehouse,
    query: (statement, lane) =>
      left-- > 0 ? working(statement, lane) : Promise.reject(new Error('gone')),
  }
  await keep()
  known.add(6n, given(200_000n, true))
  expect([of(1n), of(6n)]).toEqual([undefined, undefined])
  left = Infinity
  await keep()
  expect(of(1n)).toBeUndefined()
  vi.advanceTimersByTime(10_000)
  await keep()
  expect(of(1n)).toEqual(['1 email', '2 user_id', '4 email'])
})

test('whoever ends waits for what is being read, and begins nothing', async () => {
  await keep(true)
  expect(asked).toBe(0)
  let isEnding = false
  const reading = known.keep(warehouse, () => isEnding)
  isEnding = true
  await Promise.all([reading, known.keep(warehouse, () => isEnding)])
  expect(asked).toBe(1)
})

/** What happens to identifiers, each by numbers that choose among those there are. */
const arbitraryStep = fc.record({
  what: fc.constantFrom('newcomer', 'more', 'merge', 'otherProcess', 'look'),
  one: fc.nat(),
  other: fc.nat(),
})

test('whatever happens, what is said of somebody is so', async () => {
  warehouse = { ...warehouse, query: () => Promise.resolve([]) }
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryStep, { minLength: 10, maxLength: 80 }), async (steps) => {
      known = new KnownNodes()
      await keep()
      const truth = new Map<bigint, bigint[]>()
      let lastNode = 0n
      for (const { what, one, other } of steps) {
        const [profile, second] = [one, other].map((i) => [...truth.keys()][i % (truth.size || 1)])
        if (what === 'newcomer') {
          const fresh = BigInt(truth.size + 1)
          truth.set(fresh, [++lastNode])
          known.add(fresh, given(lastNode, true))
        }
        if (profile === undefined || second === undefined) continue
        const its = truth.get(profile) ?? []
        if (what === 'more' && its.length > 0) {
          its.push(++lastNode)
          known.add(profile, given(lastNode))
        }
        if (what === 'otherProcess' && its.length > 0) {
          its.push(++lastNode)
          known.forget(profile)
        }
        if (what === 'merge' && profile !== second) {
          truth.set(profile, [...its, ...(truth.get(second) ?? [])]).set(second, [])
          known.forget(profile)
          known.forget(second)
        }
        if (what === 'look' && known.of(profile) === undefined)
          known.learn(profile, { nodes: its, kinds: its.map(() => 'email') })
        for (const [owner, nodes] of truth) {
          const said = known.of(owner)?.nodes
          if (said !== undefined) expect([...said].sort()).toEqual([...nodes].sort())
        }
        if (what === 'look' && its.length > 0) expect(known.of(profile)).toBeDefined()
      }
    }),
  )
})
