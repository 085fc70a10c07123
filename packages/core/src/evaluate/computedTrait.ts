import type { TraitAggregate, TraitExpression, TraitMeasure } from '../audience/computedTrait.ts'
import type { Aggregate, Condition, Path } from '../audience/definition.ts'
import type { EventFact } from '../evidence/evidence.ts'
import { hourOf, weekdayOf, WEEKDAYS } from '../time/calendar.ts'
import { DAY } from '../time/duration.ts'
import type { Json } from '../value/json.ts'
import { int64Of } from '../value/canonicalJson.ts'
import { decodeValue, encodeValue } from '../value/tagged.ts'
import { compareUtf8 } from '../value/utf8.ts'
import type { Result } from './aggregate.ts'
import { measure, measureBy, valuesOf } from './aggregate.ts'
import { matchingEvents } from './events.ts'
import type { Fraction } from './number.ts'
import { compare, decimalText, fractionOf } from './number.ts'
import { isNumber } from './predicate.ts'
import { differenceOfMeasures, quotientOfMeasures } from './ratio.ts'
import type { Subject } from './subject.ts'
import { valuesOfTrait } from './subject.ts'
import { boundsOf } from './window.ts'
import type { World } from './world.ts'

/** What an expression comes to for a profile at `world.at`; null when it is missing. `holds` judges a condition on the same profile. */
export function traitValue(
  expression: TraitExpression,
  subject: Subject,
  world: World,
  holds: (condition: Condition) => boolean,
): Json {
  if ('cases' in expression) {
    const found = expression.cases.find(({ when }) => holds(when))
    return found === undefined ? (expression.otherwise ?? null) : found.value
  }
  if ('most' in expression) {
    let [leader, greatest]: [string | null, Fraction] = [null, { numerator: 0n, denominator: 1n }]
    for (const { value, of } of expression.most) {
      const { result } = measure(of, subject, world)
      if (result.kind !== 'number' || result.number === undefined) continue
      if (compare(result.number, greatest) > 0) [leader, greatest] = [value, result.number]
    }
    return leader
  }
  if ('ratio' in expression) return numberOf(quotientOfMeasures(expression.ratio, subject, world))
  if ('difference' in expression)
    return numberOf(differenceOfMeasures(expression.difference, subject, world))
  if ('text' in expression) {
    const parts = expression.text.map((part) =>
      typeof part === 'string' ? part : textOf(valuesOfTrait(subject, part.trait)[0]),
    )
    return parts.every((part) => part !== undefined) ? parts.join('') : null
  }
  return measured(expression, subject, world)
}

function measured(expression: TraitMeasure, subject: Subject, world: World): Json {
  const { aggregate = 'count', window } = expression
  if (isOfConditions(aggregate))
    return jsonOf(measureBy(aggregate, expression, subject, world).result)
  const matching = matchingEvents(subject, expression, boundsOf(window, subject, world), world)
  if (typeof aggregate === 'object') {
    const values = (path: Path): readonly Json[] => valuesOf(matching, path)
    if ('min' in aggregate) return extreme(values(aggregate.min), -1)
    if ('max' in aggregate) return extreme(values(aggregate.max), 1)
    const countable = values(aggregate.mostFrequent).flatMap((value) => countedAs(value) ?? [])
    const winner = mostFrequent(countable, compareUtf8)
    return winner === undefined ? null : decodeValue(winner)
  }
  switch (aggregate) {
    case 'daysSinceFirst':
      return wholeDays(matching[0], world.at)
    case 'daysSinceLast':
      return wholeDays(matching.at(-1), world.at)
    case 'mostFrequentHour': {
      const hours = matching.map(({ at }) => hourOf(at, world.zone))
      return mostFrequent(hours, (a, b) => a - b) ?? null
    }
    case 'mostFrequentWeekday': {
      const days = matching.map(({ at }) => WEEKDAYS.indexOf(weekdayOf(at, world.zone)))
      return WEEKDAYS[mostFrequent(days, (a, b) => a - b) ?? -1] ?? null
    }
  }
}

/** Aggregates whose value is what conditions compare; of `min` and `max` the number itself is wanted, as it was sent. */
function isOfConditions(
  aggregate: TraitAggregate,
): aggregate is Exclude<Aggregate, { readonly min: Path } | { readonly max: Path }> {
  if (typeof aggregate === 'string') return aggregate === 'count' || aggregate === 'daysActive'
  return !('min' in aggregate || 'max' in aggregate || 'mostFrequent' in aggregate)
}

function jsonOf(result: Result): Json {
  return result.kind === 'value' ? (result.value ?? null) : numberOf(result.number)
}

/** The number cut toward zero to 9 places: an integer where it is one of 64 bits, else the nearest double. */
function numberOf(fraction: Fraction | undefined): Json {
  if (fraction === undefined) return null
  if (fraction.denominator === 1n) return integerOf(fraction.numerator)
  const text = decimalText(fraction)
  return text.includes('.') ? Number(text) : integerOf(BigInt(text))
}

function integerOf(value: bigint): Json {
  const double = Number(value)
  return Number.isSafeInteger(double) ? double : (int64Of(value) ?? double)
}

/** How often a value is counted is asked of texts, whole numbers and truths only: each has one spelling. */
function countedAs(value: Json): string | undefined {
  const spelling = encodeValue(value)
  return spelling !== undefined && /^[sib]/.test(spelling) ? spelling : undefined
}

/** Of several as frequent the first in order. */
function mostFrequent<Value>(
  values: readonly Value[],
  order: (a: Value, b: Value) => number,
): Value | undefined {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [winner] = [...counts].sort(([a, n], [b, m]) => m - n || order(a, b))
  return winner?.[0]
}

/** The least (direction -1) or the greatest (1) of the numbers among some values. */
function extreme(values: readonly Json[], direction: -1 | 1): Json {
  return values.filter(isNumber).reduce<number | bigint | null>((best, next) => {
    if (best === null) return next
    return compare(fractionOf(next), fractionOf(best)) === direction ? next : best
  }, null)
}

function wholeDays(event: EventFact | undefined, at: number): Json {
  return event === undefined ? null : Math.floor((at - event.at) / DAY)
}

/** What joins a text: text, whole numbers and truths, as they are written. */
function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  const spelling = encodeValue(value)
  return spelling?.startsWith('i') === true ? spelling.slice(1) : undefined
}
