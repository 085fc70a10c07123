import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, ofEvent, SMALL, tellSmallShop, UNTIL } from './sample.test-support.ts'
import { createShop } from './shop.ts'
import type { Arrival, SegmentMessage } from './wire/message.ts'

const year = tellSmallShop()
const calm = tellSmallShop({ trouble: false })

/** Order and cart ids spell the person. */
function ownerOf(message: SegmentMessage, key: string): string {
  const id = message.properties?.[key]
  if (typeof id !== 'string') throw new TypeError(`no ${key}`)
  return id.split('-')[1] ?? ''
}

function take(arrivals: Iterable<Arrival>, count: number): Arrival[] {
  const taken: Arrival[] = []
  for (const arrival of arrivals) {
    taken.push(arrival)
    if (taken.length === count) break
  }
  return taken
}

test('the same seed and options tell the very same year', () => {
  expect(JSON.stringify(tellSmallShop())).toBe(JSON.stringify(year))
})

test('another seed tells another year', () => {
  expect(tellSmallShop({ seed: 12 })[500]?.message).not.toEqual(year[500]?.message)
})

test('history and live can be told in any order, side by side', () => {
  const shop = createShop(SMALL)
  const live = shop.live(UNTIL)[Symbol.iterator]()
  const past: Arrival[] = []
  const now: Arrival[] = []
  for (const arrival of shop.history()) {
    past.push(arrival)
    const next: IteratorResult<Arrival, unknown> = live.next()
    if (next.done !== true) now.push(next.value)
    if (past.length === 300) break
  }
  expect(past).toEqual(year.slice(0, 300))
  expect(now).toEqual(take(createShop(SMALL).live(UNTIL), 300))
})

test('arrivals are in order, within the asked days', () => {
  const instants = year.map(({ arrivesAt }) => arrivesAt)
  expect(instants.filter((at, position) => at < (instants[position - 1] ?? 0))).toEqual([])
  expect(instants[0]).toBeGreaterThan(UNTIL - 365 * DAY)
  expect(instants.at(-1)).toBeLessThanOrEqual(UNTIL)
})

test('on a perfect network everything arrives when it happens', () => {
  const disturbed = calm.filter(
    ({ arrivesAt, happenedAt, message, trouble }) =>
      arrivesAt !== happenedAt ||
      Date.parse(message.timestamp) !== happenedAt ||
      trouble !== undefined,
  )
  expect(disturbed).toEqual([])
})

test('live goes on where history ends: what is told does not depend on where the telling begins', () => {
  const shop = createShop(SMALL)
  const whole = year.filter(({ arrivesAt }) => arrivesAt > UNTIL - 40 * DAY)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 * DAY }), (back) => {
      const from = UNTIL - 40 * DAY + back
      const expected = whole.filter(({ arrivesAt }) => arrivesAt > from)
      expect(take(shop.live(from), expected.length)).toEqual(expected)
    }),
    { numRuns: 8 },
  )
})

test('carts live on: what is ordered in the live part was put into the cart there or in the history', () => {
  const shop = createShop({ ...SMALL, trouble: false })
  const all = [...calm, ...take(shop.live(UNTIL), 3000)]
  const added = new Map<string, number>()
  const fromHistory: string[] = []
  const strangers: string[] = []
  for (const { message, happenedAt } of all) {
    if (message.event === 'Product Added') {
      added.set(
        `${ownerOf(message, 'cart_id')} ${JSON.stringify(message.properties?.['sku']).slice(1, -1)}`,
        happenedAt,
      )
    }
    const isRefused = JSON.stringify(message.context).includes('"Analytics":false')
    if (message.event !== 'Order Completed' || happenedAt < UNTIL || isRefused) continue
    for (const sku of JSON.stringify(message.properties).match(/[A-Z]{3}-[0-9]{2}/g) ?? []) {
      const at = added.get(`${ownerOf(message, 'order_id')} ${sku}`)
      if (at === undefined || at < happenedAt - 5 * DAY) strangers.push(message.messageId)
      else if (at < UNTIL) fromHistory.push(message.messageId)
    }
  }
  expect(strangers).toEqual([])
  expect(fromHistory).not.toEqual([])
})

