import { expect, test } from 'vitest'
import type { Aggregate, Filter, NumberTest, Predicate } from '../audience/definition.ts'
import type { EventFact } from '../evidence/evidence.ts'
import type { Json } from '../value/json.ts'
import { event, holds } from './profile.test-support.ts'

const order = (value: Json, at = '2024-03-01', id = at): EventFact =>
  event(at, 'Order', { x: value }, id)

/** Whether an aggregate over the orders of these values satisfies a test. */
function over(values: readonly Json[], aggregate: Aggregate, is: NumberTest | Predicate): boolean {
  return holds(
    { event: 'Order', aggregate, is },
    { events: values.map((v, i) => order(v, undefined, `m${i}`)) },
  )
}

function passes(where: Filter, fact: Partial<EventFact>, zone = 'UTC'): boolean {
  return holds(
    { event: 'A', where },
    { events: [{ ...event('2024-03-30T23:30Z', 'A'), ...fact }] },
    { zone },
  )
}

test('[E1] facts stand by timestamp, then by the bytes of their ids, however they arrive', () => {
  const facts = [
    order('last', '2024-03-02', '👍'),
    order('middle', '2024-03-02', '\uFFFD'),
    order('first', '2024-03-01', 'z'),
  ]
  for (const events of [facts, facts.toReversed()]) {
    expect(
      holds({ event: 'Order', aggregate: { first: 'x' }, is: { equals: 'first' } }, { events }),
    ).toBe(true)
    expect(
      holds({ event: 'Order', aggregate: { last: 'x' }, is: { equals: 'last' } }, { events }),
    ).toBe(true)
  }
})

test('[E2] events are selected by name, names, beginning or any', () => {
  const events = [event('2024-03-01', 'Order Completed')]
  expect(holds({ event: 'Order Completed' }, { events })).toBe(true)
  expect(holds({ event: 'order completed' }, { events })).toBe(false)
  expect(holds({ event: ['X', 'Order Completed'] }, { events })).toBe(true)
  expect(holds({ event: { startsWith: 'Order' } }, { events })).toBe(true)
  expect(holds({ event: { startsWith: 'order' } }, { events })).toBe(false)
  expect(holds({ event: '*' }, { events })).toBe(true)
  expect(holds({ event: ['*'] }, { events })).toBe(false)
  expect(holds({ event: ['*'] }, { events: [event('2024-03-01', '*')] })).toBe(true)
})

test('[E3] filters combine; a list needs all of its members and an empty one none', () => {
  const yes = { property: 'x', is: { equals: 1 } }
  const no = { property: 'x', is: { equals: 2 } }
  const fact = { properties: { x: 1 } }
  expect(passes([], fact)).toBe(true)
  expect(passes([yes, no], fact)).toBe(false)
  expect(passes({ any: [yes, no] }, fact)).toBe(true)
  expect(passes({ all: [yes, { not: no }] }, fact)).toBe(true)
  expect(passes({ not: { any: [yes, no] } }, fact)).toBe(false)
})

test('[E4] properties and context are two places', () => {
  const fact = { properties: { x: 1 }, context: { page: { path: '/sale' } } }
  expect(passes({ context: 'page.path', is: { startsWith: '/sale' } }, fact)).toBe(true)
  expect(passes({ property: 'page.path', is: { exists: true } }, fact)).toBe(false)
})

test('[E5] one and the same element must pass the inner filter', () => {
  const fact = {
    properties: { products: [{ category: 'a', price: 1 }, { category: 'b', price: 9 }, null] },
  }
  const category = (c: string): Filter => [
    { property: 'category', is: { equals: c } },
    { property: 'price', is: { atLeast: 5 } },
  ]
  expect(passes({ some: 'products', where: category('b') }, fact)).toBe(true)
  expect(passes({ some: 'products', where: category('a') }, fact)).toBe(false)
  expect(
    passes({ some: 'products', where: { property: 'category', is: { exists: false } } }, fact),
  ).toBe(true)
  expect(
    passes(
      { some: 'carts[].lines', where: { property: 'n', is: { equals: 2 } } },
      { properties: { carts: [{ lines: [{ n: 1 }] }, { lines: [{ n: 2 }] }] } },
    ),
  ).toBe(true)
  expect(passes({ some: 'missing', where: [] }, fact)).toBe(false)
})

