import { expect, test } from 'vitest'
import { percentiles } from './percentiles.ts'

test('percentiles are values that occur, by nearest rank', () => {
  const values = Array.from({ length: 200 }, (_, i) => 200 - i)
  expect(percentiles(values)).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, max: 200 })
  expect(percentiles([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 })
})

test('numbers are ordered as numbers, and the list stays as it was', () => {
  const values = [100, 9, 10]
  expect(percentiles(values)?.p50).toBe(10)
  expect(values).toEqual([100, 9, 10])
})

test('of nothing there are no percentiles', () => {
  expect(percentiles([])).toBeUndefined()
})
