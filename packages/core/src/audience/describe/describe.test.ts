import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionArbitrary } from '../arbitrary.test-support.ts'
import { accepted } from '../checkContext.test-support.ts'
import { fingerprint } from '../fingerprint.ts'
import { describe } from './describe.ts'

const E = { event: 'E' }
const ordered = { event: 'Order Completed' }
const trait = (is: unknown): unknown => ({ trait: 'x', is })
const not = (is: unknown): unknown => ({ not: trait(is) })
const during = (window: unknown): unknown => ({ event: 'E', window })
const where = (...filters: readonly unknown[]): unknown => ({ event: 'E', where: filters })

const sentences: readonly (readonly [string, unknown])[] = [
  // The worked examples of the language.
  [
    'People who have a total “revenue” of at least 500 from “Order Completed” at any time, who did “Email Opened” in the last 30 days but who did not do “Order Completed” in the last 90 days.',
    {
      all: [
        { ...ordered, aggregate: { sum: 'revenue' }, is: { atLeast: 500 } },
        { event: 'Email Opened', window: { last: '30d' } },
        { not: { ...ordered, window: { last: '90d' } } },
      ],
    },
  ],
  [
    'People who did “Product Added” in the last 7 days without “Order Completed” within 4 hours after it.',
    { event: 'Product Added', window: { last: '7d' }, notFollowedBy: ordered, within: '4h' },
  ],
  [
    'People who did [“Sale Viewed”, then “Email Opened”, the first of them in the last day, the last within 1 day of the first, without “Order Completed” in between].',
    {
      sequence: [{ event: 'Sale Viewed' }, { event: 'Email Opened' }],
      window: { last: '1d' },
      within: '1d',
      without: ordered,
    },
  ],
  [
    'People whose ratio of [total “revenue” from “Order Completed” in the last 30 days] to [total “revenue” from “Order Completed” between 60 days and 30 days ago] is at most 0.5.',
    {
      ratio: [
        { ...ordered, aggregate: { sum: 'revenue' }, window: { last: '30d' } },
        { ...ordered, aggregate: { sum: 'revenue' }, window: { ago: ['60d', '30d'] } },
      ],
      is: { atMost: 0.5 },
    },
  ],
  [
    'People whose “trialEndsAt” is within the next 3 days and who did any event on fewer than 3 days in the last 14 days.',
    {
      all: [
        { trait: 'trialEndsAt', is: { withinNext: '3d' } },
        { event: '*', aggregate: 'daysActive', window: { last: '14d' }, is: { lessThan: 3 } },
      ],
    },
  ],
  [
    'People who did “Order Completed” (where there is an element of “products” (where “category” is “A”)) in the last 365 days but who did not do “Order Completed” (where “products[].category” is “B”) at any time.',
    {
      all: [
        {
          ...ordered,
          where: [{ some: 'products', where: [{ property: 'category', is: { equals: 'A' } }] }],
          window: { last: '365d' },
        },
        { not: { ...ordered, where: [{ property: 'products[].category', is: { equals: 'B' } }] } },
      ],
    },
  ],
  [
    'People whose “plan” changed this month from anything to a value that is “pro”.',
    { trait: 'plan', changed: { to: { equals: 'pro' } }, window: { calendar: 'this_month' } },
  ],
  [
    'People who are in the audience “VIP” but who are not in the audience “Open ticket”.',
    { all: [{ audience: 'vip' }, { not: { audience: 'ticket' } }] },
  ],
  // Groups.
  ['Everyone.', { everyone: true }],
  ['People who are no one.', { not: { everyone: true } }],
  [
    'People either who did “E” at any time or who did “F” at any time.',
    { any: [E, { event: 'F' }] },
  ],
  [
    'People (either who did “E” at any time or who did “F” at any time) and whose “x” has a value.',
    { all: [{ any: [E, { event: 'F' }] }, trait({ exists: true })] },
  ],
  [
    'People who are not among those (who did “E” at any time and who are on the list “Gold”).',
    { not: { all: [E, { list: 'gold' }] } },
  ],
  ['People who are not among those (who did not do “E” at any time).', { not: { not: E } }],
  // Kinds.
  [
    'People whose “x” is 5 and has been so for 1 week.',
    { trait: 'x', is: { equals: 5 }, for: '1w' },
  ],
  [
    'People who are not among those (whose “x” is 5 and has been so for 1 week).',
    { not: { trait: 'x', is: { equals: 5 }, for: '1w' } },
  ],
  [
    'People who are in the random share from 0 to 0.1 drawn with “h”.',
    { share: { salt: 'h', from: 0, to: 0.1 } },
  ],
  [
    'People who have at least 2 identifiers of the kind “device_id”.',
    { identifier: 'device_id', is: { atLeast: 2 } },
  ],
  [
    'People who do not have at least 1 identifier of the kind “email”.',
    { not: { identifier: 'email' } },
  ],
  [
    'People who belong to an account (whose “industry” is “Retail” and whose people did “Login” at least 10 times in the last week).',
    {
      account: {
        all: [
          { trait: 'industry', is: { equals: 'Retail' } },
          { event: 'Login', is: { atLeast: 10 }, window: { last: '1w' } },
        ],
      },
    },
  ],
  // Events and aggregates.
  [
    'People who did any event that starts with “Order” exactly 1 time at any time.',
    { event: { startsWith: 'Order' }, is: { exactly: 1 } },
  ],
  [
    'People who did any of “E”, “F” and “*” between 2 and 3 times at any time.',
    { event: ['E', 'F', '*'], is: { between: [2, 3] } },
  ],
  [
    'People who did “E” with more than 2 different values of “sku” at any time.',
    { ...E, aggregate: { distinct: 'sku' }, is: { moreThan: 2 } },
  ],
  [
    'People who do not have an average “x” of less than 5 from “E” at any time.',
    { not: { ...E, aggregate: { average: 'x' }, is: { lessThan: 5 } } },
  ],
  [
    'People whose last “plan” from “E” at any time is not “pro” (or is missing).',
    { not: { ...E, aggregate: { last: 'plan' }, is: { equals: 'pro' } } },
  ],
  // Filters.
  [
    'People who did “E” (where “a” is 1 and “b” is not true (or is missing)) at any time.',
    where({ property: 'a', is: { equals: 1 } }, { not: { property: 'b', is: { equals: true } } }),
  ],
  [
    'People who did “E” (where (either “a” is 1 or “b” is 2) and context “page.url” ends with “/sale”) at any time.',
    where(
      {
        any: [
          { property: 'a', is: { equals: 1 } },
          { property: 'b', is: { equals: 2 } },
        ],
      },
      { context: 'page.url', is: { endsWith: '/sale' } },
    ),
  ],
  [
    'People who did “E” (where it was on a Saturday or Sunday from 18:00 until 24:00) at any time.',
    where({ time: { weekday: ['sat', 'sun'], hours: [18, 24] } }),
  ],
  [
    'People who did “E” (where there is no element of “items”) at any time.',
    where({ not: { some: 'items', where: [] } }),
  ],
  [
    'People who did “E” (where it is not so that (either “a” is 1 or “a” is 2)) at any time.',
    where({
      not: {
        any: [
          { property: 'a', is: { equals: 1 } },
          { property: 'a', is: { equals: 2 } },
        ],
      },
    }),
  ],
  // Windows.
  ['People who did “E” 30 days ago or earlier.', during({ olderThan: '30d' })],
  [
    'People who did “E” on or after 2024-01-01 and before 2024-02-01.',
    during({ from: '2024-01-01', to: '2024-02-01' }),
  ],
  ['People who did “E” since their “joinedAt”.', during({ since: { trait: 'joinedAt' } })],
  ['People who did “E” last quarter.', during({ calendar: 'last_quarter' })],
  // Predicates.
  ['People whose “x” is one of “a”, 5 and true.', trait({ oneOf: ['a', 5, true] })],
  [
    'People whose “x” contains “a\\” or \\“b” (ignoring case).',
    trait({ contains: 'a” or “b', ignoreCase: true }),
  ],
  ['People whose “x” matches the pattern “^a”.', trait({ matches: '^a' })],
  ['People whose “x” is on or after 2024-01-01.', trait({ onOrAfter: '2024-01-01' })],
  ['People whose “x” is 3 days ago or longer.', trait({ moreThanAgo: '3d' })],
  ['People whose “x” is more than 3 days ahead.', trait({ moreThanAhead: '3d' })],
  [
    'People whose “x” is a date whose anniversary comes within 7 days.',
    trait({ anniversaryWithin: '7d' }),
  ],
  [
    'People whose “x” is a list with an element that starts with “a”.',
    trait({ some: { startsWith: 'a' } }),
  ],
  [
    'People whose “x” is a list with a length of exactly 9007199254740993.',
    trait({ length: { exactly: 9007199254740993n } }),
  ],
  [
    'People whose “x” is within 5 km of latitude 52.52 and longitude -13.4.',
    trait({ near: { lat: 52.52, lon: -13.4, km: 5 } }),
  ],
]

