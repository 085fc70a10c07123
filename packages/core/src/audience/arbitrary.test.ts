import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AUDIENCE_IDS, LIST_IDS } from '../vocabulary.test-support.ts'
import { definitionArbitrary } from './arbitrary.test-support.ts'
import { calendarPeriods } from './check/window.ts'
import type { CheckContext } from './checkContext.ts'
import { checkDefinition } from './checkDefinition.ts'

const context: CheckContext = {
  audience: (id) => (AUDIENCE_IDS.some((known) => known === id) ? { everyone: true } : undefined),
  list: (id) => LIST_IDS.some((known) => known === id),
}

test('every generated definition passes the check unchanged', () => {
  fc.assert(
    fc.property(definitionArbitrary(), (definition) => {
      expect(checkDefinition(definition, context)).toMatchObject({ ok: true, definition })
    }),
    { numRuns: 1_000 },
  )
})

/** Every key and every text of a value. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return [typeof value]
  return Object.entries(value).flatMap(([key, member]) => [key, ...wordsOf(member)])
}

const language = [
  ...['all', 'any', 'not', 'everyone', 'trait', 'for', 'changed', 'event', 'where', 'window'],
  ...['aggregate', 'is', 'ratio', 'sequence', 'within', 'without', 'notFollowedBy', 'audience'],
  ...['list', 'share', 'identifier', 'account', 'property', 'context', 'some', 'time', 'weekday'],
  ...[
    'hours',
    'last',
    'ago',
    'olderThan',
    'from',
    'to',
    'since',
    'calendar',
    'count',
    'daysActive',
  ],
  ...['distinct', 'sum', 'average', 'min', 'max', 'first', 'atLeast', 'atMost', 'moreThan'],
  ...['lessThan', 'exactly', 'between', 'exists', 'equals', 'oneOf', 'contains', 'startsWith'],
  ...['endsWith', 'ignoreCase', 'matches', 'before', 'onOrAfter', 'withinLast', 'moreThanAgo'],
  ...['withinNext', 'moreThanAhead', 'anniversaryWithin', 'includes', 'length', 'near'],
  ...[...calendarPeriods, 'bigint', 'number', 'boolean', '*', 'products[].category', 'a.b', '👍'],
]

test('a few thousand of them say everything that the language can say', () => {
  const said = new Set(
    fc.sample(definitionArbitrary(), { numRuns: 3_000, seed: 1 }).flatMap(wordsOf),
  )
  expect(language.filter((word) => !said.has(word))).toEqual([])
})

test('another vocabulary takes the place of the shared one, and empty parts are left out', () => {
  const vocabulary = { events: ['X'], audiences: [], lists: [], identifiers: [], salts: [] }
  const said = new Set(fc.sample(definitionArbitrary({ vocabulary }), 1_000).flatMap(wordsOf))
  for (const kind of ['audience', 'list', 'identifier', 'share', 'Order Completed']) {
    expect(said).not.toContain(kind)
  }
  expect(said).toContain('X')
})
