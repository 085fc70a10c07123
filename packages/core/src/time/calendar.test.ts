import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  calendarWindow,
  hourOf,
  localDay,
  monthAndDay,
  nextMidnight,
  startOfDay,
  weekdayOf,
} from './calendar.ts'
import { dateOfDay, dayOfDate } from './civil.ts'
import { formatInstant, parseInstant } from './instant.ts'

const at = (text: string): number => parseInstant(text) ?? Number.NaN
const window = (...args: Parameters<typeof calendarWindow>): string[] => {
  const { from, to } = calendarWindow(...args)
  return [formatInstant(from), formatInstant(to)]
}

test('a day number and its date are each other’s inverse', () => {
  fc.assert(
    fc.property(fc.integer({ min: -800_000, max: 3_000_000 }), (day) => {
      const date = dateOfDay(day)
      expect(dayOfDate(date)).toBe(day)
      expect(
        formatInstant(day * 86_400_000).endsWith(
          `-${String(date.day).padStart(2, '0')}T00:00:00.000Z`,
        ),
      ).toBe(true)
    }),
  )
})

test('[W9] calendar periods begin and end at local midnight, summer time included', () => {
  const noon = at('2024-03-31T10:00:00Z') // the day on which Berlin goes to summer time, a Sunday
  expect(window('today', noon, 'Europe/Berlin')).toEqual([
    '2024-03-30T23:00:00.000Z',
    '2024-03-31T22:00:00.000Z',
  ])
  expect(window('yesterday', noon, 'Europe/Berlin')).toEqual([
    '2024-03-29T23:00:00.000Z',
    '2024-03-30T23:00:00.000Z',
  ])
  expect(window('this_week', noon, 'Europe/Berlin')).toEqual([
    '2024-03-24T23:00:00.000Z',
    '2024-03-31T22:00:00.000Z',
  ])
  expect(window('last_week', noon, 'Europe/Berlin')).toEqual([
    '2024-03-17T23:00:00.000Z',
    '2024-03-24T23:00:00.000Z',
  ])
  expect(window('this_month', noon, 'Europe/Berlin')).toEqual([
    '2024-02-29T23:00:00.000Z',
    '2024-03-31T22:00:00.000Z',
  ])
  expect(window('this_quarter', noon, 'UTC')).toEqual([
    '2024-01-01T00:00:00.000Z',
    '2024-04-01T00:00:00.000Z',
  ])
  expect(window('last_quarter', noon, 'UTC')).toEqual([
    '2023-10-01T00:00:00.000Z',
    '2024-01-01T00:00:00.000Z',
  ])
  expect(window('this_year', noon, 'Asia/Kolkata')).toEqual([
    '2023-12-31T18:30:00.000Z',
    '2024-12-31T18:30:00.000Z',
  ])
  expect(window('last_year', noon, 'UTC')).toEqual([
    '2023-01-01T00:00:00.000Z',
    '2024-01-01T00:00:00.000Z',
  ])
  expect(window('last_month', at('2024-01-15'), 'UTC')).toEqual([
    '2023-12-01T00:00:00.000Z',
    '2024-01-01T00:00:00.000Z',
  ])
})

test('[W9] a midnight that the clocks jump over is the first instant after the gap', () => {
  const day = localDay(at('2018-11-04T12:00Z'), 'America/Sao_Paulo')
  expect(formatInstant(startOfDay(day, 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00.000Z')
  expect(hourOf(startOfDay(day, 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe(1)
  // Samoa had no 30 December 2011.
  const missing = dayOfDate({ year: 2011, month: 12, day: 30 })
  expect(startOfDay(missing, 'Pacific/Apia')).toBe(startOfDay(missing + 1, 'Pacific/Apia'))
  expect(formatInstant(startOfDay(missing, 'Pacific/Apia'))).toBe('2011-12-30T10:00:00.000Z')
})

test('[W9] of a midnight that comes twice the first begins the day', () => {
  const day = dayOfDate({ year: 2010, month: 11, day: 7 })
  expect(formatInstant(startOfDay(day, 'America/St_Johns'))).toBe('2010-11-07T02:30:00.000Z')
  expect(formatInstant(nextMidnight(at('2010-11-07T02:45:00Z'), 'America/St_Johns'))).toBe(
    '2010-11-07T03:30:00.000Z',
  )
})

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Havana',
  'Asia/Beirut',
]

test('[W9] a day holds exactly the instants between its midnight and the next', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: 0, max: 2_000_000_000_000 }),
      (zone, instant) => {
        const { from, to } = calendarWindow('today', instant, zone)
        expect(from <= instant && instant < to).toBe(true)
        expect(localDay(from, zone)).toBe(localDay(instant, zone))
        expect(localDay(from - 1, zone)).toBeLessThan(localDay(instant, zone))
        expect(localDay(to - 1, zone)).toBe(localDay(instant, zone))
        expect(localDay(to, zone)).toBeGreaterThan(localDay(instant, zone))
        expect(nextMidnight(instant, zone)).toBe(to)
        expect(calendarWindow('yesterday', to, zone)).toEqual({ from, to })
      },
    ),
  )
})

test('[E7] weekday and hour are those of the local clock', () => {
  const instant = at('2024-07-05T23:30:00Z') // a Friday in London, Saturday in Tokyo
  expect(weekdayOf(instant, 'UTC')).toBe('fri')
  expect(weekdayOf(instant, 'Asia/Tokyo')).toBe('sat')
  expect(hourOf(instant, 'Asia/Tokyo')).toBe(8)
  expect(hourOf(instant, 'Asia/Kathmandu')).toBe(5)
  expect(monthAndDay(instant, 'Asia/Tokyo')).toEqual({ month: 7, day: 6 })
})

test('an instant before our era has a weekday too', () => {
  expect(weekdayOf(at('0001-01-01'), 'UTC')).toBe('mon')
  expect(localDay(at('0001-01-01') - 1, 'Asia/Tokyo')).toBe(localDay(at('0001-01-01'), 'UTC'))
})
