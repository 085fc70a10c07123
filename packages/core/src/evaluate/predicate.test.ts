import { expect, test } from 'vitest'
import type { Predicate } from '../audience/definition.ts'
import type { Json } from '../value/json.ts'
import { satisfies } from './predicate.ts'
import { ms, T } from './profile.test-support.ts'

const is = (value: Json, predicate: Predicate, zone = 'UTC', at = T): boolean =>
  satisfies([value], predicate, { at: ms(at), zone })
const clock = { at: ms(T), zone: 'UTC' }

test('[P1] nothing satisfies only "exists: false"; of several values one is enough', () => {
  expect(satisfies([], { exists: false }, clock)).toBe(true)
  expect(satisfies([], { exists: true }, clock)).toBe(false)
  expect(satisfies([0], { exists: true }, clock)).toBe(true)
  expect(satisfies([0], { exists: false }, clock)).toBe(false)
  for (const p of [
    { atMost: 5 },
    { equals: '' },
    { before: '2100-01-01' },
    { length: { exactly: 0 } },
  ]) {
    expect(satisfies([], p, clock)).toBe(false)
  }
  expect(satisfies([1, 7], { atLeast: 5 }, clock)).toBe(true)
  expect(satisfies([1, 2], { atLeast: 5 }, clock)).toBe(false)
})

test('[P2] types are strict', () => {
  expect(is('5', { atLeast: 1 })).toBe(false)
  expect(is(5, { contains: '5' })).toBe(false)
  expect(is(true, { equals: 1 })).toBe(false)
  expect(is('abc', { length: { exactly: 3 } })).toBe(false)
  expect(is('abc', { includes: 'a' })).toBe(false)
  expect(is({ lat: '1', lon: 2 }, { near: { lat: 1, lon: 2, km: 1 } })).toBe(false)
  expect(is([1], { equals: 1 })).toBe(false)
})

test('[P3] values are equal by type and content', () => {
  expect(is(5, { equals: 5n })).toBe(true)
  expect(is(5, { equals: '5' })).toBe(false)
  expect(is(9_007_199_254_740_993n, { equals: 9_007_199_254_740_992 })).toBe(false)
  expect(is(0.1, { oneOf: ['0.1', true, 0.1] })).toBe(true)
  expect(is('é', { equals: 'e\u0301' })).toBe(false)
})

test('[P4] text is compared code point by code point', () => {
  expect(is('a👍b', { contains: '👍' })).toBe(true)
  expect(is('Pro', { startsWith: 'pro' })).toBe(false)
  expect(is('Pro', { endsWith: 'ro' })).toBe(true)
})

test('[P5] ignoring case lower-cases each code point by itself', () => {
  expect(is('ÉCOLE', { equals: 'école', ignoreCase: true })).toBe(true)
  expect(is('İX', { equals: 'ix', ignoreCase: true })).toBe(true)
  expect(is('ΟΔΟΣ', { equals: 'οδοσ', ignoreCase: true })).toBe(true)
  expect(is('ΟΔΟΣ', { equals: 'οδος', ignoreCase: true })).toBe(false)
  expect(is('STRASSE', { equals: 'straße', ignoreCase: true })).toBe(false)
  expect(is('xPROx', { contains: 'pro', ignoreCase: true })).toBe(true)
  expect(is('PROx', { startsWith: 'Pro', ignoreCase: true })).toBe(true)
  expect(is('xPRO', { endsWith: 'Pro', ignoreCase: true })).toBe(true)
  expect(is('B', { oneOf: ['a', 'b'], ignoreCase: true })).toBe(true)
  expect(is(5, { oneOf: ['5'], ignoreCase: true })).toBe(false)
})

test('[P6] a pattern matches anywhere, and a dot matches a line end', () => {
  expect(is('xa\nbx', { matches: 'a.b' })).toBe(true)
  expect(is('xa\nbx', { matches: '^a' })).toBe(false)
  expect(is('PRO', { matches: '(?i)^pro$' })).toBe(true)
  expect(is(5, { matches: '5' })).toBe(false)
})

test('[P7] numbers are tested exactly', () => {
  expect(is(9_223_372_036_854_775_807n, { lessThan: 2 ** 63 })).toBe(true)
  expect(is(9_007_199_254_740_993n, { moreThan: 9_007_199_254_740_992 })).toBe(true)
  expect(is(5, { between: [5, 6] })).toBe(true)
  expect(is(6, { between: [5, 6] })).toBe(true)
  expect(is(6.000001, { between: [5, 6] })).toBe(false)
  expect(is(0.1, { exactly: 0.1 })).toBe(true)
  expect(is(1, { lessThan: 1 })).toBe(false)
  expect(is(1, { atMost: 1 })).toBe(true)
})

test('[P8] "before" and "onOrAfter" split at the instant', () => {
  for (const [value, early] of [
    ['2024-03-31T09:59:59.999Z', true],
    [T, false],
  ] as const) {
    expect(is(value, { before: T })).toBe(early)
    expect(is(value, { onOrAfter: T })).toBe(!early)
  }
})

