import { expect, test } from 'vitest'
import { createTimeFormat, formatAge } from './time.ts'

const at = Date.UTC(2026, 10, 22, 23, 5, 9)

test('instants are written in the zone that is given', () => {
  expect(createTimeFormat('UTC').second(at)).toBe('22 Nov 2026, 23:05:09')
  expect(createTimeFormat('Europe/Berlin').minute(at)).toBe('23 Nov 2026, 00:05')
  expect(createTimeFormat('America/New_York').day(at)).toBe('22 Nov 2026')
})

test('ages look both ways', () => {
  expect(formatAge(at, at + 500)).toBe('just now')
  expect(formatAge(at, at + 300_000)).toBe('5 min ago')
  expect(formatAge(at + 3 * 86_400_000, at)).toBe('in 3 d')
})
