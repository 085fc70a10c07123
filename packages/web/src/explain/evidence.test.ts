import type { Explanation, Found } from '@muster/core'
import { expect, test } from 'vitest'
import { createTimeFormat } from '../format/time.ts'
import { evidenceOf, questionOf } from './evidence.ts'

const time = createTimeFormat('UTC')
const at = Date.UTC(2026, 0, 2, 3, 4)
const window = { from: 0, to: at }

const cases: readonly (readonly [string, Found, string])[] = [
  [
    'an amount',
    {
      ...{ kind: 'event', window, matching: 3, measured: '1234.5' },
      events: [{ messageId: 'm', at, name: 'Order Completed' }],
    },
    '3 matching events, which come to 1,234.5; the latest 2 Jan 2026, 03:04.',
  ],
  [
    'a count',
    { kind: 'event', window, matching: 1, measured: '1', events: [] },
    '1 matching event.',
  ],
  [
    'a trait',
    { kind: 'trait', values: ['pro'], since: at },
    'It is “pro”, since 2 Jan 2026, 03:04.',
  ],
  ['a missing trait', { kind: 'trait', values: [] }, 'There is no value.'],
  [
    'a ratio',
    {
      ...{ kind: 'ratio', measured: '0.25' },
      parts: [
        { window, matching: 1, events: [], measured: '50' },
        { window, matching: 2, events: [], measured: '200' },
      ],
    },
    '50 to 200, which is 0.25.',
  ],
  [
    'a change',
    { kind: 'change', window, changes: [{ at, from: [], to: ['pro'] }] },
    '2 Jan 2026, 03:04: from nothing to “pro”.',
  ],
]

test.each(cases)('%s', (_, found, words) => {
  expect(evidenceOf(found, time)).toEqual([words])
})

test('a sequence shows how far it came, and why no further', () => {
  const steps = [{ messageId: 'm', at, name: 'Product Viewed' }]
  expect(evidenceOf({ kind: 'sequence', window, steps, missed: 'incomplete' }, time)).toEqual([
    'Product Viewed, 2 Jan 2026, 03:04:00',
    'The next step is missing.',
  ])
})

test('a condition is asked in the words of the sentence', () => {
  const leaf: Explanation = {
    condition: { event: 'A', window: { last: '30d' } },
    ...{ at: ['all', 0], holds: true, found: { kind: 'everyone' } },
  }
  expect(questionOf(leaf, {})).toBe('did “A” in the last 30 days')
  const whole: Explanation = {
    condition: { all: [leaf.condition] },
    ...{ at: [], holds: true, found: { kind: 'group', parts: [leaf] } },
  }
  expect(questionOf(whole, {})).toBe('All of these')
})
