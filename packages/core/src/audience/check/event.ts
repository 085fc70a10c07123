import type {
  Aggregate,
  EventCondition,
  EventSelector,
  Measure,
  NotFollowedByCondition,
  RatioCondition,
  SequenceCondition,
  Step,
} from '../definition.ts'
import { filter } from './filter.ts'
import { numberTest } from './numberTest.ts'
import type { Operators } from './operator.ts'
import { operation } from './operator.ts'
import { predicate } from './predicate.ts'
import type { Input } from './shape.ts'
import { filledList, isInput, list, optional, own, record, refuseType, required } from './shape.ts'
import type { Parser, Refused, Spot } from './spot.ts'
import { refuse } from './spot.ts'
import { duration, name, needle, oneOfNames, pair, path } from './values.ts'
import { window } from './window.ts'

const names = filledList(name, 'a list of names of events')

export const eventSelector: Parser<EventSelector> = (value, spot) => {
  if (typeof value === 'string') return name(value, spot)
  if (Array.isArray(value)) return names(value, spot)
  if (isInput(value)) return record(value, spot, { startsWith: required(needle) })
  return refuseType(spot, 'the name of an event, a list of names, or {"startsWith":".."}', value)
}

export const valueAggregates: Operators<Exclude<Aggregate, string>> = {
  distinct: path,
  sum: path,
  average: path,
  min: path,
  max: path,
  first: path,
  last: path,
}
const valueAggregate = operation<Exclude<Aggregate, string>>('an aggregate', valueAggregates)
const plainAggregate = oneOfNames(['count', 'daysActive'])

const aggregate: Parser<Aggregate> = (value, spot) =>
  typeof value === 'string' ? plainAggregate(value, spot) : valueAggregate(value, spot)

const step: Parser<Step> = (value, spot) =>
  record(value, spot, { event: required(eventSelector), where: optional(filter) })

/** Reads a condition on events: an aggregate of them, or that something did not follow one of them. */
export function eventCondition(
  input: Input,
  spot: Spot,
): EventCondition | NotFollowedByCondition | Refused {
  return own(input, 'notFollowedBy') === undefined
    ? aggregateCondition(input, spot)
    : notFollowedByCondition(input, spot)
}

function aggregateCondition(input: Input, spot: Spot): EventCondition | Refused {
  const kind = resultOf(own(input, 'aggregate'))
  const test = kind === 'value' ? predicate : numberTest
  return record(input, spot, {
    event: required(eventSelector),
    where: optional(filter),
    window: optional(window),
    aggregate: optional(aggregate),
    // An amount or a value has no natural threshold, as "at least once" is one.
    is: kind === 'count' ? optional(test) : required(test),
  })
}

/** What an aggregate yields decides which test it takes; a faulty one counts as a count, so that it is reported only once. */
function resultOf(input: unknown): 'count' | 'amount' | 'value' {
  if (!isInput(input)) return 'count'
  const has = (key: string) => own(input, key) !== undefined
  if (has('first') || has('last')) return 'value'
  return ['sum', 'average', 'min', 'max'].some(has) ? 'amount' : 'count'
}

function notFollowedByCondition(input: Input, spot: Spot): NotFollowedByCondition | Refused {
  return record(input, spot, {
    event: required(eventSelector),
    where: optional(filter),
    window: optional(window),
    notFollowedBy: required(step),
    within: required(duration),
  })
}

export const measure: Parser<Measure> = (value, spot) =>
  record(value, spot, {
    event: required(eventSelector),
    where: optional(filter),
    window: optional(window),
    aggregate: optional(aggregate),
  })

export const twoMeasures = pair(measure, 'a list of two event conditions without "is"', () => true)

export function ratioCondition(input: Input, spot: Spot): RatioCondition | Refused {
  return record(input, spot, { ratio: required(twoMeasures), is: required(numberTest) })
}

export function sequenceCondition(input: Input, spot: Spot): SequenceCondition | Refused {
  return record(input, spot, {
    sequence: required(steps),
    within: optional(duration),
    without: optional(step),
    window: optional(window),
  })
}

const steps: Parser<readonly Step[]> = (value, spot) => {
  if (Array.isArray(value) && value.length < 2) {
    const message = 'A sequence has at least two steps. Add one, or use an event condition.'
    return refuse(spot, 'too_few_steps', message)
  }
  return list(step, 'a list of steps')(value, spot)
}
