import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { render, sql, type Condition, type Definition } from '@muster/core'
import { nothingDefined, openStores, START, type Stores } from '../read/test-support/stores.ts'
import { computeBackfill, nextGroup } from './computeBackfill.ts'
import { createProgram } from './program.ts'

const ACCOUNT: Condition = { account: { event: 'Order' } }

/** Ten people, of whom the last three also have the identifiers 11, 12 and 13. Number 14 was the second's, and is the ninth's. */
const PEOPLE = Array.from({ length: 10 }, (_, i) => BigInt(i + 1))
const MOVED = [
  [11n, 8n, 2],
  [12n, 9n, 2],
  [13n, 10n, 2],
  [14n, 2n, 2],
  [14n, 9n, 3],
] as const

let stores: Stores
let asked: number
let context: typeof nothingDefined & Pick<Stores, 'warehouse'>

beforeAll(async () => {
  stores = await openStores()
  const { warehouse } = stores
  await warehouse.insert(
    'assignments',
    ['node', 'kind', 'profile', 'version'],
    [
      ...[...PEOPLE, 11n, 12n, 13n, 14n].map((node) => [node, 'user_id', node, 1]),
      ...MOVED.map(([node, profile, version]) => [node, 'email', profile, version]),
    ],
  )
  // All buy once, and under each identifier that is no longer a profile once more.
  await warehouse.insert(
    'messages',
    ['node', 'ts', 'message_id', 'kind', 'event', 'received_at'],
    [...PEOPLE, 11n, 12n, 13n, 14n].map((node) => [
      node,
      START,
      `o${node}`,
      'track',
      'Order',
      START,
    ]),
  )
})
afterAll(() => stores.close())
beforeEach(() => {
  asked = 0
  const { warehouse } = stores
  context = {
    ...nothingDefined,
    warehouse: {
      ...warehouse,
      command: (statement, lane) => {
        if (statement.text.startsWith('INSERT INTO backfill_results')) asked++
        return warehouse.command(statement, lane)
      },
    },
  }
})

const audiences = (definitions: readonly Definition[]) =>
  definitions.map((definition, i) => ({ id: `a${i}`, number: i + 1, version: 1, definition }))
const group = async (mostAtOnce: number, definitions: readonly Definition[]) =>
  (await nextGroup({ ...context, mostAtOnce }, audiences(definitions), context.meanings)).map(
    ({ number }) => number,
  )

test('all that wait are computed together, and those that ask for accounts as many as memory is for', async () => {
  const [order, page]: readonly Definition[] = [{ event: 'Order' }, { event: 'Page' }]
  if (order === undefined || page === undefined) throw new Error('there are two')
  expect(await group(1, [order, page, ACCOUNT, order])).toEqual([1, 2, 4])
  // There are 19 identifiers.
  expect(await group(1_000, [ACCOUNT, order, { not: ACCOUNT }])).toEqual([1, 3])
  expect(await group(38, [ACCOUNT, ACCOUNT, ACCOUNT])).toEqual([1, 2])
  // One is computed whatever it takes.
  expect(await group(1, [ACCOUNT, ACCOUNT])).toEqual([1])
  expect(await group(1, [])).toEqual([])
  expect(
    await group(
      1,
      Array.from({ length: 150 }, () => order),
    ),
  ).toHaveLength(100)
})

const buyers = (atLeast: number): Definition => ({ event: 'Order', is: { atLeast } })
const BUYERS = [buyers(1), buyers(2), buyers(3), { not: { event: 'Page' } } as const]

const found = async (mostAtOnce: number, definitions: readonly Definition[] = BUYERS) => {
  const program = createProgram(audiences(definitions), context.meanings)
  const count = await computeBackfill({ ...context, mostAtOnce }, program, START, {
    isUnhurried: true,
    isEnding: () => asked === 3,
  })
  const rows = await stores.warehouse.query<{
    readonly audience: number
    readonly profiles: readonly string[]
  }>(
    render(
      sql`SELECT audience, arraySort(groupArray(profile)) AS profiles FROM backfill_results GROUP BY audience ORDER BY audience`,
    ),
  )
  return { asked, count, profiles: rows.map(({ profiles }) => profiles.map(Number)) }
}

const ALL = PEOPLE.map(Number)

test('everybody is found once, in one statement or in ranges of profiles', async () => {
  const whole = [ALL, [8, 9, 10], [9], ALL]
  expect(await found(1_000)).toEqual({ asked: 1, count: 24, profiles: whole })
  asked = 0
  // 19 identifiers times four audiences.
  expect(await found(38)).toEqual({ asked: 2, count: 24, profiles: whole })
})

test('what is asked of accounts is computed for everybody at once', async () => {
  expect((await found(1, [ACCOUNT])).asked).toBe(1)
})

test('a process that ends leaves the rest undone', async () => {
  expect(await found(8)).toMatchObject({ asked: 3, count: undefined })
})
