import type { JsonObject } from '@muster/core'
import { measureForm } from './conditions.ts'
import type { Field, Form } from './form.ts'
import { aggregates } from './values.ts'
import type { AggregateForm } from './values.ts'

const plain = (id: string, name: string): AggregateForm => ({
  ...{ id, name, keys: [], fields: [], initial: id, finds: 'number' },
})

/** What stands before the events: of those that take a property, the property comes in between. */
const words: Readonly<Record<string, string>> = {
  count: 'the number of',
  daysActive: 'the number of days with',
  distinct: 'the number of different values of',
  first: 'the first value of',
  last: 'the latest value of',
  sum: 'the total of',
  average: 'the average of',
  min: 'the lowest',
  max: 'the highest',
}

const worded = (form: AggregateForm): AggregateForm => ({
  ...form,
  name: words[form.id] ?? form.name,
  fields: form.fields.map((field) => ({ ...field, after: 'in' })),
})

/** Whatever can be measured as a value: what conditions measure, and what is only worth showing. */
export const traitAggregates: readonly AggregateForm[] = [
  ...aggregates.map(worded),
  plain('daysSinceFirst', 'days since the first'),
  plain('daysSinceLast', 'days since the last'),
  worded({
    ...{ id: 'mostFrequent', keys: ['mostFrequent'], name: 'the most frequent' },
    ...{ initial: { mostFrequent: '' }, finds: 'value' },
    fields: [{ key: 'mostFrequent', kind: 'property', initial: '' }],
  }),
  plain('mostFrequentHour', 'the most frequent hour of'),
  plain('mostFrequentWeekday', 'the most frequent weekday of'),
]

/** Those that are there for everybody, so that one can be greater than another. */
export const amountAggregates: readonly AggregateForm[] = traitAggregates.filter(({ id }) =>
  ['count', 'daysActive', 'distinct', 'sum'].includes(id),
)

/** A measure whose aggregate always stands there. */
const measured = (kind: 'traitAggregate' | 'amountAggregate'): readonly Field[] =>
  measureForm.fields.map((field) => {
    if (field.key === 'aggregate') return { key: field.key, kind, initial: 'count' }
    return field.key === 'event' ? { key: field.key, kind: field.kind, initial: '' } : field
  })

/** One of those that are compared. */
export const amountForm: Form = {
  ...{ id: 'amount', keys: ['event'], name: 'Amount', initial: { event: '' } },
  fields: measured('amountAggregate'),
}

export interface ExpressionForm extends Form {
  readonly initial: JsonObject
}

const two: readonly Field[] = [{ key: 'ratio', kind: 'measures', initial: [], isBelow: true }]
const amounts = [
  { event: '', window: { last: '30d' } },
  { event: '', window: { ago: ['60d', '30d'] } },
]

/** An empty text would be a value. */
export const emptyCase: JsonObject = { when: { all: [] }, value: null }

/** The kinds of what a computed trait may come to. */
export const expressions: readonly ExpressionForm[] = [
  {
    ...{ id: 'measure', keys: ['event'], name: 'A measure of what people did' },
    detail: 'How often, how much, how long ago, what most often',
    initial: { event: '', window: { last: '365d' }, aggregate: 'count' },
    fields: measured('traitAggregate'),
  },
  {
    ...{ id: 'ratio', keys: ['ratio'], name: 'A ratio of two amounts' },
    detail: 'Revenue of this month to that of the month before',
    initial: { ratio: amounts },
    fields: two,
  },
  {
    ...{ id: 'difference', keys: ['difference'], name: 'A difference of two amounts' },
    detail: 'Revenue less what it cost',
    initial: { difference: amounts },
    fields: two.map((field) => ({ ...field, key: 'difference' })),
  },
  {
    ...{ id: 'cases', keys: ['cases'], name: 'A value for each case' },
    detail: 'Gold, silver or bronze, by conditions',
    initial: { cases: [emptyCase] },
    fields: [
      { key: 'cases', kind: 'cases', initial: [], isBelow: true },
      {
        ...{ key: 'otherwise', kind: 'scalar', initial: null, isBelow: true },
        ...{ before: 'everybody else:', add: 'a value for everybody else' },
      },
    ],
  },
  {
    ...{ id: 'most', keys: ['most'], name: 'Whichever is the greatest' },
    detail: 'The channel on which somebody answers most',
    initial: {
      most: [
        { value: '', of: { event: '', aggregate: 'count' } },
        { value: '', of: { event: '', aggregate: 'count' } },
      ],
    },
    fields: [{ key: 'most', kind: 'rivals', initial: [], isBelow: true }],
  },
  {
    ...{ id: 'text', keys: ['text'], name: 'A text put together' },
    detail: 'Values of traits, joined to one',
    initial: { text: [{ trait: '' }, ' ', { trait: '' }] },
    fields: [{ key: 'text', kind: 'textParts', initial: [] }],
  },
]

/** What somebody wants to know, and the expression with which one begins then. */
export interface Beginning {
  readonly id: string
  readonly name: string
  readonly detail: string
  readonly initial: JsonObject
}

const kind = (id: string): readonly Beginning[] =>
  expressions
    .filter((form) => form.id === id)
    .map(({ name, detail = '', initial }) => ({ id, name, detail, initial }))

export const beginnings: readonly Beginning[] = [
  {
    ...{ id: 'count', name: 'How often or how much' },
    detail: 'Orders of the last year, revenue so far, days with a visit',
    initial: { event: '', window: { last: '365d' }, aggregate: 'count' },
  },
  {
    ...{ id: 'since', name: 'How long ago' },
    detail: 'Days since the last order, or since the first',
    initial: { event: '', aggregate: 'daysSinceLast' },
  },
  {
    ...{ id: 'frequent', name: 'What most often' },
    detail: 'The category that somebody buys, the hour at which they come',
    initial: { event: '', aggregate: { mostFrequent: '' } },
  },
  {
    ...{ id: 'latest', name: 'What was said last' },
    detail: 'The latest value of a property, such as the end of a contract',
    initial: { event: '', aggregate: { last: '' } },
  },
  ...['cases', 'ratio', 'difference', 'most', 'text'].flatMap(kind),
]
