import { afterAll, beforeAll, expect, test } from 'vitest'
import { render, sql, uint64, type Definition } from '@muster/core'
import { advanceBackfill, readProgress, requestBackfill } from '../metadata/audience/progress.ts'
import { nothingDefined, openStores, START, type Stores } from '../read/test-support/stores.ts'
import { beginBackfill, recordAnew, recordSome } from './backfilling.ts'
import { openChangeLog, type ChangeLog } from './changeLog.ts'
import { RecordedMembers } from './recordedMembers.ts'
import { createValueWatch } from './valueWatch.ts'

const PEOPLE = Array.from({ length: 10 }, (_, i) => i + 1)
const BUYERS = PEOPLE.slice(0, 8)

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
  await stores.warehouse.insert(
    'assignments',
    ['node', 'kind', 'profile', 'version'],
    PEOPLE.map((person) => [person, 'user_id', person, 1]),
  )
  await stores.warehouse.insert(
    'messages',
    ['node', 'ts', 'message_id', 'kind', 'event', 'received_at'],
    BUYERS.map((buyer) => [buyer, START, `o${buyer}`, 'track', 'Order', START]),
  )
})
afterAll(() => stores.close())

/** An audience of all buyers, computed and not recorded yet. */
async function computed(
  id: string,
  around: (log: ChangeLog) => ChangeLog = (log) => log,
  mostTold?: number,
) {
  const { warehouse, metadata } = stores
  const number = await stores.audience(id)
  const asked = { audience: number, version: 1, at: START }
  await requestBackfill(metadata.db, asked)
  await advanceBackfill(metadata.db, { ...asked, done: 0n, total: 0n })
  const clock = () => START + 1_000
  const context = { ...nothingDefined, warehouse, metadata, clock }
  const members = new RecordedMembers()
  await members.keep(warehouse, new Set([number]))
  const deps = {
    ...context,
    changeLog: around(await openChangeLog(warehouse, clock)),
    members,
    ...(mostTold !== undefined && { mostTold }),
    watch: createValueWatch(context),
    isEnding: () => false,
    onError: (error: unknown) => {
      throw error
    },
  }
  const definition: Definition = { event: 'Order' }
  const audience = { id, number, version: 1, definition }
  const begun = beginBackfill(deps, [audience], nothingDefined.meanings, START, {
    isUnhurried: true,
    onComputed: () => undefined,
  })
  expect(await begun.computed).toBe(BUYERS.length)
  const told = async (): Promise<readonly string[]> =>
    (
      await warehouse.query<{ readonly profile: string; readonly entered: number }>(
        render(
          sql`SELECT profile, entered FROM changes WHERE audience = ${uint64(number)} ORDER BY seq`,
        ),
      )
    ).map(({ profile, entered }) => `${entered === 1 ? '+' : '-'}${profile}`)
  let at = START
  return {
    ...{ begun, told, number, changeLog: deps.changeLog },
    recordedHere: () => PEOPLE.filter((person) => members.of(BigInt(person))(number)),
    find: (profile: bigint, is: boolean) => begun.verdicts.set(profile, new Map([[number, is]])),
    record: (most: number, isBesideOthers = false) =>
      recordSome(deps, begun, { before: at++, at, most, isBesideOthers }),
    append: () => deps.changeLog.append([]),
    state: async () =>
      (await readProgress(metadata.db)).find((row) => row.audience === number)?.backfill.state,
    mend: async () => {
      await deps.changeLog.mend()
      members.clear()
      await members.keep(warehouse, new Set([number]))
    },
  }
}

test('what was computed is recorded some at a time, and what ticks have found since at last', async () => {
  const { find, record, recordedHere, told, state } = await computed('portions')
  find(2n, false)
  find(9n, true)
  expect(await record(3)).toBe(false)
  expect(await told()).toEqual(['+1', '+3'])
  expect(recordedHere()).toEqual([1, 3])
  expect(await record(3)).toBe(false)
  expect(await told()).toEqual(['+1', '+3', '+4', '+5', '+6'])
  // One is recorded already, of another there is a newer word.
  find(4n, false)
  find(2n, true)
  find(8n, false)
  expect(await record(3)).toBe(false)
  expect((await told()).slice(5)).toEqual(['+7'])
  expect(await state()).toBe('running')
  expect(await record(3)).toBe(true)
  expect((await told()).slice(6).toSorted()).toEqual(['+2', '+9', '-4'])
  expect(recordedHere()).toEqual([1, 2, 3, 5, 6, 7, 9])
  expect(await state()).toBe('done')
})

