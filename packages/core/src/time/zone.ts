import { dayOfDate } from './civil.ts'
import { DAY, HOUR, MINUTE, SECOND } from './duration.ts'

const formatters = new Map<string, Intl.DateTimeFormat>()

/** A formatter costs far more to make than to use, so each zone has one. */
function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, made)
  return made
}

/** Whether this runtime knows the IANA time zone; the other functions throw a `RangeError` for a zone that it does not know. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone)
    return true
  } catch {
    return false
  }
}

/**
 * What the clocks on the wall show at an instant, as if they were UTC: milliseconds since 1970-01-01 00:00 of the wall.
 * Two instants an hour apart show the same when the clocks are put back.
 */
export function wallClock(at: number, zone: string): number {
  if (zone === 'UTC') return at
  const seconds = Math.floor(at / SECOND) * SECOND
  let [era, year, month, day, hour, minute, second] = ['', 0, 0, 0, 0, 0, 0]
  for (const { type, value } of formatterOf(zone).formatToParts(seconds)) {
    if (type === 'era') era = value
    else if (type === 'year') year = Number(value)
    else if (type === 'month') month = Number(value)
    else if (type === 'day') day = Number(value)
    else if (type === 'hour') hour = Number(value)
    else if (type === 'minute') minute = Number(value)
    else if (type === 'second') second = Number(value)
  }
  const astronomicalYear = era.startsWith('B') ? 1 - year : year
  const days = dayOfDate({ year: astronomicalYear, month, day })
  return days * DAY + hour * HOUR + minute * MINUTE + second * SECOND + (at - seconds)
}

/**
 * Every instant at which the clocks show midnight at the beginning of a day (numbered from 1970-01-01), earliest first. Normally
 * one; two when they are put back across midnight; when they are put forward across it, the first instant after the gap.
 */
export function midnightsOf(day: number, zone: string): readonly [number, ...number[]] {
  const wall = day * DAY
  if (zone === 'UTC') return [wall]
  const near = wall - (wallClock(wall, zone) - wall)
  // No zone changes its offset twice in three days, so these two are all the offsets that can apply.
  const offsets = [near - 36 * HOUR, near + 36 * HOUR].map((at) => wallClock(at, zone) - at)
  const least = Math.min(...offsets)
  const most = Math.max(...offsets)
  const [early, late] = [wall - most, wall - least]
  const earlyShows = wallClock(early, zone) === wall
  const lateShows = wallClock(late, zone) === wall
  if (earlyShows) return lateShows && late !== early ? [early, late] : [early]
  return lateShows ? [late] : [endOfGap(wall, early, late, zone)]
}

/** The first instant in (early, late] at which the wall shows `wall` or later, where the clocks jump over `wall`. */
function endOfGap(wall: number, early: number, late: number, zone: string): number {
  let [before, after] = [early, late]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallClock(middle, zone) >= wall) after = middle
    else before = middle
  }
  return after
}
