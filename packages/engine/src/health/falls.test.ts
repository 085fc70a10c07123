import { describe, expect, test } from 'vitest'
import { fallsIn, ratesOf } from './falls.ts'
import type { IdentityDay } from './healthApi.ts'

const day = (number: number, facts: Partial<IdentityDay> = {}): IdentityDay => ({
  ...{ day: number, from: number, to: number + 1, active: 1_000, known: 600, severalDevices: 300 },
  ...{ consented: 500, events: 4_000, knownEvents: 3_000, merges: 0, leftOut: 0, unmerges: 0 },
  computedAt: number + 1,
  ...facts,
})
const days = (count: number, facts: Partial<IdentityDay> = {}) =>
  Array.from({ length: count }, (_, i) => day(i, facts))

test('rates are shares of the active, of the known, and of nobody none', () => {
  expect(ratesOf(day(1))).toEqual({ match: 0.6, matchByEvents: 0.75, stitch: 0.5, consent: 0.5 })
  const nobody = { active: 0, known: 0, severalDevices: 0, consented: 0, events: 0, knownEvents: 0 }
  expect(Object.values(ratesOf(day(1, nobody)))).toEqual(Array(4).fill(undefined))
})

describe('a fall', () => {
  test('is more than so many points below the median of the seven days before', () => {
    expect(fallsIn([...days(7), day(7, { consented: 450 })], 5)).toEqual([])
    const [fall, ...others] = fallsIn([...days(7), day(7, { consented: 440 })], 5)
    expect(others).toEqual([])
    expect(fall).toMatchObject({ rate: 'consent', day: 7, was: 0.5, is: 0.44 })
    expect(fall?.points).toBeCloseTo(6)
  })

  test('is not hidden by one bad day before it, nor made by one good one', () => {
    const before = days(7).with(3, day(3, { consented: 0 }))
    expect(fallsIn([...before, day(7, { consented: 300 })], 5)).toHaveLength(1)
    expect(fallsIn([...days(7).with(3, day(3, { consented: 1_000 })), day(7)], 5)).toEqual([])
  })

  test('of an even number of days is measured from between the two in the middle', () => {
    const before = [400, 440, 500, 600].map((consented, i) => day(i, { consented }))
    const [fall] = fallsIn([...before, day(4, { consented: 200 })], 5)
    expect(fall?.was).toBeCloseTo(0.47)
  })

  test('is not told of few people, of few days, or of days long ago', () => {
    const few = { active: 20, known: 12, severalDevices: 6, consented: 0 }
    expect(fallsIn([...days(7), day(7, few)], 5)).toEqual([])
    expect(fallsIn([...days(2), day(2, { consented: 0 })], 5)).toEqual([])
    expect(fallsIn([...days(7), day(20, { consented: 0 })], 5)).toEqual([])
    expect(fallsIn([], 5)).toEqual([])
  })

  test('is further than chance would make a share of so few people', () => {
    const small = { active: 40, known: 30, severalDevices: 15, consented: 36 }
    const before = days(7, small)
    // Nine in ten of forty people: two standard errors are ten points, with nobody certain.
    expect(fallsIn([...before, day(7, { ...small, consented: 32 })], 5)).toEqual([])
    expect(fallsIn([...before, day(7, { ...small, consented: 30 })], 5)).toHaveLength(1)
    const all = days(7, { ...small, consented: 40 })
    expect(fallsIn([...all, day(7, { ...small, consented: 38 })], 4)).toEqual([])
  })

  test('of stitching is about the known alone', () => {
    const falls = fallsIn([...days(7), day(7, { severalDevices: 60 })], 5)
    expect(falls).toMatchObject([{ rate: 'stitch', was: 0.5, is: 0.1 }])
  })
})
