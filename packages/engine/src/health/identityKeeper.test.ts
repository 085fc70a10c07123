import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Identifier, Message } from '@muster/core'
import { readIdentityDays } from '../metadata/health/identityDays.ts'
import { message, openStores, START, type Stores } from '../read/test-support/stores.ts'
import { countDays } from './countDays.ts'
import { createHealth } from './createHealth.ts'

const DAY = 86_400_000
/** 2027-01-15, in the numbers of days. */
const FIRST = Math.floor(START / DAY)
let stores: Stores
let now = START + 3.5 * DAY

const user = (value: string): Identifier => ({ kind: 'user_id', value })
const cookie = (value: string): Identifier => ({ kind: 'anonymous_id', value })
const device = (value: string): Identifier => ({ kind: 'device_id', value })
const consent = { consent: { categoryPreferences: { Advertising: false } } }
const sent = (
  day: number,
  identifiers: readonly Identifier[],
  facts: Partial<Message> = {},
): Message => {
  const at = START + day * DAY
  return message('', { timestamp: at, receivedAt: at, event: 'Page Viewed', identifiers, ...facts })
}

beforeAll(async () => {
  stores = await openStores()
  await stores.record(
    // Ada is anonymous on the first day, signs in on the second, and comes from a telephone on the third.
    sent(0, [cookie('a1')]),
    sent(0, [cookie('a1')]),
    sent(1, [user('ada'), cookie('a1')], { context: consent }),
    sent(2, [user('ada'), device('a2')]),
    // Ben is known from the first day on, on one device, and only tells a trait on the third.
    sent(0, [user('ben'), cookie('b1')]),
    sent(2, [user('ben')], { kind: 'identify', event: '' }),
    // Somebody stays anonymous; what is no decision on consent is none.
    sent(2, [cookie('c1')], { context: { consent: { categoryPreferences: {} } } }),
    sent(3, [user('today')]),
  )
})
afterAll(() => stores.close())

const counts = async (zone = 'UTC') =>
  (await countDays(stores.warehouse, zone, FIRST, FIRST + 2)).map(
    ({ active, known, severalDevices, consented, events, knownEvents }) => [
      ...[active, known, severalDevices, consented, events, knownEvents],
    ],
  )

test('a day tells what was known by its end, of whoever sent anything on it', async () => {
  expect(await counts()).toEqual([
    [2, 1, 0, 0, 3, 1],
    [1, 1, 0, 1, 1, 1],
    [3, 2, 1, 1, 2, 1],
  ])
})

test('days begin at midnight of the zone', async () => {
  // 08:00 UTC is 21:00 of the same day on one side of the world and of the day before on none; at +16 hours the day is the next.
  expect((await countDays(stores.warehouse, 'Pacific/Kiritimati', FIRST, FIRST))[0]).toMatchObject({
    ...{ from: FIRST * DAY - 14 * 3_600_000, active: 2 },
  })
  expect(await counts('America/Los_Angeles')).toEqual(await counts())
})

const healthOf = (fallPoints: number | null = 5) =>
  createHealth({
    ...stores,
    clock: () => now,
    zone: () => 'UTC',
    fallPoints: () => fallPoints,
    onError: (error) => {
      throw error
    },
  })

test('whole days are kept from the first message on, without today, and merges of the log with them', async () => {
  const { keeper, identity, glance } = healthOf()
  await keeper.fill()
  const { days, now: present, largest, falls, rule } = await identity()
  expect(days.map(({ day, active, isBackfilled }) => [day, active, isBackfilled])).toEqual([
    [FIRST, 2, true],
    [FIRST + 1, 1, true],
    [FIRST + 2, 3, true],
  ])
  expect(days[2]?.rates).toEqual({ match: 2 / 3, matchByEvents: 0.5, stitch: 0.5, consent: 1 / 3 })
  expect(present).toMatchObject({ profiles: 4, known: 3, severalDevices: 1, identifiers: 7 })
  expect(largest[0]).toMatchObject({ identifiers: 3 })
  expect([falls, rule]).toEqual([[], { points: 5, days: 7, least: 30 }])
  expect((await glance()).identity).toMatchObject({ day: '2027-01-17', falls: [] })
})

test('a day from before the first start is counted anew when its messages come later, another is not', async () => {
  const { keeper } = healthOf()
  const keptBefore = await readIdentityDays(stores.metadata.db, 0)
  now = START + 3.6 * DAY
  await stores.record(sent(1, [cookie('late')], { receivedAt: now }))
  now += 60_000
  await keeper.fill()
  const kept = await readIdentityDays(stores.metadata.db, 0)
  expect(kept.map(({ active }) => active)).toEqual([2, 2, 3])
  expect(kept[0]).toEqual(keptBefore[0])

  // Counted a minute after midnight: that stays, as it was then.
  now = (FIRST + 4) * DAY + 60_000
  await keeper.fill()
  await stores.record(sent(3, [cookie('later')], { receivedAt: now + 1 }))
  now += 120_000
  await keeper.fill()
  const last = (await readIdentityDays(stores.metadata.db, 0)).at(-1)
  expect(last).toMatchObject({ day: FIRST + 3, active: 1 })
})

test('a fall is told in words, and the next step with it; with the rule off nothing is', async () => {
  const crowd = (day: number, known: number) =>
    Array.from({ length: 40 }, (_, i) =>
      sent(day, [i < known ? user(`u${i}`) : cookie(`crowd ${day} ${i}`)]),
    )
  await stores.record(...[5, 6, 7].flatMap((day) => crowd(day, 30)), ...crowd(8, 10))
  now = (FIRST + 9) * DAY + 60_000
  const { keeper, glance, identity } = healthOf()
  await keeper.fill()
  expect((await identity()).falls).toMatchObject([{ rate: 'match', was: 0.75, is: 0.25 }])
  const { warnings } = await glance()
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(
    /^The match rate to known fell to 25\.0 % on 2027-01-23, 50\.0 points below the median/,
  )
  expect((await healthOf(null).glance()).warnings).toEqual([])
  expect((await healthOf(60).glance()).warnings).toEqual([])
})