test('live brings new people and keeps the old ones', () => {
  const month = take(createShop(SMALL).live(UNTIL), 6000)
  const known = new Set(year.map(({ message }) => message.anonymousId))
  const ids = new Set(month.map(({ message }) => message.anonymousId))
  const returning = [...ids].filter((id) => known.has(id))
  expect(returning.length).toBeGreaterThan(50)
  expect(ids.size - returning.length).toBeGreaterThan(50)
})

test('people cause 20 to 40 messages a year, most of them few and a few of them many', () => {
  expect(year.length / SMALL.people).toBeGreaterThan(20)
  expect(year.length / SMALL.people).toBeLessThan(40)
  const perVisitor = new Map<string, number>()
  for (const { message } of year) {
    const id = message.anonymousId ?? ''
    if (id !== '') perVisitor.set(id, (perVisitor.get(id) ?? 0) + 1)
  }
  const counts = [...perVisitor.values()].sort((a, b) => b - a)
  const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0)
  expect(sum(counts.slice(0, counts.length / 5)) / sum(counts)).toBeGreaterThan(0.5)
})

test('November and December sell more than the summer, evenings more than nights', () => {
  const orders = ofEvent(calm, 'Order Completed').map(({ timestamp }) => new Date(timestamp))
  const inMonths = (months: readonly number[]): number =>
    orders.filter((at) => months.includes(at.getUTCMonth())).length
  expect(inMonths([10, 11])).toBeGreaterThan(1.5 * inMonths([6, 7]))
  const views = calm.filter(
    ({ message }) =>
      message.event === 'Product Viewed' && message.context['timezone'] === 'Europe/Berlin',
  )
  // Berlin is one or two hours ahead of UTC.
  const inHours = (from: number, to: number): number =>
    views.filter(({ happenedAt }) => {
      const hour = new Date(happenedAt).getUTCHours()
      return hour >= from && hour < to
    }).length
  expect(inHours(17, 21)).toBeGreaterThan(5 * inHours(0, 4))
})

test('some visits are logged in and some are not; some customers buy again and most do not', () => {
  const pages = calm.filter(({ message }) => message.type === 'page' || message.type === 'screen')
  const loggedIn = pages.filter(({ message }) => message.userId !== undefined).length / pages.length
  expect(loggedIn).toBeGreaterThan(0.15)
  expect(loggedIn).toBeLessThan(0.7)

  const orders = new Map<string, number>()
  for (const message of ofEvent(calm, 'Order Completed')) {
    const person = ownerOf(message, 'order_id')
    orders.set(person, (orders.get(person) ?? 0) + 1)
  }
  const buyers = orders.size / SMALL.people
  const repeaters = [...orders.values()].filter((count) => count > 1).length / orders.size
  expect(buyers).toBeGreaterThan(0.2)
  expect(buyers).toBeLessThan(0.7)
  expect(repeaters).toBeGreaterThan(0.2)
  expect(repeaters).toBeLessThan(0.7)
})

test('a shop that cannot be is refused', () => {
  expect(() => createShop({ ...SMALL, people: 0 })).toThrow(RangeError)
  expect(() => createShop({ ...SMALL, days: 1 })).toThrow(RangeError)
  expect(() => createShop({ ...SMALL, until: NaN })).toThrow(RangeError)
  expect(() => createShop({ ...SMALL, seed: NaN })).toThrow(RangeError)
  expect(() => createShop({ ...SMALL, trouble: { late: 2 } })).toThrow(RangeError)
})

test.each([3, 30, 400])('a shop of %d days has all of its people', (days) => {
  const shop = createShop({ ...SMALL, people: 200, days })
  expect([...shop.truth()].length).toBeGreaterThanOrEqual(200)
  expect([...shop.history()].length).toBeGreaterThan(200)
})
