/** Durations in milliseconds. */
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/**
 * A calendar day as the number of days since 1 January 1970. Everybody's life is told in calendar days of their own
 * time zone; `zones.ts` puts them on the line of time.
 */
export type DayNumber = number

/** 0 is Sunday, as in `Date.getUTCDay`. */
export function weekdayOf(day: DayNumber): number {
  // 1 January 1970 was a Thursday.
  return (((day + 4) % 7) + 7) % 7
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'))
const MINUTES_OF_DAY = Array.from(
  { length: 1440 },
  (_, n) => `T${two(Math.floor(n / 60))}:${two(n % 60)}:`,
)
const MILLISECONDS = Array.from({ length: 1000 }, (_, n) => `.${String(n).padStart(3, '0')}Z`)

/**
 * Milliseconds since 1970 as the text that SDKs send. The same as `Date.toISOString` for the years 1000 to 9999, and several
 * times as fast, which counts since every message has one.
 */
export function iso(at: number): string {
  const day = Math.floor(at / DAY)
  const ms = at - day * DAY
  const minutes = Math.floor(ms / MINUTE)
  const seconds = Math.floor(ms / SECOND) % 60
  return (
    isoDate(day) +
    (MINUTES_OF_DAY[minutes] ?? '') +
    two(seconds) +
    (MILLISECONDS[ms % SECOND] ?? '')
  )
}

/** `2024-05-31`, of a calendar day. */
export function isoDate(day: DayNumber): string {
  const { year, month, date } = civil(day)
  return `${year}-${two(month)}-${two(date)}`
}

/** Year, month (from 1) and date of a calendar day: Howard Hinnant, "chrono-compatible low-level date algorithms". */
export function civil(day: DayNumber): { year: number; month: number; date: number } {
  // Years begin in March here, so that the leap day is the last of a year; an era is 400 years.
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  }
}

function two(n: number): string {
  return TWO_DIGITS[n] ?? ''
}