const names = {
  audience: (id: string) => ({ vip: 'VIP', ticket: 'Open ticket' })[id],
  list: (id: string) => (id === 'gold' ? 'Gold' : undefined),
}
const known = { audience: () => ({ everyone: true }) as const, list: () => true }

test.each(sentences)('[L41] %s', (sentence, input) => {
  expect(describe(accepted(input, known), names)).toBe(sentence)
})

test.each([
  [{ equals: 'a' }, 'is not “a” (or is missing)'],
  [{ atLeast: 5 }, 'is not at least 5 (or is missing)'],
  [{ includes: 5 }, 'does not include the element 5 (or is missing)'],
  [{ exists: true }, 'has no value'],
  [{ exists: false }, 'is not missing'],
])('[L42] the opposite of %j %s', (is, words) => {
  expect(describe(accepted(not(is)))).toBe(`People whose “x” ${words}.`)
})

test('[L41] an id without a name stands for itself', () => {
  expect(describe({ audience: 'vip' })).toBe('People who are in the audience “vip”.')
})

test('[L41] definitions that differ in meaning differ in words', () => {
  // Sentences are gathered over many definitions, so that every pair of them is compared.
  const keys = new Map<string, string>()
  fc.assert(
    fc.property(definitionArbitrary({ depth: 2 }), (definition) => {
      const sentence = describe(definition)
      const key = fingerprint(definition)
      expect(keys.get(sentence) ?? key).toBe(key)
      keys.set(sentence, key)
    }),
    { numRuns: 10_000 },
  )
})
