import { describe, expect, test } from 'vitest'
import type { TraitExpression } from '../audience/computedTrait.ts'
import { checkComputedTrait } from '../audience/checkComputedTrait.ts'
import { describeTrait } from '../audience/describe/computedTrait.ts'
import type { Definition } from '../audience/definition.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Json } from '../value/json.ts'
import { computedTraits, evaluate, explain } from './evaluate.ts'
import { event, ms, profile, T, traits, world } from './profile.test-support.ts'

const known = (expressions: Readonly<Record<string, unknown>>) => {
  const found = new Map<string, TraitExpression>()
  for (const [name, expression] of Object.entries(expressions)) {
    const checked = checkComputedTrait(
      { name, expression },
      {
        audience: () => undefined,
        list: () => true,
        computedTrait: (other) => found.get(other),
      },
    )
    if (!checked.ok) throw new Error(JSON.stringify(checked.errors))
    found.set(name, checked.expression)
  }
  return (name: string) => found.get(name)
}

const value = (
  expression: unknown,
  evidence: Partial<Evidence>,
  others: Readonly<Record<string, unknown>> = {},
  changes: Parameters<typeof world>[0] = {},
): Json => {
  const computedTrait = known({ ...others, asked: expression })
  const here = world({ ...changes, computedTrait })
  return computedTraits(['asked'], profile(evidence), here).get('asked') ?? null
}

const holds = (
  definition: Definition,
  evidence: Partial<Evidence>,
  expressions: Readonly<Record<string, unknown>>,
): boolean => evaluate(definition, profile(evidence), world({ computedTrait: known(expressions) }))

const events = [
  event('2024-03-01T09:15:00Z', 'Order', { total: 0.1, tags: ['b', 'a'], paid: true }),
  event('2024-03-20T21:00:00Z', 'Order', { total: 0.2, tags: ['a', 'b'], paid: true }),
  event('2024-03-28T21:30:00Z', 'Order', { total: 12, tags: [5, 'b', null], paid: 'no' }),
]

test('[C1] the value stands under its name, wins over what was sent, and is walked into', () => {
  const sent = { events, traits: [traits('2024-03-02', { spent: 99, 'spent.most': 1, last: {} })] }
  const spent = { spent: { event: 'Order', aggregate: { sum: 'total' } } }
  expect(holds({ trait: 'spent', is: { atMost: 13 } }, sent, spent)).toBe(true)
  const missing = { spent: { event: 'Never', aggregate: { last: 'total' } } }
  expect(holds({ trait: 'spent', is: { exists: false } }, sent, missing)).toBe(true)
  // A name with a dot that is computed is not looked for inside of a sent object.
  const nested = { events, traits: [traits('2024-03-02', { a: { b: 1 } })] }
  const dotted = { 'a.b': { event: 'Never', aggregate: { last: 'total' } } }
  expect(holds({ trait: 'a.b', is: { exists: true } }, nested, dotted)).toBe(false)
  const bought = [event('2024-03-02', 'Order', { product: { name: 'x' } })]
  const last = { last: { event: 'Order', aggregate: { last: 'product' } } }
  expect(holds({ trait: 'last.name', is: { equals: 'x' } }, { events: bought }, last)).toBe(true)
  // Inside an account the name is one that was sent for the account.
  const linked = { at: ms(T), messageId: 'g', accountId: 'acme', joined: true }
  const here = world({
    computedTrait: known(spent),
    account: (id) => ({ id, events: [], traits: [traits('2024-03-02', { spent: 99 })] }),
  })
  const asked: Definition = { account: { trait: 'spent', is: { exactly: 99 } } }
  expect(evaluate(asked, profile({ accounts: [linked] }), here)).toBe(true)
})

describe('[C2] a measure comes to what a condition would compare', () => {
  test.each<readonly [unknown, Json]>([
    ['count', 3],
    ['daysActive', 3],
    [{ distinct: 'tags[]' }, 3],
    [{ sum: 'total' }, 12.3],
    [{ average: 'total' }, 4.1],
    [{ min: 'total' }, 0.1],
    [{ max: 'total' }, 12],
    [{ first: 'tags' }, ['b', 'a']],
    [{ last: 'paid' }, 'no'],
  ])('%j is %j', (aggregate, expected) => {
    expect(value({ event: 'Order', aggregate }, { events })).toEqual(expected)
  })
  test('an average is cut toward zero to nine places', () => {
    const some = [1, 1, 2].map((n, i) => event(`2024-03-0${i + 1}`, 'A', { n: -n }))
    const average = { event: 'A', aggregate: { average: 'n' } }
    expect(value(average, { events: some })).toBe(-1.333333333)
  })
  test('a sum is an integer of 64 bits, and the nearest double beyond', () => {
    const large = (n: bigint) => [event('2024-03-01', 'A', { n }), event('2024-03-02', 'A', { n })]
    const sum = { event: 'A', aggregate: { sum: 'n' } }
    const hardly = 10n ** 18n - 1n
    expect(value(sum, { events: large(hardly) })).toBe(2n * hardly)
    const many = Array.from({ length: 10 }, (_, i) => event(`2024-03-1${i}`, 'A', { n: hardly }))
    expect(value(sum, { events: many })).toBe(1e19)
  })
})