test('[E6] inside of "some", context and time are the event’s', () => {
  const fact = { properties: { products: [{ x: 1 }] }, context: { x: 2 } }
  expect(
    passes(
      {
        some: 'products',
        where: [
          { context: 'x', is: { equals: 2 } },
          { property: 'x', is: { equals: 1 } },
        ],
      },
      fact,
    ),
  ).toBe(true)
  expect(passes({ some: 'products', where: { time: { weekday: ['sat'] } } }, fact)).toBe(true)
})

test('[E7] time is the local clock’s; weekday and hours must both hold', () => {
  expect(passes({ time: { weekday: ['sat'] } }, {})).toBe(true)
  expect(passes({ time: { weekday: ['sun'], hours: [0, 1] } }, {}, 'Europe/Berlin')).toBe(true)
  expect(passes({ time: { weekday: ['sat'], hours: [0, 1] } }, {}, 'Europe/Berlin')).toBe(false)
  expect(passes({ time: { hours: [22, 23] } }, {})).toBe(false)
  expect(passes({ time: { hours: [23, 24] } }, {})).toBe(true)
})

test('[E8] counts ask for at least one by default; active days are local days', () => {
  const events = [event('2024-03-01T23:30Z', 'A'), event('2024-03-02T00:30Z', 'A')]
  const days = (n: number, zone: string): boolean =>
    holds({ event: 'A', aggregate: 'daysActive', is: { exactly: n } }, { events }, { zone })
  expect(days(2, 'UTC')).toBe(true)
  expect(days(1, 'Europe/Berlin')).toBe(true)
  expect(holds({ event: 'A' }, { events })).toBe(true)
  expect(holds({ event: 'B' }, { events })).toBe(false)
  expect(holds({ event: 'A', aggregate: 'daysActive' }, { events })).toBe(true)
  expect(holds({ event: 'A', aggregate: { distinct: 'x' } }, { events })).toBe(false)
  expect(holds({ event: 'B', is: { exactly: 0 } }, { events })).toBe(true)
})

test('[E9] an aggregate takes every value that the path leads to', () => {
  const events = [
    event('2024-03-01', 'A', { p: [{ n: 1 }, { n: 2 }, {}] }),
    event('2024-03-02', 'A', { p: [{ n: 4 }] }),
  ]
  expect(holds({ event: 'A', aggregate: { sum: 'p[].n' }, is: { exactly: 7 } }, { events })).toBe(
    true,
  )
})

test('[E10] distinct values differ by type and content', () => {
  expect(over([1, '1', true, 1n, 1.5], { distinct: 'x' }, { exactly: 4 })).toBe(true)
  expect(
    over([{ a: 1, b: 2 }, { b: 2, a: 1 }, [1], [1, 2]], { distinct: 'x' }, { exactly: 3 }),
  ).toBe(true)
  expect(over([null], { distinct: 'x' }, { exactly: 0 })).toBe(true)
})

test('[E11] the sum of nothing is 0; an average divides by the numbers that took part', () => {
  expect(over([], { sum: 'x' }, { exactly: 0 })).toBe(true)
  expect(over([1, '100', null, 2], { average: 'x' }, { exactly: 1.5 })).toBe(true)
  expect(over([1, 1, 2], { average: 'x' }, { moreThan: 1.333333333333 })).toBe(true)
})

test('[E12] least and greatest, of any magnitude', () => {
  expect(over([1e20, 3, -1e300], { max: 'x' }, { exactly: 1e20 })).toBe(true)
  expect(over([1e20, 3, -1e300], { min: 'x' }, { exactly: -1e300 })).toBe(true)
  expect(
    over(
      [9_007_199_254_740_993n, 9_007_199_254_740_992],
      { min: 'x' },
      { exactly: 9_007_199_254_740_992n },
    ),
  ).toBe(true)
})

