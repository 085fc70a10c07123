import { dateOfDay, isLeapYear } from '../time/civil.ts'
import { localDay } from '../time/calendar.ts'

/** More days than this hold every anniversary there is. */
const DAYS_IN_LEAP_YEAR = 366

/**
 * The days of the year (`MM-DD`) that come round within [at, at + duration) in a zone: every local day that overlaps it. 29 February
 * comes round on 28 February in other years.
 */
export function anniversaryDays(at: number, duration: number, zone: string): readonly string[] {
  const first = localDay(at, zone)
  const last = Math.min(localDay(at + duration - 1, zone), first + 8 * DAYS_IN_LEAP_YEAR)
  const days = new Set<string>()
  for (let number = first; number <= last && days.size < DAYS_IN_LEAP_YEAR; number++) {
    const { year, month, day } = dateOfDay(number)
    days.add(`${two(month)}-${two(day)}`)
    if (month === 2 && day === 28 && !isLeapYear(year)) days.add('02-29')
  }
  return [...days]
}

const two = (n: number): string => String(n).padStart(2, '0')