test('[C3] days are whole days of 24 hours up to the instant', () => {
  const at = (text: string) => [event(text, 'Order')]
  const since = { event: 'Order', aggregate: 'daysSinceLast' }
  expect(value(since, { events: at('2024-03-30T10:00:00.001Z') })).toBe(0)
  expect(value(since, { events: at('2024-03-30T10:00:00Z') })).toBe(1)
  expect(value({ ...since, aggregate: 'daysSinceFirst' }, { events })).toBe(30)
  expect(value(since, {})).toBeNull()
})

test('[C4] the most frequent value; of equals the first by its spelling', () => {
  const most = (path: string) => ({ event: 'Order', aggregate: { mostFrequent: path } })
  expect(value(most('tags[]'), { events })).toBe('b')
  expect(value(most('paid'), { events })).toBe(true)
  // A double takes no part, an array neither.
  expect(value(most('total'), { events })).toBe(12)
  expect(value(most('tags'), { events })).toBeNull()
  const tied = [event('2024-03-01', 'A', { v: 'é' }), event('2024-03-02', 'A', { v: 'z' })]
  const asked = { event: 'A', aggregate: { mostFrequent: 'v' } }
  expect(value(asked, { events: tied })).toBe('z')
})

test('[C5] hours and weekdays are those of the zone, the earliest of equals', () => {
  const hour = { event: 'Order', aggregate: 'mostFrequentHour' }
  const weekday = { event: 'Order', aggregate: 'mostFrequentWeekday' }
  expect(value(hour, { events })).toBe(21)
  expect(value(hour, { events }, {}, { zone: 'Asia/Kolkata' })).toBe(2)
  // A Friday, a Wednesday and a Thursday.
  expect(value(weekday, { events })).toBe('wed')
  expect(value(weekday, {})).toBeNull()
})

test('[C6] a ratio needs both sides, a difference one', () => {
  const [orders, none] = [{ event: 'Order' }, { event: 'Never', aggregate: { max: 'n' } }]
  expect(value({ ratio: [orders, { event: 'Order', aggregate: 'daysActive' }] }, { events })).toBe(
    1,
  )
  expect(value({ ratio: [orders, { event: 'Never' }] }, { events })).toBeNull()
  expect(value({ difference: [orders, none] }, { events })).toBe(3)
  expect(value({ difference: [none, orders] }, { events })).toBe(-3)
  expect(value({ difference: [none, none] }, { events })).toBeNull()
})

test('[C7] the first case that holds names the value', () => {
  const tier = {
    cases: [
      { when: { trait: 'orders', is: { atLeast: 3 } }, value: 'often' },
      { when: { trait: 'orders', is: { atLeast: 1 } }, value: 'once' },
    ],
  }
  const orders = { orders: { event: 'Order' } }
  expect(value(tier, { events }, orders)).toBe('often')
  expect(value(tier, { events: events.slice(1) }, orders)).toBe('once')
  expect(value(tier, {}, orders)).toBeNull()
  expect(value({ ...tier, otherwise: 0 }, {}, orders)).toBe(0)
})

test('[C8] the greatest measure wins, the first of equals, and nobody at 0', () => {
  const by = (name: string) => ({ value: name, of: { event: name } })
  const channel = { most: [by('Email'), by('Sms'), by('Push')] }
  const some = ['Sms', 'Push'].map((name, i) => event(`2024-03-0${i + 1}`, name))
  expect(value(channel, { events: some })).toBe('Sms')
  const more = event('2024-03-05', 'Push')
  expect(value(channel, { events: [...some, more] })).toBe('Push')
  expect(value(channel, {})).toBeNull()
})

test('[C9] a text joins texts, whole numbers and truths, and is missing where a part is', () => {
  const parts = { text: [{ trait: 'r' }, '-', { trait: 'plan' }, { trait: 'vip' }] }
  const r = { r: { event: 'Order' } }
  const sent = (plan: Json) => ({ events, traits: [traits('2024-03-02', { plan, vip: true })] })
  expect(value(parts, sent('pro'), r)).toBe('3-protrue')
  expect(value(parts, sent(1.5), r)).toBeNull()
  expect(value(parts, sent(null), r)).toBeNull()
})

