import type { Field, FieldKind, Form } from './form.ts'

/** Forms with one operator and one argument. */
function operator(
  key: string,
  name: string,
  kind: FieldKind,
  initial: Field['initial'],
  more: { readonly after?: string; readonly detail?: string } = {},
): Form {
  const { after, detail } = more
  return {
    ...{ id: key, keys: [key], name, initial: { [key]: initial } },
    ...(detail !== undefined && { detail }),
    fields: [{ key, kind, initial, ...(after !== undefined && { after }) }],
  }
}

export const numberTests: readonly Form[] = [
  operator('atLeast', 'at least', 'number', 1),
  operator('atMost', 'at most', 'number', 1),
  operator('moreThan', 'more than', 'number', 0),
  operator('lessThan', 'less than', 'number', 1),
  operator('exactly', 'exactly', 'number', 1),
  operator('between', 'between', 'numberPair', [1, 10]),
]

/** Predicates, with what a value has been seen as that they are good for; those for everything have none. */
export interface PredicateForm extends Form {
  readonly for?: readonly string[]
}

const forTypes = (types: readonly string[], forms: readonly Form[]): readonly PredicateForm[] =>
  forms.map((form) => ({ ...form, for: types }))

const ignoreCase: Field = {
  ...{ key: 'ignoreCase', kind: 'flag', initial: true },
  ...{ before: 'in any case', add: 'in any case' },
}
const anyCase = (form: Form, isRare: boolean): Form => ({
  ...form,
  fields: [...form.fields, { ...ignoreCase, isRare }],
})

export const predicates: readonly PredicateForm[] = [
  anyCase(operator('equals', 'is', 'scalar', ''), true),
  anyCase(operator('oneOf', 'is one of', 'scalars', []), true),
  ...forTypes(
    ['text'],
    [
      anyCase(operator('contains', 'contains', 'text', ''), false),
      anyCase(operator('startsWith', 'starts with', 'text', ''), false),
      anyCase(operator('endsWith', 'ends with', 'text', ''), false),
      operator('matches', 'matches the pattern', 'pattern', ''),
    ],
  ),
  ...forTypes(
    ['number'],
    numberTests.map((form) => ({ ...form, name: `is ${form.name}` })),
  ),
  ...forTypes(
    ['instant'],
    [
      operator('before', 'is before', 'instant', ''),
      operator('onOrAfter', 'is on or after', 'instant', ''),
      operator('withinLast', 'was within the last', 'duration', '30d'),
      operator('moreThanAgo', 'was longer ago than', 'duration', '30d'),
      operator('withinNext', 'is within the next', 'duration', '7d'),
      operator('moreThanAhead', 'is further ahead than', 'duration', '7d'),
      operator('anniversaryWithin', 'has its anniversary within', 'duration', '7d', {
        detail: 'The day and month come round: birthdays.',
      }),
    ],
  ),
  ...forTypes(
    ['array'],
    [
      operator('includes', 'includes', 'scalar', ''),
      operator('some', 'has an element that', 'predicate', { equals: '' }),
      operator('length', 'has as many elements as', 'numberTest', { atLeast: 1 }),
    ],
  ),
  ...forTypes(
    ['object'],
    [operator('near', 'is near', 'near', { lat: 52.52, lon: 13.405, km: 25 })],
  ),
  operator('exists', 'has a value', 'truth', true),
]

const CALENDAR = [
  ...['today', 'yesterday', 'this_week', 'this_month', 'this_quarter', 'this_year'],
  ...['last_week', 'last_month', 'last_quarter', 'last_year'],
]
export const calendarPeriods = CALENDAR.map((id) => ({ id, text: id.replace('_', ' ') }))

export const windows: readonly Form[] = [
  operator('last', 'in the last', 'duration', '30d'),
  operator('ago', 'between', 'durationPair', ['60d', '30d'], { after: 'ago' }),
  operator('olderThan', 'longer ago than', 'duration', '30d'),
  {
    ...{ id: 'range', keys: ['from', 'to'], name: 'between dates', initial: { from: '' } },
    fields: [
      { key: 'from', kind: 'instant', before: 'from', add: 'a first day', initial: '' },
      { key: 'to', kind: 'instant', before: 'before', add: 'an end', initial: '' },
    ],
  },
  operator('calendar', 'in the calendar period', 'period', 'this_month'),
  operator('since', 'since the date in a trait', 'sinceTrait', { trait: '' }),
]

/** `count` and `daysActive` are words; the others take a property. Those that find a value are tested with a predicate. */
export interface AggregateForm extends Form {
  readonly finds: 'number' | 'value'
  /** What is counted. */
  readonly unit?: string
}

const over = (key: string, name: string, finds: AggregateForm['finds'] = 'number') => ({
  ...operator(key, name, 'property', ''),
  finds,
})

export const aggregates: readonly AggregateForm[] = [
  {
    id: 'count',
    keys: [],
    name: 'number of times',
    fields: [],
    initial: 'count',
    finds: 'number',
    unit: 'times',
  },
  {
    id: 'daysActive',
    keys: [],
    name: 'number of days',
    fields: [],
    initial: 'daysActive',
    finds: 'number',
    unit: 'days',
  },
  over('sum', 'total of'),
  over('average', 'average of'),
  over('min', 'lowest'),
  over('max', 'highest'),
  { ...over('distinct', 'different values of'), unit: 'values' },
  over('first', 'first', 'value'),
  over('last', 'last', 'value'),
]

export const filters: readonly Form[] = [
  {
    ...{ id: 'property', keys: ['property'], name: 'Property', detail: 'What the event says' },
    initial: { property: '', is: { equals: '' } },
    fields: [
      { key: 'property', kind: 'property', initial: '' },
      { key: 'is', kind: 'predicate', initial: { equals: '' } },
    ],
  },
  {
    ...{ id: 'some', keys: ['some'], name: 'One element of a list' },
    detail: 'Such as a product of an order',
    initial: { some: '', where: [{ property: '', is: { equals: '' } }] },
    fields: [
      { key: 'some', kind: 'some', before: 'one of', initial: '' },
      { key: 'where', kind: 'filters', initial: [], isBelow: true },
    ],
  },
  {
    ...{ id: 'context', keys: ['context'], name: 'Context', detail: 'Page, device, campaign' },
    initial: { context: '', is: { equals: '' } },
    fields: [
      { key: 'context', kind: 'context', before: 'context', initial: '' },
      { key: 'is', kind: 'predicate', initial: { equals: '' } },
    ],
  },
  {
    ...{ id: 'time', keys: ['time'], name: 'Time of day or weekday' },
    detail: "In the workspace's time zone",
    initial: { time: { weekday: ['sat', 'sun'] } },
    fields: [{ key: 'time', kind: 'time', before: 'it was', initial: { weekday: ['sat'] } }],
  },
]

export const timeOfEvent: Form = {
  ...{ id: 'time', keys: ['weekday', 'hours'], name: 'time', initial: {} },
  fields: [
    { key: 'weekday', kind: 'weekdays', before: 'on', add: 'days', initial: ['sat', 'sun'] },
    { key: 'hours', kind: 'hours', before: 'from', add: 'hours', initial: [18, 24] },
  ],
}
