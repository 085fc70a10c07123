import {
  countsDays,
  noComputedTraits,
  type Rival,
  type TextPart,
  type TraitAggregate,
  type TraitCase,
  type TraitExpression,
  type TraitMeasure,
  computedBehind,
} from '../computedTrait.ts'
import type { Measure } from '../definition.ts'
import { quote } from '../quote.ts'
import { condition } from './condition.ts'
import { eventSelector, measure, twoMeasures, valueAggregates } from './event.ts'
import { filter } from './filter.ts'
import { kindOf } from './kind.ts'
import type { Operators } from './operator.ts'
import { operation } from './operator.ts'
import type { Input } from './shape.ts'
import { filledList, object, optional, record, required } from './shape.ts'
import type { Parser, Refused, Spot } from './spot.ts'
import { inside, refuse } from './spot.ts'
import { name, oneOfNames, path, scalar, text } from './values.ts'
import { window } from './window.ts'

const aggregatesOfValues: Operators<Exclude<TraitAggregate, string>> = {
  ...valueAggregates,
  mostFrequent: path,
}
const valueAggregate = operation<Exclude<TraitAggregate, string>>(
  'an aggregate',
  aggregatesOfValues,
)
const plainAggregate = oneOfNames([
  'count',
  'daysActive',
  'daysSinceFirst',
  'daysSinceLast',
  'mostFrequentHour',
  'mostFrequentWeekday',
])

const aggregate: Parser<TraitAggregate> = (value, spot) =>
  typeof value === 'string' ? plainAggregate(value, spot) : valueAggregate(value, spot)

const oneCase: Parser<TraitCase> = (value, spot) =>
  record(value, spot, { when: required(condition), value: required(scalar) })

/** Only amounts that are there for everybody can be compared with each other. */
const amount: Parser<Measure> = (value, spot) => {
  const parsed = measure(value, spot)
  const { aggregate: by = 'count' } = parsed ?? {}
  if (typeof by === 'string' || 'distinct' in by || 'sum' in by) return parsed
  const message =
    'The greatest is found among counts and sums. Use count, daysActive, distinct or sum.'
  return refuse(inside(spot, 'aggregate'), 'unknown_value', message)
}

const rival: Parser<Rival> = (value, spot) =>
  record(value, spot, { value: required(name), of: required(amount) })

const textPart: Parser<TextPart> = (value, spot) => {
  if (typeof value === 'string') return text(value, spot)
  const parsed = record(value, spot, { trait: required(path) })
  if (parsed === null) return null
  const computedTrait = spot.run.context.computedTrait ?? noComputedTraits
  const [days] = [...computedBehind(parsed.trait, { computedTrait })].filter(([, expression]) =>
    countsDays(expression),
  )
  if (days === undefined) return parsed
  const message = `The computed trait ${quote(days[0])} changes with every day, which a text can't follow. Put it into cases.`
  return refuse(spot, 'not_joined', message)
}

/** Every kind of expression, by the key that tells it. */
const kinds = {
  event: (input: Input, spot: Spot): TraitMeasure | Refused =>
    record(input, spot, {
      event: required(eventSelector),
      where: optional(filter),
      window: optional(window),
      aggregate: optional(aggregate),
    }),
  ratio: (input: Input, spot: Spot) => record(input, spot, { ratio: required(twoMeasures) }),
  difference: (input: Input, spot: Spot) =>
    record(input, spot, { difference: required(twoMeasures) }),
  cases: (input: Input, spot: Spot) =>
    record(input, spot, {
      cases: required(filledList(oneCase, 'a list of cases')),
      otherwise: optional(scalar),
    }),
  most: (input: Input, spot: Spot) =>
    record(input, spot, { most: required(filledList(rival, 'a list of values with measures')) }),
  text: (input: Input, spot: Spot) =>
    record(input, spot, { text: required(filledList(textPart, 'a list of texts and traits')) }),
}

/** Reads what a computed trait comes to. */
export const traitExpression: Parser<TraitExpression> = (value, spot) => {
  const input = object(value, spot, 'the expression of a computed trait')
  if (input === null) return null
  const kind = kindOf(input, kinds, 'expression', spot)
  return kind === null ? null : kinds[kind](input, { ...spot, inTrait: true })
}
