import { expect, test } from 'vitest'
import { LONGEST_DURATION, parseDuration } from './duration.ts'

test('[W2] a duration is a positive whole number and a unit', () => {
  expect(parseDuration('1s')).toBe(1_000)
  expect(parseDuration('90m')).toBe(5_400_000)
  expect(parseDuration('4h')).toBe(14_400_000)
  expect(parseDuration('30d')).toBe(2_592_000_000)
  expect(parseDuration('2w')).toBe(1_209_600_000)
  expect(parseDuration('3652425d')).toBe(LONGEST_DURATION)
})

test.each([
  '',
  'd',
  '0d',
  '-1d',
  '1.5d',
  '07d',
  '1 d',
  '1D',
  '1ms',
  '1y',
  '1d\n',
  '3652426d',
  '9999999999999999w',
])('[W2] %j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})
