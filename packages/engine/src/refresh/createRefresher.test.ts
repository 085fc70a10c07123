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
/** Asks which identifiers somebody has. */
const IDENTIFIERS = /AS kind FROM assignments WHERE/

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())

interface Running {
  readonly refresher: Refresher
  /** Makes an audience more and waits until it is in force. */
  readonly add: (id: string, definition: Definition) => Promise<void>
  /** Takes all audiences out of force. */
  readonly archiveAll: () => Promise<void>
  /** Statements asked so far. */
  readonly asked: () => readonly string[]
  /** The changes of an audience, the first one by default. */
  readonly told: (id?: string) => Promise<readonly string[]>
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
  const live: InForce[] = []
  const request = async (name: string, definition: Definition): Promise<void> => {
    const number = await stores.audience(name)
    await requestBackfill(metadata.db, { audience: number, version: 1, at: START })
    live.push({ id: name, number, version: 1, definition })
  }
  await request(id, BUYERS)
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
    library: () => Promise.resolve({ live: [...live], meanings: nothingDefined.meanings }),
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
    add: async (name, definition) => {
      await request(name, definition)
      refresher.reload()
      await refresher.settle()
    },
    archiveAll: async () => {
      live.length = 0
      refresher.reload()
      await refresher.settle()
    },
    told: async (name = id) => {
      const number = live.find((audience) => audience.id === name)?.number ?? 0
      const rows = await real.query<{ profile: string; entered: number }>(
        render(
          sql`SELECT profile, entered FROM changes WHERE audience = ${uint64(number)} ORDER BY seq`,
        ),
      )
      return rows.map(({ profile, entered }) => `${profile} ${entered === 1 ? 'entered' : 'left'}`)
    },
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
      .filter((text) => /FROM (messages|members_by_\w+)/.test(text)),
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
      .filter((text) => IDENTIFIERS.test(text)).length
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

/** What is read of people. */
const readOf = (statements: readonly string[]): readonly string[] => [
  ...new Set(
    statements.flatMap((text) => {
      if (IDENTIFIERS.test(text)) return ['identifiers']
      return /FROM (messages) WHERE/.exec(text)?.[1] ?? []
    }),
  ),
]

test('who is at hand when an audience comes into force that looks at no more is not read again, and keeps its record', async () => {
  const { refresher, asked, told, send, add } = await running('base')
  await refresher.start(new Map())
  await refresher.settle()
  await send(message('stays', { timestamp: CLOCK - 1_000 }))
  await refresher.settle()
  const before = asked().length
  await add('orders', { ...BUYERS, window: { last: '7d' } })
  await add('few', { ...BUYERS, window: { last: '7d' }, aggregate: 'count', is: { atMost: 1 } })
  const stays = await stores.profile('stays')
  await send(message('stays', { timestamp: CLOCK }))
  await refresher.settle()
  await refresher.close()
  const ofStays = async (id?: string): Promise<readonly string[]> =>
    (await told(id)).filter((line) => line.startsWith(`${stays} `))
  expect(await ofStays()).toEqual([`${stays} entered`])
  expect(await ofStays('orders')).toEqual([`${stays} entered`])
  expect(await ofStays('few')).toEqual([`${stays} entered`, `${stays} left`])
  expect(readOf(asked().slice(before))).toEqual([])
})

test('of who is at hand when one comes into force that looks at more, only the evidence is read', async () => {
  const { refresher, asked, told, send, add } = await running('before-more')
  await refresher.start(new Map())
  await refresher.settle()
  await send(message('more', { timestamp: CLOCK - 1_000, properties: { currency: 'EUR' } }))
  await refresher.settle()
  const before = asked().length
  const inEuros = { property: 'currency', is: { equals: 'EUR' } } as const
  await add('euros', { ...BUYERS, where: [inEuros], aggregate: 'count', is: { exactly: 1 } })
  await send(message('more', { timestamp: CLOCK, properties: { currency: 'EUR' } }))
  await refresher.settle()
  await refresher.close()
  const more = await stores.profile('more')
  expect((await told('euros')).filter((line) => line.startsWith(`${more} `))).toEqual([
    `${more} entered`,
    `${more} left`,
  ])
  expect(readOf(asked().slice(before))).toEqual(['messages'])
})

test('who was there before the start is read without asking for identifiers', async () => {
  await recorded(message('before-start', { timestamp: CLOCK - 1_000 }))
  const { refresher, asked, send } = await running('known')
  await refresher.start(new Map())
  await refresher.settle()
  while (!asked().some((text) => text.includes('AS owners FROM'))) await setTimeout(5)
  // The answer to it.
  await setTimeout(100)
  const before = asked().length
  await send(message('before-start', { timestamp: CLOCK }))
  await refresher.settle()
  await refresher.close()
  expect(readOf(asked().slice(before))).toEqual(['messages'])
})

test('what comes while there is no audience counts for one that comes into force later', async () => {
  const { refresher, told, send, add, archiveAll } = await running('first')
  await refresher.start(new Map())
  await refresher.settle()
  await send(message('patient', { timestamp: CLOCK - 3_000 }))
  await refresher.settle()
  await archiveAll()
  await send(message('patient', { timestamp: CLOCK - 2_000 }))
  await refresher.settle()
  await add('thrice', { ...BUYERS, aggregate: 'count', is: { atLeast: 3 } })
  await send(message('patient', { timestamp: CLOCK - 1_000 }))
  await refresher.settle()
  await refresher.close()
  const patient = await stores.profile('patient')
  expect((await told('thrice')).filter((line) => line.startsWith(`${patient} `))).toEqual([
    `${patient} entered`,
  ])
})
