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

/** Milliseconds since 1970 as the text that SDKs send. */
export function iso(at: number): string {
  return new Date(at).toISOString()
}

/** `2024-05-31`, of a calendar day. */
export function isoDate(day: DayNumber): string {
  return iso(day * DAY).slice(0, 10)
}
