import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStores, type Stores } from '../read/test-support/stores.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { RecordedMembers } from './recordedMembers.ts'

/** Audience, profile, whether it entered: in the order of their numbers, which begin with 1. */
const CHANGES = [
  [1, 5n, 1],
  [1, 65_535n, 1],
  [1, 65_536n, 1],
  [2, 5n, 1],
  [1, 5n, 0],
  // Far beyond 32 bits, as ids may be.
  [2, 5_000_000_000_031n, 1],
] as const
const PEOPLE = [5n, 6n, 65_535n, 65_536n, 5_000_000_000_031n, 5_000_000_000_032n]

let stores: Stores
let asked: number
let warehouse: Warehouse
let members: RecordedMembers

beforeAll(async () => {
  stores = await openStores()
  await stores.warehouse.insert(
    'changes',
    ['seq', 'audience', 'version', 'profile', 'entered'],
    CHANGES.map(([audience, profile, entered], i) => [i + 1, audience, 1, profile, entered]),
  )
})
afterAll(() => stores.close())
beforeEach(() => {
  asked = 0
  members = new RecordedMembers()
  warehouse = {
    ...stores.warehouse,
    query: (statement, lane) => {
      asked++
      return stores.warehouse.query(statement, lane)
    },
  }
})

const of = (audience: number): readonly bigint[] =>
  PEOPLE.filter((profile) => members.of(profile)(audience))

test('who is a member by the record is read once for each audience that is kept', async () => {
  await members.keep(warehouse, new Set([1, 2, 3]))
  expect([of(1), of(2), of(3)]).toEqual([[65_535n, 65_536n], [5n, 5_000_000_000_031n], []])
  await members.keep(warehouse, new Set([1, 2, 3]))
  expect(asked).toBe(1)
})

test('of an audience that is not kept nothing is said, and it is read when it is kept again', async () => {
  expect(() => of(1)).toThrow('were not read')
  await members.keep(warehouse, new Set([1, 2]))
  members.note({ audience: 1, profile: 6n, entered: true })
  await members.keep(warehouse, new Set([2]))
  expect(() => of(1)).toThrow('were not read')
  await members.keep(warehouse, new Set([1, 2]))
  expect(of(1)).toEqual([65_535n, 65_536n])
  members.clear()
  expect(() => of(2)).toThrow('were not read')
})

test('changes are taken over, those that were told and those that the warehouse itself recorded', async () => {
  await members.keep(warehouse, new Set([1, 2]))
  members.note({ audience: 1, profile: 6n, entered: true })
  members.note({ audience: 1, profile: 65_536n, entered: false })
  members.note({ audience: 2, profile: 5_000_000_000_032n, entered: false })
  expect([of(1), of(2)]).toEqual([
    [6n, 65_535n],
    [5n, 5_000_000_000_031n],
  ])
  // As if they had been read before the second to the fourth change.
  for (const audience of [1, 2])
    for (const profile of PEOPLE) members.note({ audience, profile, entered: false })
  await members.takeOver(warehouse, new Set([1]), { first: 2n, count: 3 })
  expect([of(1), of(2)]).toEqual([[65_535n, 65_536n], []])
  await members.takeOver(warehouse, new Set([1, 2]), { first: 7n, count: 0 })
  expect(asked).toBe(2)
})
