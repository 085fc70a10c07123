import { expect, test } from 'vitest'
import { formatChange, formatCount, formatMs, formatPart, formatPeople } from './number.ts'

test('counts have thousands separators', () => {
  expect(formatCount(1234567)).toBe('1,234,567')
})

test('a change shows its direction', () => {
  expect([1200, -3, 0].map(formatChange)).toEqual(['+1,200', '−3', '0'])
})

test('a tiny part is not nothing, and a part of nothing is', () => {
  expect(formatPart(1, 100_000)).toBe('<0.1%')
  expect(formatPart(1, 8)).toBe('12.5%')
  expect(formatPart(0, 0)).toBe('0%')
})

test.each([
  [85, '85 ms'],
  [1_240, '1.2 s'],
  [45_000, '45 s'],
  [180_000, '3 min'],
  [5 * 3_600_000, '5 h'],
  [12 * 86_400_000, '12 d'],
])('%d ms is written %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text)
})

test('one person, many people', () => {
  expect([1, 2, 0].map(formatPeople)).toEqual(['1 person', '2 people', '0 people'])
})
