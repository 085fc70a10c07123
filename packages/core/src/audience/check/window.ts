import { parseDuration } from '../../time/duration.ts'
import { parseInstant } from '../../time/instant.ts'
import { computedBehind, noComputedTraits, propertyShown } from '../computedTrait.ts'
import type { CalendarPeriod, Duration, Instant, Path, Window } from '../definition.ts'
import { quote } from '../quote.ts'
import type { Operators } from './operator.ts'
import { operation } from './operator.ts'
import { isInput, keysOf, optional, record, required } from './shape.ts'
import type { Parser, Refused, Spot } from './spot.ts'
import { refuse } from './spot.ts'
import { duration, increasing, instant, oneOfNames, pair, path } from './values.ts'

/** Listed as the keys of a record, so that the compiler notices a missing one. */
const periods: Readonly<Record<CalendarPeriod, true>> = {
  today: true,
  yesterday: true,
  this_week: true,
  this_month: true,
  this_quarter: true,
  this_year: true,
  last_week: true,
  last_month: true,
  last_quarter: true,
  last_year: true,
}

function isCalendarPeriod(text: string): text is CalendarPeriod {
  return Object.hasOwn(periods, text)
}

export const calendarPeriods: readonly CalendarPeriod[] =
  Object.keys(periods).filter(isCalendarPeriod)

/** `from` and `to` are the one form with two keys; here they stand for the messages about mixed forms. */
type Form =
  | Exclude<Window, { readonly from?: Instant }>
  | { readonly from: Instant }
  | { readonly to: Instant }

const forms: Operators<Form> = {
  last: duration,
  ago: pair(duration, 'a list of two durations', farFirst),
  olderThan: duration,
  from: instant,
  to: instant,
  since: (value, spot) => record(value, spot, { trait: required(beginning) }),
  calendar: oneOfNames(calendarPeriods),
}

/** The trait that tells when a window begins; a computed one shows a property, and its own window begins by itself. */
const beginning: Parser<Path> = (value, spot) => {
  const trait = path(value, spot)
  if (trait === null || spot.inAccount) return trait
  const computedTrait = spot.run.context.computedTrait ?? noComputedTraits
  for (const [name, expression] of computedBehind(trait, { computedTrait })) {
    const window = 'event' in expression ? expression.window : undefined
    const begins = window === undefined || !('since' in window)
    if (propertyShown(expression) !== undefined && begins) continue
    const message = `No window can begin at the computed trait ${quote(name)}. Use one that is the first or last value of a property, without a "since" of its own.`
    return refuse(spot, 'no_instant', message)
  }
  return trait
}

const form = operation<Form>('a window', forms)

/** Reads a window: exactly one form, of which `from` and `to` together are one. */
export const window: Parser<Window> = (value, spot) => {
  const keys = isInput(value) ? keysOf(value) : []
  const isRange = keys.length === 2 && keys.includes('from') && keys.includes('to')
  return isRange ? range(value, spot) : form(value, spot)
}

function range(value: unknown, spot: Spot): Window | Refused {
  const parsed = record(value, spot, { from: optional(instant), to: optional(instant) })
  if (parsed === null || parsed.from === undefined || parsed.to === undefined) return parsed
  const [from, to] = [parseInstant(parsed.from), parseInstant(parsed.to)]
  return increasing(from ?? 0, to ?? 0, spot) ? parsed : null
}

function farFirst(far: Duration, near: Duration, spot: Spot): boolean {
  if ((parseDuration(far) ?? 0) > (parseDuration(near) ?? 0)) return true
  const message =
    'The pair is reversed or empty. Put the longer duration first, such as ["60d","30d"].'
  refuse(spot, 'reversed_pair', message)
  return false
}
