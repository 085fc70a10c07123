import { dayOfDate } from './civil.ts'
import { memo } from '../value/memo.ts'
import { DAY, HOUR, MINUTE, SECOND } from './duration.ts'

/** A formatter costs far more to make than to use, so each zone has one. */
const formatterOf = memo(
  (zone: string) =>
    new Intl.DateTimeFormat('en-US', {
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
    }),
  1_000,
)

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
  const hour = Math.floor(at / HOUR)
  const offset = offsetsOf(zone)(hour)
  return offset === CHANGES ? wallClockByFormat(at, zone) : at + offset
}

/** The clocks are put forward or back within the hour. */
const CHANGES = 'changes'

/** By zone, how far its clocks are ahead of UTC in an hour, numbered from 1970. Formatting costs far more than an event's other tests. */
const offsetsOf = memo(
  (zone: string) =>
    memo((hour: number): number | typeof CHANGES => {
      const [first, last] = [hour * HOUR, (hour + 1) * HOUR - 1].map(
        (at) => wallClockByFormat(at, zone) - at,
      )
      // No zone changes its clocks twice within an hour.
      return first !== undefined && first === last ? first : CHANGES
    }, 100_000),
  1_000,
)

function wallClockByFormat(at: number, zone: string): number {
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
