import { dateOfDay, dayOfDate } from './civil.ts'
import { localDay, startOfDay } from './calendar.ts'

/** The steps that people are followed by: weeks from Monday, or months, on the workspace's clocks. */
export type PeriodLength = 'week' | 'month'

/** 1970-01-01 was a Thursday, so that adding three days makes weeks begin on Monday. */
const DAYS_SINCE_MONDAY = 3

/** The number of the period that an instant lies in: year * 12 + month - 1, or the weeks since the Monday before 1970. */
export function periodAt(at: number, length: PeriodLength, zone: string): number {
  const day = localDay(at, zone)
  if (length === 'week') return Math.floor((day + DAYS_SINCE_MONDAY) / 7)
  const { year, month } = dateOfDay(day)
  return year * 12 + month - 1
}

/** The first instant of the period with this number. */
export function startOfPeriod(number: number, length: PeriodLength, zone: string): number {
  if (length === 'week') return startOfDay(number * 7 - DAYS_SINCE_MONDAY, zone)
  const year = Math.floor(number / 12)
  return startOfDay(dayOfDate({ year, month: number - year * 12 + 1, day: 1 }), zone)
}

/** `2026-11`, or the Monday that a week begins on, `2026-11-23`. */
export function periodName(number: number, length: PeriodLength): string {
  const pad = (n: number, width = 2): string => String(n).padStart(width, '0')
  if (length === 'week') {
    const { year, month, day } = dateOfDay(number * 7 - DAYS_SINCE_MONDAY)
    return `${pad(year, 4)}-${pad(month)}-${pad(day)}`
  }
  const year = Math.floor(number / 12)
  return `${pad(year, 4)}-${pad(number - year * 12 + 1)}`
}
