import type { CivilDate } from './civil.ts'
import { dayOfDate, daysInMonth } from './civil.ts'
import { DAY, HOUR, MINUTE, SECOND } from './duration.ts'

const DATE = '([0-9]{4})-([0-9]{2})-([0-9]{2})'
const TIME = '([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]+))?)?'
const ZONE = '(?:Z|([+-])([0-9]{2}):([0-9]{2}))'
// A JavaScript `$` without the `m` flag is the very end, so a trailing line feed is refused.
const FORM = new RegExp(`^${DATE}(?:T${TIME}${ZONE})?$`)

/**
 * An instant in milliseconds since 1970 UTC, from `YYYY-MM-DD` (midnight UTC) or `YYYY-MM-DDThh:mm[:ss[.f..]]` with `Z` or an offset
 * `+hh:mm` or `-hh:mm` up to 23:59; fractions are cut to the millisecond. `undefined` for every other text: no zone, a day that does
 * not exist, year 0000, hour 24, second 60.
 */
export function parseInstant(text: string): number | undefined {
  const match = FORM.exec(text)
  if (match === null) return undefined
  const date = civilDate(match)
  if (date === undefined) return undefined
  const midnight = dayOfDate(date) * DAY
  const [, , , , hour, minute, second = '0', fraction = ''] = match
  if (hour === undefined || minute === undefined) return midnight
  const offset = offsetOf(match)
  if (offset === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return undefined
  }
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const timeOfDay =
    Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND + milliseconds
  return midnight + timeOfDay - offset
}

/**
 * The date as it is written in the text of an instant, before any zone is applied: a birthday is the day that somebody wrote down.
 * `undefined` when `parseInstant` refuses the text.
 */
export function dateAsWritten(text: string): CivilDate | undefined {
  if (parseInstant(text) === undefined) return undefined
  const match = FORM.exec(text)
  return match === null ? undefined : civilDate(match)
}

/** The instant as `YYYY-MM-DDThh:mm:ss.sssZ`; `at` in milliseconds since 1970 UTC, within the range of `Date`. */
export function formatInstant(at: number): string {
  return new Date(at).toISOString()
}

function civilDate(match: RegExpExecArray): CivilDate | undefined {
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12) return undefined
  return day >= 1 && day <= daysInMonth(year, month) ? { year, month, day } : undefined
}

function offsetOf(match: RegExpExecArray): number | undefined {
  const [hours, minutes] = [Number(match[9] ?? '0'), Number(match[10] ?? '0')]
  if (hours > 23 || minutes > 59) return undefined
  const size = hours * HOUR + minutes * MINUTE
  return match[8] === '-' ? -size : size
}
