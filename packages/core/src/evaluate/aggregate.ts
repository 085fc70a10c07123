import type { Aggregate, Measure, Numeric, Path } from '../audience/definition.ts'
import type { EventFact } from '../evidence/evidence.ts'
import { localDay } from '../time/calendar.ts'
import type { Json } from '../value/json.ts'
import { memo } from '../value/memo.ts'
import { encodeValue } from '../value/tagged.ts'
import { billionths, BILLIONTHS, ofBillionths } from './decimal.ts'
import { matchingEvents } from './events.ts'
import type { Measured } from './finding.ts'
import { newestEvents } from './finding.ts'
import type { Fraction } from './number.ts'
import { compare, decimalText, fractionOf, wholeNumber } from './number.ts'
import { reach } from './path.ts'
import { isNumber } from './predicate.ts'
import type { Subject } from './subject.ts'
import { boundsOf } from './window.ts'
import type { World } from './world.ts'

/** What an aggregate comes to: a number, or nothing; `first` and `last` come to a value of any type, or nothing. */
export type Result =
  | { readonly kind: 'number'; readonly number: Fraction | undefined }
  | { readonly kind: 'value'; readonly value: Json | undefined }

interface Measuring {
  readonly result: Result
  readonly seen: () => Measured
}

/** Measures the events of a measure's window, and says what was seen. */
export function measure(measured: Measure, subject: Subject, world: World): Measuring {
  return measureBy(measured.aggregate ?? 'count', measured, subject, world)
}

/** The same by an aggregate that is given beside it. */
export function measureBy(
  aggregate: Aggregate,
  measured: Omit<Measure, 'aggregate'>,
  subject: Subject,
  world: World,
): Measuring {
  const bounds = boundsOf(measured.window, subject, world)
  const events = matchingEvents(subject, measured, bounds, world)
  const result = aggregated(aggregate, events, world.zone)
  return {
    result,
    seen: () => ({
      window: bounds,
      matching: events.length,
      events: newestEvents(events),
      ...shown(result),
    }),
  }
}

function shown(result: Result): Pick<Measured, 'measured' | 'value'> {
  if (result.kind === 'value') return result.value === undefined ? {} : { value: result.value }
  return result.number === undefined ? {} : { measured: decimalText(result.number) }
}

function aggregated(aggregate: Aggregate, events: readonly EventFact[], zone: string): Result {
  const number = (fraction: Fraction | undefined): Result => ({ kind: 'number', number: fraction })
  if (aggregate === 'count') return number(wholeNumber(events.length))
  if (aggregate === 'daysActive') {
    return number(wholeNumber(new Set(events.map((event) => localDay(event.at, zone))).size))
  }
  const values = (path: string): readonly Json[] => valuesOf(events, path)
  if ('distinct' in aggregate) {
    return number(wholeNumber(new Set(values(aggregate.distinct).map(encodeValue)).size))
  }
  if ('sum' in aggregate) return number(ofBillionths(total(addends(values(aggregate.sum)))))
  if ('average' in aggregate) return number(average(addends(values(aggregate.average))))
  if ('min' in aggregate) return number(most(numbers(values(aggregate.min)), -1))
  if ('max' in aggregate) return number(most(numbers(values(aggregate.max)), 1))
  if ('first' in aggregate) return { kind: 'value', value: values(aggregate.first)[0] }
  return { kind: 'value', value: values(aggregate.last).at(-1) }
}

/** What a path leads to in the properties of events, in their order. */
export function valuesOf(events: readonly EventFact[], path: Path): readonly Json[] {
  const values: Json[] = []
  for (const { properties } of events) values.push(...reach(properties, path))
  return values
}

function numbers(values: readonly Json[]): readonly Fraction[] {
  return values.filter(isNumber).map(fractionOf)
}

/** What takes part in a sum or an average, in billionths. */
function addends(values: readonly Json[]): readonly bigint[] {
  return values
    .filter(isNumber)
    .map(billionthsOf)
    .filter((addend) => addend !== undefined)
}

const billionthsOf = memo((value: Numeric) => billionths(fractionOf(value)))

function total(addends: readonly bigint[]): bigint {
  return addends.reduce((sum, addend) => sum + addend, 0n)
}

function average(addends: readonly bigint[]): Fraction | undefined {
  if (addends.length === 0) return undefined
  return { numerator: total(addends), denominator: BILLIONTHS * BigInt(addends.length) }
}

/** The least (direction -1) or the greatest (1) of some numbers. */
function most(numbers: readonly Fraction[], direction: -1 | 1): Fraction | undefined {
  return numbers.reduce<Fraction | undefined>(
    (best, next) => (best === undefined || compare(next, best) === direction ? next : best),
    undefined,
  )
}
