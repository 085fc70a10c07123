import { describe, expect, test } from 'vitest'
import type { JsonObject } from '@muster/core'
import type { CatalogueLimits } from './limits.ts'
import { createCounts, type Counts } from './counts.ts'
import { catalogueForCheck } from './forCheck.ts'
import { defaultCatalogueLimits } from './limits.ts'
import type { CountedMessage } from './messagesSince.ts'
import { reportOf } from './report.ts'

const counted = (limits: Partial<CatalogueLimits>, messages: readonly CountedMessage[]): Counts => {
  const counts = createCounts({ ...defaultCatalogueLimits, ...limits }, () => undefined)
  for (const message of messages) counts.countMessage(message)
  return counts
}
const event = (properties: JsonObject, facts: Partial<CountedMessage> = {}): CountedMessage => ({
  kind: 'track',
  event: 'Order Completed',
  timestamp: 1_000,
  receivedAt: 1_000,
  properties,
  traits: {},
  identifiers: [{ kind: 'email' }],
  ...facts,
})
const pathsIn = (counts: Counts) =>
  reportOf(counts, new Set()).events[0]?.properties.map(({ path, types }) => [
    path,
    Object.fromEntries(types.map(({ type, count }) => [type, count])),
  ])

test('each type at a path is counted, and null is no value', () => {
  const counts = counted({}, [
    event({ a: 'x', b: 1, c: true, d: '2027-01-15T08:00:00Z', e: [], f: {}, g: null }),
    event({ a: 5n, b: 1.5, d: '2027-13-01' }),
  ])
  expect(pathsIn(counts)).toEqual([
    ['a', { number: 1, text: 1 }],
    ['b', { number: 2 }],
    ['c', { boolean: 1 }],
    ['d', { instant: 1, text: 1 }],
    ['e', { array: 1 }],
    ['f', { object: 1 }],
  ])
})

test('paths go into objects and arrays', () => {
  const products = [{ category: 'shoes', price: { net: 5 } }, { category: 'hats' }]
  expect(pathsIn(counted({}, [event({ a: { b: 1 }, products, tags: ['x', null] })]))).toEqual([
    ['a', { object: 1 }],
    ['a.b', { number: 1 }],
    ['products', { array: 1 }],
    ['products[]', { object: 2 }],
    ['products[].category', { text: 2 }],
    ['products[].price', { object: 1 }],
    ['products[].price.net', { number: 1 }],
    ['tags', { array: 1 }],
    ['tags[]', { text: 1 }],
  ])
})

test('a key that holds dots and the way into an object are one path', () => {
  const counts = counted({}, [event({ 'a.b': 1, a: { b: 'x' } })])
  expect(pathsIn(counts)).toContainEqual(['a.b', { number: 1, text: 1 }])
})

test('names of the language itself are names like any other', () => {
  const odd: JsonObject = JSON.parse('{"__proto__":{"constructor":1},"":"x"}') as JsonObject
  expect(pathsIn(counted({}, [event(odd)]))).toEqual([
    ['', { text: 1 }],
    ['__proto__', { object: 1 }],
    ['__proto__.constructor', { number: 1 }],
  ])
})

test('samples are distinct, few, short and in the order in which they came', () => {
  const counts = counted(
    { samples: 3, sampleLength: 4 },
    ['b', 'a', 'b', 'too long', 'c', 'd'].map((a) => event({ a })),
  )
  expect(reportOf(counts, new Set(['a'])).events[0]?.properties).toEqual([
    {
      path: 'a',
      types: [{ type: 'text', count: 6 }],
      samples: ['b', 'a', 'c'],
      firstSeenAt: 1_000,
      lastSeenAt: 1_000,
      promoted: true,
    },
  ])
})

test('first and last are by when it happened, in whatever order it came', () => {
  const counts = counted(
    {},
    [7, 3, 9].map((timestamp) => event({}, { timestamp })),
  )
  expect(reportOf(counts, new Set()).events).toMatchObject([
    { name: 'Order Completed', count: 3, firstSeenAt: 3, lastSeenAt: 9 },
  ])
})

test('traits of profiles and of accounts, and kinds of identifiers, have counts of their own', () => {
  const none = { event: '', properties: {} }
  const report = reportOf(
    counted({}, [
      { ...event({}), ...none, kind: 'identify', traits: { plan: 'pro', gone: null } },
      { ...event({}), ...none, kind: 'group', traits: { seats: 3 } },
    ]),
    new Set(),
  )
  expect(report.events).toEqual([])
  expect(report.traits.map(({ path }) => path)).toEqual(['plan'])
  expect(report.accountTraits.map(({ path }) => path)).toEqual(['seats'])
  expect(report.identifierKinds).toEqual([{ kind: 'email', count: 2 }])
})

describe('limits', () => {
  test('beyond so many paths values are counted together', () => {
    const counts = counted({ paths: 2 }, [
      event({ a: 1, b: { c: 1, d: 2 }, e: 3 }),
      event({ a: 1 }),
    ])
    expect(pathsIn(counts)).toEqual([
      ['a', { number: 2 }],
      ['b', { object: 1 }],
    ])
    expect(reportOf(counts, new Set()).events[0]?.unlisted).toBe(3)
  })

  test('beyond so many levels what is there is counted and not walked', () => {
    const counts = counted({ depth: 2 }, [event({ a: { b: { c: 1 }, e: {} } })])
    expect(pathsIn(counts)?.map(([path]) => path)).toEqual(['a', 'a.b', 'a.e'])
    expect(reportOf(counts, new Set()).events[0]?.unlisted).toBe(1)
  })

  test('beyond so many names of events and kinds they are counted together', () => {
    const counts = counted({ events: 1, identifierKinds: 1 }, [
      event({}),
      event({ x: 1 }, { event: 'Other', identifiers: [{ kind: 'phone' }] }),
    ])
    const report = reportOf(counts, new Set())
    expect(report.events.map(({ name }) => name)).toEqual(['Order Completed'])
    expect(report.unlistedEvents).toBe(1)
    expect(report.identifierKinds).toEqual([{ kind: 'email', count: 1 }])
  })

  test('only so many elements of an array are looked at', () => {
    const counts = counted({ elements: 2 }, [event({ tags: ['a', 'b', 'c', 4] })])
    expect(pathsIn(counts)).toContainEqual(['tags[]', { text: 2 }])
  })
})

describe('for the check', () => {
  test('gives names and types', () => {
    const { events, traits, identifierKinds } = catalogueForCheck(
      counted({}, [event({ a: { b: 1 } }), event({ a: 'x' })]),
    )
    expect([...(events.get('Order Completed') ?? [])]).toEqual([
      ['a', ['object', 'text']],
      ['a.b', ['number']],
    ])
    expect(traits.size).toBe(0)
    expect(identifierKinds).toEqual(['email'])
  })

  test('is silent below a key where something was left out', () => {
    const { events } = catalogueForCheck(
      counted({ depth: 2 }, [event({ a: { b: { c: 1 } }, ab: 1, z: { y: 1 } })]),
    )
    expect([...(events.get('Order Completed')?.keys() ?? [])]).toEqual(['a', 'ab', 'z', 'z.y'])
  })
})