test('[E13] what is no number takes no part, and nothing is missing', () => {
  for (const aggregate of [{ average: 'x' }, { min: 'x' }, { max: 'x' }]) {
    expect(over(['5', true, [1]], aggregate, { atMost: 1e300 })).toBe(false)
    expect(over(['5', true, [1]], aggregate, { atLeast: -1e300 })).toBe(false)
  }
  expect(over(['5'], { sum: 'x' }, { exactly: 0 })).toBe(true)
})

test('[E14] first and last are of the events that have a value', () => {
  const events = [
    event('2024-03-01', 'A'),
    event('2024-03-02', 'A', { p: [null, 'b', 'c'] }),
    event('2024-03-03', 'A', { p: ['d', 'e'] }),
    event('2024-03-04', 'A', { p: [] }),
  ]
  expect(holds({ event: 'A', aggregate: { first: 'p[]' }, is: { equals: 'b' } }, { events })).toBe(
    true,
  )
  expect(holds({ event: 'A', aggregate: { last: 'p[]' }, is: { equals: 'e' } }, { events })).toBe(
    true,
  )
  expect(holds({ event: 'A', aggregate: { last: 'q' }, is: { exists: false } }, { events })).toBe(
    true,
  )
  expect(holds({ event: 'A', aggregate: { last: 'q' }, is: { atMost: 5 } }, { events })).toBe(false)
})

test('[E15] a ratio is exact, and holds for nothing when it has no value', () => {
  const events = [order(1), order(3, '2024-03-02'), event('2024-03-01', 'Zero', { x: 0 })]
  const ratio = (x: string, y: string, is: NumberTest): boolean =>
    holds(
      {
        ratio: [
          { event: x, aggregate: { sum: 'x' } },
          { event: y, aggregate: { average: 'x' } },
        ],
        is,
      },
      { events },
    )
  expect(ratio('Order', 'Order', { exactly: 2 })).toBe(true)
  expect(ratio('Order', 'Zero', { atLeast: -1e300 })).toBe(false)
  expect(ratio('Order', 'None', { atLeast: -1e300 })).toBe(false)
  expect(ratio('None', 'Order', { exactly: 0 })).toBe(true)
  const thirds = {
    ratio: [{ event: 'Order' }, { event: '*' }] as const,
    is: { exactly: 0.666666666666 },
  }
  expect(holds(thirds, { events })).toBe(false)
})

test('[E15] a negative divisor turns no comparison round', () => {
  const events = [order(-2), event('2024-03-01', 'Y', { x: -4 })]
  const sum = (name: string) => ({ event: name, aggregate: { sum: 'x' } }) as const
  expect(holds({ ratio: [sum('Order'), sum('Y')], is: { exactly: 0.5 } }, { events })).toBe(true)
  expect(holds({ ratio: [sum('Order'), { event: 'Y' }], is: { lessThan: -1 } }, { events })).toBe(
    true,
  )
})

test('[E16] in a ratio single numbers count as decimals of nine places', () => {
  const ratioOf = (value: Json, is: NumberTest): boolean =>
    holds(
      { ratio: [{ event: 'Order', aggregate: { max: 'x' } }, { event: 'Order' }], is },
      { events: [order(value)] },
    )
  expect(ratioOf(1.0000000019, { exactly: 1.000000001 })).toBe(true)
  expect(ratioOf(1e18, { atLeast: 0 })).toBe(false)
  expect(ratioOf('5', { atLeast: 0 })).toBe(false)
  expect(
    holds(
      {
        ratio: [{ event: 'Order', aggregate: { last: 'x' } }, { event: 'Order' }],
        is: { exactly: 5 },
      },
      { events: [order(5)] },
    ),
  ).toBe(true)
})
