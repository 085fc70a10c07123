import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hash, mix, Random, runningTotals, seedWord } from './random.ts'

test('a place gives the same stream for ever', () => {
  const random = new Random(1, 2, 3, 4)
  // Written down, so that a change of the generator, which changes every shop, is noticed.
  expect([random.next(), random.next(), random.next()]).toEqual([
    2340316450, 1759337931, 2039768212,
  ])
})

test('neighbouring places share nothing', () => {
  const places = Array.from({ length: 40_000 }, (_, i) => hash(7, i % 200, Math.floor(i / 200), 1))
  // 40,000 draws from 2^32 collide 0.19 times on average.
  expect(new Set(places).size).toBeGreaterThan(39_996)
})

test('mix is a bijection: distinct words stay distinct', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (a, b) => {
      expect(mix(a) === mix(b)).toBe(a === b)
    }),
  )
})

test('even numbers are even', () => {
  const random = new Random(5, 0, 0, 1)
  const tenths = Array.from({ length: 10 }, () => 0)
  for (let i = 0; i < 100_000; i++) {
    const tenth = random.whole(0, 9)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  // Four standard deviations of a binomial with n = 100,000 and p = 0.1 are 380.
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(380)
})

test('weights and quantiles shape a draw', () => {
  const random = new Random(6, 0, 0, 1)
  const totals = runningTotals([1, 0, 3])
  const drawn = Array.from({ length: 20_000 }, () => random.weighted(totals))
  expect(drawn.filter((position) => position === 2).length / drawn.length).toBeCloseTo(0.75, 1)
  expect(drawn).not.toContain(1)
  const skewed = Array.from({ length: 20_000 }, () => random.quantile([0, 1, 10]))
  expect(skewed.filter((value) => value < 1).length / skewed.length).toBeCloseTo(0.5, 1)
  expect(Math.max(...skewed)).toBeLessThan(10)
})

test('a UUID looks like one and comes once', () => {
  const random = new Random(7, 0, 0, 1)
  const ids = Array.from({ length: 10_000 }, () => random.uuid())
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(ids).size).toBe(ids.length)
})

test('both halves of a large seed count, and its sign', () => {
  expect(seedWord(5)).not.toBe(seedWord(5 + 2 ** 32))
  expect(seedWord(-1)).not.toBe(seedWord(1))
})
