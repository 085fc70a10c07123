import type { Explanation, Found } from '@muster/core'
import { expect, test } from 'vitest'
import { explanationText } from './explanation.ts'
import { paintOf } from './paint.ts'

const at = Date.UTC(2026, 0, 2, 3, 4, 5)
const window = { from: 0, to: at }
const event = { messageId: 'm', at, name: 'Order Completed' }
const text = (explanation: Explanation) => explanationText(explanation, paintOf(false, {}))
const of = (found: Found, condition: Explanation['condition'], holds = true): Explanation => ({
  ...{ condition, at: [], holds, found },
})

test('what a condition rests on stands indented under it, groups by their word and the others as they are written', () => {
  const plan = { trait: 'plan', is: { equals: 'pro' } } as const
  const inner = of({ kind: 'trait', values: ['free'], since: at }, plan, false)
  const none = of({ kind: 'trait', values: [] }, plan, false)
  const whole = of(
    {
      kind: 'group',
      parts: [
        of({ kind: 'audience', id: 'pro', explanation: inner }, { audience: 'pro' }, false),
        of({ kind: 'account', accounts: [{ id: 'acme', explanation: none }] }, { account: plan }),
      ],
    },
    { any: [{ audience: 'pro' }, { account: plan }] },
  )
  expect(text(whole)).toBe(
    [
      '✓ any',
      '  ✗ {"audience":"pro"}  pro',
      '    ✗ {"trait":"plan","is":{"equals":"pro"}}  is free since 2026-01-02 03:04:05',
      '  ✓ {"account":{"trait":"plan","is":{"equals":"pro"}}}  acme',
      '    ✗ {"trait":"plan","is":{"equals":"pro"}}  no value',
      '',
    ].join('\n'),
  )
})

const sum = { window, matching: 1_234, events: [event], measured: '50.5' }
const cases: readonly (readonly [string, Found, string])[] = [
  ['an amount', { kind: 'event', ...sum }, '50.5 from 1,234 events, last 2026-01-02 03:04:05'],
  ['a value', { kind: 'event', window, matching: 1, events: [], value: 'b' }, 'b from 1 events'],
  ['nothing', { kind: 'event', window, matching: 0, events: [] }, 'nothing from 0 events'],
  [
    'a ratio',
    { kind: 'ratio', parts: [sum, { ...sum, events: [] }] },
    'no ratio (50.5 from 1,234 events, last 2026-01-02 03:04:05 / 50.5 from 1,234 events)',
  ],
  [
    'a sequence',
    { kind: 'sequence', window, steps: [event], missed: 'too_late' },
    'Order Completed 2026-01-02 03:04:05',
  ],
  [
    'what nothing followed',
    { kind: 'not_followed_by', window, unanswered: [event], waiting: [] },
    '1 unanswered, 0 waiting',
  ],
  ['a change', { kind: 'change', window, changes: [{ at, from: [], to: ['x'] }] }, '1 changes'],
  ['a draw', { kind: 'share', measured: 0.123456 }, '0.1235'],
  ['identifiers', { kind: 'identifier', measured: '2' }, 'has 2'],
]

test.each(cases)('the evidence of %s', (_, found, words) => {
  expect(text(of(found, { everyone: true }))).toBe(`✓ {"everyone":true}  ${words}\n`)
})

test('text from outside steers no terminal', () => {
  const found: Found = { kind: 'trait', values: ['a\u001b[2J'] }
  expect(text(of(found, { everyone: true }))).toBe('✓ {"everyone":true}  is a\ufffd[2J\n')
})
