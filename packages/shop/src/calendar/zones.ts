import { civil, DAY, HOUR, MINUTE, weekdayOf } from './time.ts'
import type { DayNumber } from './time.ts'

/**
 * The few time zones that the shop's people live in, with their rules written out. The runtime's own zone data is not
 * asked, since it differs between versions and would move messages about.
 */
const ZONES = {
  'Europe/London': { minutes: 0, summer: 'eu' },
  'Europe/Berlin': { minutes: 60, summer: 'eu' },
  'Europe/Vienna': { minutes: 60, summer: 'eu' },
  'Europe/Zurich': { minutes: 60, summer: 'eu' },
  'Europe/Paris': { minutes: 60, summer: 'eu' },
  'Europe/Amsterdam': { minutes: 60, summer: 'eu' },
  'America/New_York': { minutes: -300, summer: 'us' },
  'America/Chicago': { minutes: -360, summer: 'us' },
  'America/Denver': { minutes: -420, summer: 'us' },
  'America/Los_Angeles': { minutes: -480, summer: 'us' },
} as const

export type ZoneName = keyof typeof ZONES

/** How far a local day can begin before or after the same day in UTC, rounded up; nothing of a day lies outside. */
export const WIDEST_OFFSET = 12 * HOUR

export function isZoneName(name: string): name is ZoneName {
  return Object.hasOwn(ZONES, name)
}

/** The instant of a local time of day, given in milliseconds since local midnight. On the day of a clock change the offset of noon is used. */
export function instantOf(zone: ZoneName, day: DayNumber, timeOfDay: number): number {
  return day * DAY + timeOfDay - offsetOn(zone, day)
}

/** Local time minus UTC at noon of a local day, in milliseconds. */
export function offsetOn(zone: ZoneName, day: DayNumber): number {
  const { minutes, summer } = ZONES[zone]
  return minutes * MINUTE + (isSummerTime(summer, day) ? HOUR : 0)
}

/**
 * European Union: from the last Sunday of March to the day before the last Sunday of October.
 * United States: from the second Sunday of March to the day before the first Sunday of November.
 */
function isSummerTime(rule: 'eu' | 'us', day: DayNumber): boolean {
  const { year } = civil(day)
  switch (rule) {
    case 'eu':
      return day >= sundayFrom(year, 2, 25) && day < sundayFrom(year, 9, 25)
    case 'us':
      return day >= sundayFrom(year, 2, 8) && day < sundayFrom(year, 10, 1)
  }
}

/** The first Sunday on or after a date; the month counts from 0. */
function sundayFrom(year: number, month: number, date: number): DayNumber {
  const day = Date.UTC(year, month, date) / DAY
  return day + ((7 - weekdayOf(day)) % 7)
}