test('very many that ticks have found since are recorded in a turn of their own, and never put off again', async () => {
  const { begun, find, record, told, state } = await computed('many')
  const strangers = (from: number): void => {
    for (let i = 0; i < 2_500; i++) find(BigInt(from + i), false)
  }
  expect(await record(100)).toBe(false)
  strangers(1_000)
  expect(await record(100)).toBe(false)
  expect(begun.verdicts.size).toBe(0)
  strangers(10_000)
  find(1n, false)
  expect(await record(100)).toBe(true)
  expect(await told()).toEqual([...BUYERS.map((buyer) => `+${buyer}`), '-1'])
  expect(await state()).toBe('done')
})

test('so many that they would not fit into a statement are recorded first', async () => {
  const { begun, find, record, told } = await computed('flood')
  for (let i = 0; i < 20_001; i++) find(BigInt(1_000 + i), false)
  find(3n, false)
  expect(await record(100)).toBe(false)
  expect(begun.verdicts.size).toBe(0)
  expect(await record(100)).toBe(true)
  expect(await told()).toEqual([1, 2, 4, 5, 6, 7, 8].map((buyer) => `+${buyer}`))
})

test.each([
  ['told by this process', 20_000],
  ['recorded by the warehouse itself', 0],
])('a portion that failed is recorded again, and nothing is told twice: %s', async (_, most) => {
  let failing: 'before' | 'after' | undefined
  const away = (when: typeof failing): void => {
    if (failing === when) throw new Error('away')
  }
  const log = (real: ChangeLog): ChangeLog => ({
    ...real,
    append: async (changes) => {
      away('before')
      await real.append(changes)
      away('after')
    },
    get guard() {
      away('before')
      return real.guard
    },
    confirm: () => {
      away('after')
      real.confirm()
    },
  })
  const { record, recordedHere, told, mend } = await computed(`failing-${most}`, log, most)
  await record(3)
  for (const moment of ['before', 'after'] as const) {
    failing = moment
    await expect(record(3)).rejects.toThrow('away')
    failing = undefined
    await mend()
  }
  let calls = 0
  while (!(await record(3))) calls++
  expect(calls).toBeLessThanOrEqual(5)
  expect(await told()).toEqual(BUYERS.map((buyer) => `+${buyer}`))
  expect(recordedHere()).toEqual(BUYERS)
})

test('beside others, what was computed is recorded with what a tick appends, or all anew when that fails', async () => {
  let isAway = false
  const { begun, find, record, append, recordedHere, told, mend } = await computed(
    'beside',
    (log) => ({
      ...log,
      append: async (changes) => {
        await log.append(changes)
        if (isAway) throw new Error('away')
      },
    }),
  )
  expect(await record(3, true)).toBe(false)
  expect(await told()).toEqual([])
  await append()
  expect(await told()).toEqual(['+1', '+2', '+3'])
  await record(3, true)
  isAway = true
  await expect(append()).rejects.toThrow('away')
  isAway = false
  // As whoever runs the ticks does after any failure, here twice: nobody knows whether the second portion stands, and the third never came.
  recordAnew(begun)
  await record(3, true)
  await mend()
  recordAnew(begun)
  find(8n, false)
  let calls = 0
  while (!(await record(3, calls++ % 2 === 0))) await append()
  expect(calls).toBeLessThanOrEqual(6)
  expect(await told()).toEqual(BUYERS.filter((buyer) => buyer !== 8).map((buyer) => `+${buyer}`))
  expect(recordedHere()).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('what waits for a tick is recorded before what the tick finds, so that instants never go back', async () => {
  const { number, changeLog, record } = await computed('order')
  await record(3, true)
  const found = { audience: number, version: 1, profile: 10n, entered: true, at: START + 500 }
  await changeLog.append([{ ...found, cause: { kind: 'edge' }, dueAt: START }])
  const rows = await stores.warehouse.query<{ readonly profile: string; readonly at: string }>(
    render(sql`SELECT profile, at FROM changes WHERE audience = ${uint64(number)} ORDER BY seq`),
  )
  expect(rows.map(({ profile }) => profile)).toEqual(['1', '2', '3', '10'])
  expect(rows.map(({ at }) => Number(at))).toEqual(rows.map(({ at }) => Number(at)).toSorted())
})
