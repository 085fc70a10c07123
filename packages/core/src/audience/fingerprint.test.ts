import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionArbitrary } from './arbitrary.test-support.ts'
import { accepted } from './checkContext.test-support.ts'
import { fingerprint } from './fingerprint.ts'

const E = { event: 'E' }
const F = { event: 'F' }
const G = { event: 'G' }
const where = (filter: unknown): unknown => ({ event: 'E', where: filter })
const x = { property: 'x', is: { equals: 1 } }
const y = { property: 'y', is: { equals: 'a' } }

const same: readonly (readonly [what: string, one: unknown, other: unknown])[] = [
  ['order in all', { all: [E, F] }, { all: [F, E] }],
  ['order in any', { any: [E, F, G] }, { any: [G, E, F] }],
  ['repetition', { all: [E, F, E] }, { all: [E, F] }],
  ['groups of one', { all: [{ any: [E] }] }, E],
  ['groups of one kind within one another', { any: [E, { any: [F, G] }] }, { any: [E, F, G] }],
  ['order of keys', { event: 'E', window: { last: '1d' } }, { window: { last: '1d' }, event: 'E' }],
  [
    'order of keys of a predicate',
    { trait: 'x', is: { startsWith: 'a', ignoreCase: true } },
    { trait: 'x', is: { ignoreCase: true, startsWith: 'a' } },
  ],
  ['at least one time', E, { event: 'E', aggregate: 'count', is: { atLeast: 1 } }],
  ['at least one identifier', { identifier: 'email' }, { identifier: 'email', is: { atLeast: 1 } }],
  ['no filter', E, where([])],
  ['a filter of one', where([x]), where(x)],
  ['a list of filters', where([x, y]), where({ all: [y, x] })],
  ['a list of one event', E, { event: ['E'] }],
  ['order of events', { event: ['E', 'F'] }, { event: ['F', 'E', 'F'] }],
  [
    'case that matters',
    { trait: 'x', is: { equals: 'a' } },
    { trait: 'x', is: { equals: 'a', ignoreCase: false } },
  ],
  [
    'order of values',
    { trait: 'x', is: { oneOf: [1, 'a'] } },
    { trait: 'x', is: { oneOf: ['a', 1, 'a'] } },
  ],
  [
    'order of weekdays',
    where({ time: { weekday: ['sat', 'sun'] } }),
    where({ time: { weekday: ['sun', 'sat'] } }),
  ],
  [
    'units of durations',
    { event: 'E', window: { last: '7d' } },
    { event: 'E', window: { last: '1w' } },
  ],
  [
    'units of predicates',
    { trait: 'x', is: { withinNext: '24h' } },
    { trait: 'x', is: { withinNext: '1d' } },
  ],
  [
    'zones of instants',
    { trait: 'x', is: { before: '2024-01-01' } },
    { trait: 'x', is: { before: '2024-01-01T01:00+01:00' } },
  ],
  [
    'fractions beyond milliseconds',
    { trait: 'x', is: { before: '2024-01-01' } },
    { trait: 'x', is: { before: '2024-01-01T00:00:00.0009Z' } },
  ],
]

test.each(same)('[L43] %s makes no difference', (_what, one, other) => {
  expect(fingerprint(accepted(one))).toBe(fingerprint(accepted(other)))
})

const different: readonly (readonly [what: string, one: unknown, other: unknown])[] = [
  ['all and any', { all: [E, F] }, { any: [E, F] }],
  ['what not is around', { not: { all: [E, F] } }, { all: [{ not: E }, F] }],
  ['any event and an event named *', { event: '*' }, { event: ['*'] }],
  ['a name and a prefix', E, { event: { startsWith: 'E' } }],
  ['order of steps', { sequence: [E, F] }, { sequence: [F, E] }],
  ['order of a ratio', { ratio: [E, F], is: { atMost: 1 } }, { ratio: [F, E], is: { atMost: 1 } }],
  ['text and number', { trait: 'x', is: { equals: '5' } }, { trait: 'x', is: { equals: 5 } }],
  ['text and truth', { trait: 'x', is: { equals: 'true' } }, { trait: 'x', is: { equals: true } }],
  ['equals and exactly', { trait: 'x', is: { equals: 5 } }, { trait: 'x', is: { exactly: 5 } }],
  [
    'there and not there',
    { trait: 'x', is: { exists: true } },
    { trait: 'x', is: { exists: false } },
  ],
  [
    'the last digit',
    { trait: 'x', is: { equals: 2n ** 60n } },
    { trait: 'x', is: { equals: 2n ** 60n + 1n } },
  ],
  [
    'case',
    { trait: 'x', is: { contains: 'a' } },
    { trait: 'x', is: { contains: 'a', ignoreCase: true } },
  ],
  ['property and context', where([x]), where([{ context: 'x', is: { equals: 1 } }])],
  [
    'within and window',
    { sequence: [E, F], within: '1d' },
    { sequence: [E, F], window: { last: '1d' } },
  ],
  [
    'from and to',
    { event: 'E', window: { from: '2024-01-01' } },
    { event: 'E', window: { to: '2024-01-01' } },
  ],
  [
    'either side of a change',
    { trait: 'x', changed: { from: { equals: 1 } } },
    { trait: 'x', changed: { to: { equals: 1 } } },
  ],
  [
    'value and held value',
    { trait: 'x', is: { equals: 1 } },
    { trait: 'x', is: { equals: 1 }, for: '1d' },
  ],
]

test.each(different)('[L43] %s makes a difference', (_what, one, other) => {
  expect(fingerprint(accepted(one))).not.toBe(fingerprint(accepted(other)))
})

/** The same definition with its keys and the members of its groups the other way round. */
function reversed(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const members = value.map((member) => reversed(member))
    return ['all', 'any', 'where', 'oneOf', 'weekday'].includes(key) ? members.reverse() : members
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(
    ([name, member]) => [name, reversed(member, name)] as const,
  )
  return Object.fromEntries(entries.reverse())
}

test('[L43] no order of keys or members makes a difference', () => {
  const known = { audience: () => ({ everyone: true }) as const, list: () => true }
  fc.assert(
    fc.property(definitionArbitrary(), (definition) => {
      expect(fingerprint(accepted(reversed(definition), known))).toBe(fingerprint(definition))
    }),
    { numRuns: 500 },
  )
})
