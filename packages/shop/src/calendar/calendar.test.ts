import fc from 'fast-check'
import { expect, test } from 'vitest'
import { busyness } from './seasons.ts'
import { DAY, iso, isoDate, weekdayOf } from './time.ts'
import { instantOf, isZoneName } from './zones.ts'

test('instants are written as Date writes them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -30_000_000_000_000, max: 250_000_000_000_000 }), (at) => {
      expect(iso(at)).toBe(new Date(at).toISOString())
      expect(isoDate(Math.floor(at / DAY))).toBe(new Date(at).toISOString().slice(0, 10))
      expect(weekdayOf(Math.floor(at / DAY))).toBe(new Date(at).getUTCDay())
    }),
  )
})

test.each([
  'Europe/London',
  'Europe/Berlin',
  'Europe/Vienna',
  'Europe/Zurich',
  'Europe/Paris',
  'Europe/Amsterdam',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
])(
  '%s has the offset that the zone database says, at noon of every day from 2015 to 2030',
  (zone) => {
    if (!isZoneName(zone)) throw new Error(`${zone} is no zone of the shop`)
    const noonThere = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      day: '2-digit',
    })
    const wrong: number[] = []
    for (let day = Date.UTC(2015, 0, 1) / DAY; day < Date.UTC(2030, 0, 1) / DAY; day++) {
      if (!noonThere.format(instantOf(zone, day, DAY / 2)).includes('12:00')) wrong.push(day)
    }
    expect(wrong).toEqual([])
  },
)

test('Black Friday is the busiest time of the year, and Christmas the quietest of December', () => {
  const of = (month: number, date: number): number =>
    busyness(Date.UTC(2024, month - 1, date) / DAY)
  // The same weekday a week apart.
  expect(of(11, 29)).toBeGreaterThan(1.5 * of(11, 22))
  expect(of(12, 25)).toBeLessThan(0.5 * of(12, 18))
})