test('[P9] "withinLast" and "moreThanAgo" share the past without an overlap', () => {
  const edge = '2024-03-30T10:00:00Z'
  expect(is(edge, { withinLast: '1d' })).toBe(false)
  expect(is(edge, { moreThanAgo: '1d' })).toBe(true)
  expect(is('2024-03-30T10:00:00.001Z', { withinLast: '1d' })).toBe(true)
  expect(is('2024-03-30T10:00:00.001Z', { moreThanAgo: '1d' })).toBe(false)
  expect(is(T, { withinLast: '1d' })).toBe(true)
  expect(is('2024-03-31T10:00:00.001Z', { withinLast: '1d' })).toBe(false)
})

test('[P10] "withinNext" and "moreThanAhead" share the future without an overlap', () => {
  const edge = '2024-04-01T10:00:00Z'
  expect(is(T, { withinNext: '1d' })).toBe(false)
  expect(is(edge, { withinNext: '1d' })).toBe(true)
  expect(is(edge, { moreThanAhead: '1d' })).toBe(false)
  expect(is('2024-04-01T10:00:00.001Z', { moreThanAhead: '1d' })).toBe(true)
})

test('[P11] numbers and texts that only look like an instant are none', () => {
  for (const value of [0, 1_711_879_200_000, '2024-03-31T10:00:00', '2023-02-29', 'yesterday']) {
    expect(is(value, { before: '2100-01-01' })).toBe(false)
    expect(is(value, { onOrAfter: '1900-01-01' })).toBe(false)
    expect(is(value, { anniversaryWithin: '52w' })).toBe(false)
  }
})

test('[P12] an anniversary holds on the day itself and ahead of it, in the workspace’s zone', () => {
  expect(is('1984-03-31', { anniversaryWithin: '1s' })).toBe(true)
  expect(is('1984-03-30', { anniversaryWithin: '1d' })).toBe(false)
  expect(is('1984-04-01', { anniversaryWithin: '14h' })).toBe(false)
  expect(is('1984-04-01', { anniversaryWithin: '15h' })).toBe(true)
  expect(is('2084-03-31', { anniversaryWithin: '1s' })).toBe(true)
  expect(is('1984-03-31T23:30:00-11:00', { anniversaryWithin: '1s' })).toBe(true)
  // In Auckland T is 23:00 on the 31st: an hour later it is the 1st of April.
  expect(is('1984-04-01', { anniversaryWithin: '1h' }, 'Pacific/Auckland')).toBe(false)
  expect(is('1984-04-01', { anniversaryWithin: '3601s' }, 'Pacific/Auckland')).toBe(true)
  expect(is('1984-03-30', { anniversaryWithin: '3652425d' })).toBe(true)
})

test('[P12] 29 February comes round on the 28th in years without one', () => {
  const born = '2000-02-29'
  expect(is(born, { anniversaryWithin: '1s' }, 'UTC', '2023-02-28')).toBe(true)
  expect(is(born, { anniversaryWithin: '1s' }, 'UTC', '2023-03-01')).toBe(false)
  expect(is(born, { anniversaryWithin: '1s' }, 'UTC', '2024-02-28')).toBe(false)
  expect(is(born, { anniversaryWithin: '1s' }, 'UTC', '2024-02-29')).toBe(true)
})

test('[P13] arrays: an equal element, an element that satisfies, the number of elements', () => {
  expect(is([1, 'a', null], { includes: 'a' })).toBe(true)
  expect(is([[1]], { includes: 1 })).toBe(false)
  expect(is([1, 7], { some: { atLeast: 5 } })).toBe(true)
  expect(is([], { some: { exists: true } })).toBe(false)
  expect(is([null], { some: { exists: false } })).toBe(true)
  expect(is([1], { some: { exists: false } })).toBe(false)
  expect(is([[1, 2]], { some: { includes: 2 } })).toBe(true)
  expect(is([1, null], { length: { exactly: 2 } })).toBe(true)
})

test('[P14] near is a great circle with its rim inside', () => {
  const berlin = { lat: 52.52, lon: 13.405 }
  const munich = { lat: 48.137, lon: 11.575 }
  expect(is(munich, { near: { ...berlin, km: 505 } })).toBe(true)
  expect(is(munich, { near: { ...berlin, km: 503 } })).toBe(false)
  expect(is(berlin, { near: { ...berlin, km: 0 } })).toBe(true)
  const quarter = (Math.PI / 2) * 6371.0088
  expect(is({ lat: 90, lon: 0 }, { near: { lat: 0, lon: 0, km: quarter } })).toBe(true)
  expect(is({ lat: 90, lon: 0 }, { near: { lat: 0, lon: 0, km: quarter - 1e-6 } })).toBe(false)
  expect(is({ lat: 0, lon: 180 }, { near: { lat: 0, lon: -180, km: 0.001 } })).toBe(true)
  expect(is({ lat: 91, lon: 0 }, { near: { lat: 90, lon: 0, km: 30_000 } })).toBe(false)
  expect(is({ lat: 0, lon: null }, { near: { lat: 0, lon: 0, km: 30_000 } })).toBe(false)
})
