import type { CalendarPeriod, Weekday } from '../audience/definition.ts'
import type { CivilDate } from './civil.ts'
import { dateOfDay, dayOfDate } from './civil.ts'
import { DAY, HOUR } from './duration.ts'
import { midnightsOf, wallClock } from './zone.ts'

/** Milliseconds since 1970 UTC, from included and to excluded, so that two adjacent periods never share an instant. */
export interface Period {
  readonly from: number
  readonly to: number
}

/** As they follow each other in a week, which begins on Monday. */
export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** The number of the local day, counted from 1970-01-01. */
export function localDay(at: number, zone: string): number {
  return Math.floor(wallClock(at, zone) / DAY)
}

export function localDate(at: number, zone: string): CivilDate {
  return dateOfDay(localDay(at, zone))
}

/** The local month (1 to 12) and day of the month. */
export function monthAndDay(at: number, zone: string): { month: number; day: number } {
  const { month, day } = localDate(at, zone)
  return { month, day }
}

export function weekdayOf(at: number, zone: string): Weekday {
  return WEEKDAYS[daysSinceMonday(localDay(at, zone))] ?? 'mon'
}

/** The hour that the local clock shows, 0 to 23. */
export function hourOf(at: number, zone: string): number {
  const wall = wallClock(at, zone)
  return Math.floor((wall - Math.floor(wall / DAY) * DAY) / HOUR)
}

/** The first instant of a local day; the end of the gap when the clocks are put forward over midnight. */
export function startOfDay(day: number, zone: string): number {
  return midnightsOf(day, zone)[0]
}

/** The first instant after `at` at which another local day begins. */
export function nextMidnight(at: number, zone: string): number {
  const tomorrow = localDay(at, zone) + 1
  return midnightsOf(tomorrow, zone).find((m) => m > at) ?? startOfDay(tomorrow + 1, zone)
}

/** The bounds of a calendar period as seen from `at` in an IANA time zone; weeks begin on Monday. */
export function calendarWindow(period: CalendarPeriod, at: number, zone: string): Period {
  const [first, next] = daysOf(period, localDay(at, zone))
  return { from: startOfDay(first, zone), to: startOfDay(next, zone) }
}

/** The first day of the period and the first day after it. */
function daysOf(period: CalendarPeriod, today: number): readonly [number, number] {
  const { year, month } = dateOfDay(today)
  const monday = today - daysSinceMonday(today)
  const quarter = month - ((month - 1) % 3)
  const months = (from: number, to: number): readonly [number, number] => [
    dayOfDate({ year, month: from, day: 1 }),
    dayOfDate({ year, month: to, day: 1 }),
  ]
  switch (period) {
    case 'today':
      return [today, today + 1]
    case 'yesterday':
      return [today - 1, today]
    case 'this_week':
      return [monday, monday + 7]
    case 'last_week':
      return [monday - 7, monday]
    case 'this_month':
      return months(month, month + 1)
    case 'last_month':
      return months(month - 1, month)
    case 'this_quarter':
      return months(quarter, quarter + 3)
    case 'last_quarter':
      return months(quarter - 3, quarter)
    case 'this_year':
      return months(1, 13)
    case 'last_year':
      return months(-11, 1)
  }
}

/** Day 0, 1970-01-01, was a Thursday. */
function daysSinceMonday(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}
