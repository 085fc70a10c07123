import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render, sql, uint64, type Definition, type Message } from '@muster/core'
import { requestBackfill } from '../metadata/audience/progress.ts'
import { recordMessages, resolveMessages } from '../record/record.ts'
import {
  message,
  nothingDefined,
  openStores,
  START,
  type Stores,
} from '../read/test-support/stores.ts'
import { openChangeLog, type ChangeLog } from './changeLog.ts'
import { createRefresher, type Refresher } from './createRefresher.ts'
import type { Tick } from './tick.ts'
import { touchedBy } from './touched.ts'
import type { InForce } from './program.ts'

const BUYERS: Definition = { event: 'Order Completed', window: { last: '30d' } }
const CLOCK = START + 86_400_000

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())

interface Running {
  readonly refresher: Refresher
  /** Statements asked so far. */
  readonly asked: () => readonly string[]
  readonly told: () => Promise<readonly string[]>
  /** The ticks that were reported. */
  readonly ticks: readonly Tick[]
  /** Records messages, and tells the refresher of them, as ingest does. */
  readonly send: (...messages: readonly Message[]) => Promise<void>
}

/** A refresher of one audience of its own, which has recorded everybody that there was. */
async function running(
  id: string,
  around: (log: ChangeLog) => ChangeLog = (log) => log,
  queued = 0,
): Promise<Running> {
  const { metadata, warehouse: real } = stores
  const number = await stores.audience(id)
  await requestBackfill(metadata.db, { audience: number, version: 1, at: START })
  const live: readonly InForce[] = [{ id, number, version: 1, definition: BUYERS }]
  const asked: string[] = []
  const ticks: Tick[] = []
  const warehouse: typeof real = {
    ...real,
    query: (statement, lane) => {
      asked.push(statement.text)
      return real.query(statement, lane)
    },
  }
  const changeLog = around(await openChangeLog(real, () => CLOCK))
  const refresher: Refresher = createRefresher({
    ...nothingDefined,
    ...{ metadata, warehouse, changeLog, pause: 1 },
    clock: () => CLOCK,
    library: () => Promise.resolve({ live, meanings: nothingDefined.meanings }),
    progressOfIngest: () => ({ oldestReceivedAt: undefined, assignments: 0n }),
    queued: () => queued,
    onTick: (tick) => ticks.push(tick),
    onError: (error) => {
      throw error
    },
  })
  return {
    refresher,
    ticks,
    asked: () => asked,
    told: async () =>
      (
        await real.query<{ profile: string; entered: number }>(
          render(
            sql`SELECT profile, entered FROM changes WHERE audience = ${uint64(number)} ORDER BY seq`,
          ),
        )
      ).map(({ profile, entered }) => `${profile} ${entered === 1 ? 'entered' : 'left'}`),
    send: async (...messages) => {
      for (const { profile, touch } of touchedBy(await recorded(...messages), CLOCK))
        refresher.touch(profile, touch)
    },
  }
}

const recorded = async (...messages: readonly Message[]) =>
  recordMessages(stores.warehouse, await resolveMessages(stores.resolver, messages))

test('somebody new is looked at without being read', async () => {
  const { refresher, asked, told, send } = await running('new')
  await refresher.start(new Map())
  await refresher.settle()
  const before = asked().length
  await send(message('newcomer', {}), message('newcomer', { event: 'Page Viewed' }))
  await refresher.settle()
  await refresher.close()
  expect(await told()).toEqual([`${await stores.profile('newcomer')} entered`])
  expect(
    asked()
      .slice(before)
      .filter((text) => /FROM (messages|members_by_profile)/.test(text)),
  ).toEqual([])
})

test('who is expected is read before the tick, and what comes meanwhile counts', async () => {
  await recorded(message('regular', { event: 'Page Viewed' }))
  const regular = await stores.profile('regular')
  const { refresher, asked, told, send } = await running('expected')
  await refresher.start(new Map())
  await refresher.settle()
  refresher.expect([regular])
  await send(message('regular', {}))
  await refresher.settle()
  const before = asked().length
  await send(message('regular', { event: 'Page Viewed' }))
  await refresher.settle()
  await refresher.close()
  expect((await told()).filter((line) => line.startsWith(`${regular} `))).toEqual([
    `${regular} entered`,
  ])
  expect(
    asked()
      .slice(before)
      .filter((text) => text.includes('FROM messages')),
  ).toEqual([])
})

test('while more is sent than can be taken nobody is read ahead, and changes are told all the same', async () => {
  await recorded(message('pressed', { event: 'Page Viewed' }))
  const pressed = await stores.profile('pressed')
  const { refresher, asked, told, send } = await running('pressed', undefined, 1_000_000)
  await refresher.start(new Map())
  await refresher.settle()
  const before = asked().length
  refresher.expect([pressed])
  expect(asked().slice(before)).toEqual([])
  await send(message('pressed', {}))
  await refresher.settle()
  await refresher.close()
  expect((await told()).filter((line) => line.startsWith(`${pressed} `))).toEqual([
    `${pressed} entered`,
  ])
})

test('whoever ends does not wait for a long tick, and leaves its mark where it was', async () => {
  const { refresher, asked, ticks } = await running('ended')
  await refresher.start(new Map())
  await refresher.settle()
  const [before, marked] = [asked().length, refresher.watermark()]
  const readings = (): number =>
    asked()
      .slice(before)
      .filter((text) => text.includes('FROM members_by_profile')).length
  for (let profile = 1n; profile <= 10_000n; profile++)
    refresher.touch(1_000_000n + profile, { cause: { kind: 'merge' }, dueAt: CLOCK })
  while (readings() === 0) await setTimeout(1)
  await refresher.close()
  expect(readings()).toBeLessThan(5)
  expect(refresher.watermark()).toBe(marked)
  expect(ticks.filter(({ touched }) => touched >= 10_000)).toEqual([])
})

test('somebody new whom a backfill records before the first look is not told twice', async () => {
  const send: (() => void)[] = []
  const { refresher, told } = await running('raced', (log) => ({
    ...log,
    // While what was computed is being recorded, word comes of somebody who was there already.
    reserve: (count) => {
      for (const touch of send.splice(0)) touch()
      return log.reserve(count)
    },
  }))
  const touched = touchedBy(await recorded(message('early', {})), CLOCK)
  send.push(() => {
    for (const { profile, touch } of touched) refresher.touch(profile, touch)
  })
  await refresher.start(new Map())
  await refresher.settle()
  await refresher.close()
  const early = await stores.profile('early')
  expect((await told()).filter((line) => line.startsWith(`${early} `))).toEqual([
    `${early} entered`,
  ])
})
