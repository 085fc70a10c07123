import fc from 'fast-check'
import { expect, test } from 'vitest'
import { periodAt, periodName, startOfPeriod } from './period.ts'

const at = (text: string) => Date.parse(text)

test('months and weeks begin at midnight of the zone', () => {
  const zone = 'Europe/Berlin'
  const march = periodAt(at('2026-03-31T21:59:59.999Z'), 'month', zone)
  expect(periodName(march, 'month')).toBe('2026-03')
  expect(periodAt(at('2026-03-31T22:00:00Z'), 'month', zone)).toBe(march + 1)
  expect(startOfPeriod(march, 'month', zone)).toBe(at('2026-02-28T23:00:00Z'))
  const week = periodAt(at('2026-11-22T22:59:59Z'), 'week', zone)
  expect(periodName(week, 'week')).toBe('2026-11-16')
  expect(startOfPeriod(week + 1, 'week', zone)).toBe(at('2026-11-22T23:00:00Z'))
})

test('an instant lies between the start of its period and that of the next', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: at('1900-01-02T00:00:00Z'), max: at('2200-01-01T00:00:00Z') }),
      fc.constantFrom('week' as const, 'month' as const),
      fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata'),
      (instant, length, zone) => {
        const number = periodAt(instant, length, zone)
        expect(startOfPeriod(number, length, zone)).toBeLessThanOrEqual(instant)
        expect(startOfPeriod(number + 1, length, zone)).toBeGreaterThan(instant)
      },
    ),
  )
})