test('[C10] [L46] [L47] [L48] what a computed trait can not be is refused at its place', () => {
  const refused = (expression: unknown, name = 'own') => {
    const checked = checkComputedTrait(
      { name, expression },
      {
        ...{ audience: () => ({ everyone: true }) as const, list: () => true },
        computedTrait: (other) =>
          other === 'other'
            ? { text: [{ trait: 'own' }] }
            : other === 'days'
              ? { event: 'A', aggregate: 'daysSinceLast' }
              : other === 'begun'
                ? { event: 'A', window: { since: { trait: 'x' } }, aggregate: { last: 'on' } }
                : undefined,
      },
    )
    return checked.ok ? [] : checked.errors.map(({ code, at }) => [code, at])
  }
  expect(refused({ cases: [{ when: { audience: 'vip' }, value: 1 }] })).toEqual([
    ['not_in_trait', ['expression', 'cases', 0, 'when']],
  ])
  expect(refused({ text: [{ trait: 'own' }] })).toEqual([['circle', ['expression']]])
  expect(refused({ text: [{ trait: 'other' }] })).toEqual([['circle', ['expression']]])
  expect(refused({ event: 'A' }, 'rfm.mine')).toEqual([['reserved_name', ['name']]])
  expect(refused({ text: [{ trait: 'days' }] })).toEqual([
    ['not_joined', ['expression', 'text', 0]],
  ])
  expect(refused({ event: 'B', window: { since: { trait: 'days' } } })).toEqual([
    ['no_instant', ['expression', 'window', 'since', 'trait']],
  ])
  expect(refused({ event: 'B', window: { since: { trait: 'begun' } } })).toEqual([
    ['no_instant', ['expression', 'window', 'since', 'trait']],
  ])
  const when = { trait: 'days', is: { atLeast: 1 }, for: '1d' }
  expect(refused({ cases: [{ when, value: 1 }] })).toEqual([
    ['no_history', ['expression', 'cases', 0, 'when', 'for']],
  ])
  expect(refused({ most: [{ value: 'a', of: { event: 'A', aggregate: { max: 'x' } } }] })).toEqual([
    ['unknown_value', ['expression', 'most', 0, 'of', 'aggregate']],
  ])
  expect(refused({ event: 'A', ratio: [] })).toEqual([['several_kinds', ['expression']]])
  expect(refused({})).toEqual([['unknown_kind', ['expression']]])
})

test('an explanation shows the computed value, and does not date it by what was sent', () => {
  const sent = { events, traits: [traits('2024-03-02', { spent: 99 })] }
  const computedTrait = known({ spent: { event: 'Order', aggregate: { sum: 'total' } } })
  const asked: Definition = { trait: 'spent', is: { atLeast: 12 } }
  expect(explain(asked, profile(sent), world({ computedTrait }))).toMatchObject({
    holds: true,
    found: { kind: 'trait', values: [12.3] },
  })
  const { found } = explain(asked, profile(sent), world({ computedTrait }))
  expect(found).not.toHaveProperty('since')
})

describe('a sentence for every kind', () => {
  test.each<readonly [TraitExpression, string]>([
    [{ event: 'Order', window: { last: '30d' } }, 'Number of “Order” in the last 30 days.'],
    [{ event: 'Order', aggregate: 'daysSinceLast' }, 'Days since the last “Order” at any time.'],
    [
      { event: 'Order', aggregate: { mostFrequent: 'products[].category' } },
      'Most frequent “products[].category” from “Order” at any time.',
    ],
    [
      { ratio: [{ event: 'A' }, { event: 'B', aggregate: { sum: 'n' } }] },
      'Ratio of [number of “A” at any time] to [total “n” from “B” at any time].',
    ],
    [
      { cases: [{ when: { event: 'A' }, value: 'x' }], otherwise: 2 },
      '“x” for people who did “A” at any time; else 2 for everyone else.',
    ],
    [
      {
        most: [
          { value: 'a', of: { event: 'A' } },
          { value: 'b', of: { event: 'B' } },
        ],
      },
      'Whichever is greatest of “a” [number of “A” at any time] and “b” [number of “B” at any time].',
    ],
    [{ text: [{ trait: 'r' }, '-'] }, '“r” and “-” joined to one text.'],
  ])('%j', (expression, sentence) => {
    expect(describeTrait(expression)).toBe(sentence)
  })
})
