import { expect, test } from 'vitest'
import { accepted } from './checkContext.test-support.ts'
import { references } from './references.ts'

const nothing = {
  audiences: [],
  lists: [],
  identifiers: [],
  events: [],
  eventPrefixes: [],
  anyEvent: false,
  properties: [],
  contexts: [],
  traits: [],
  accountTraits: [],
  account: false,
}

const exists = { exists: true }
const of = (name: string, path: string) => ({ event: { name }, path })

test.each([
  ['everyone', { everyone: true }, {}],
  [
    'audiences and lists',
    { all: [{ audience: 'vip' }, { not: { any: [{ list: 'gold' }, { audience: 'vip' }] } }] },
    { audiences: ['vip'], lists: ['gold'] },
  ],
  ['identifiers', { identifier: 'email' }, { identifiers: ['email'] }],
  [
    'traits',
    {
      all: [
        { trait: 'a.b', is: exists, for: '1d' },
        { trait: 'c', changed: {}, window: { since: { trait: 'd' } } },
      ],
    },
    { traits: ['a.b', 'c', 'd'] },
  ],
  [
    'traits of accounts',
    {
      account: {
        all: [
          { trait: 'a', is: exists },
          { event: 'E', window: { since: { trait: 'b' } } },
        ],
      },
    },
    { account: true, accountTraits: ['a', 'b'], events: ['E'] },
  ],
  [
    'lists of events',
    { event: ['E', 'F', '*'], aggregate: { sum: 'x' }, is: { atLeast: 1 } },
    { events: ['E', 'F', '*'], properties: [of('E', 'x'), of('F', 'x'), of('*', 'x')] },
  ],
  [
    'prefixes',
    { event: { startsWith: 'Order' }, where: [{ property: 'x', is: exists }] },
    { eventPrefixes: ['Order'], properties: [{ event: { startsWith: 'Order' }, path: 'x' }] },
  ],
  [
    'any event',
    {
      event: '*',
      where: [
        { property: 'x', is: exists },
        { context: 'y', is: exists },
      ],
    },
    { anyEvent: true, properties: [{ event: { any: true }, path: 'x' }], contexts: ['y'] },
  ],
  [
    'elements',
    {
      event: 'E',
      where: [
        {
          some: 'products',
          where: {
            any: [
              { property: 'category', is: exists },
              { not: { some: 'tags', where: [{ property: 'name', is: exists }] } },
            ],
          },
        },
      ],
    },
    {
      events: ['E'],
      properties: [
        of('E', 'products'),
        of('E', 'products[].category'),
        of('E', 'products[].tags'),
        of('E', 'products[].tags[].name'),
      ],
    },
  ],
  [
    'ratios',
    {
      ratio: [
        { event: 'E', aggregate: { sum: 'x' } },
        { event: 'F', aggregate: 'daysActive' },
      ],
      is: { atMost: 1 },
    },
    { events: ['E', 'F'], properties: [of('E', 'x')] },
  ],
  [
    'sequences',
    {
      sequence: [{ event: 'E' }, { event: 'F', where: { property: 'x', is: exists } }],
      without: { event: 'G' },
    },
    { events: ['E', 'F', 'G'], properties: [of('F', 'x')] },
  ],
  [
    'what did not follow',
    { event: 'E', notFollowedBy: { event: 'F', where: { time: { hours: [0, 1] } } }, within: '1d' },
    { events: ['E', 'F'] },
  ],
  [
    'repetition',
    {
      any: [
        { event: 'E', aggregate: { max: 'x' }, is: { atLeast: 1 } },
        { event: 'E', aggregate: { min: 'x' }, is: { atLeast: 1 } },
      ],
    },
    { events: ['E'], properties: [of('E', 'x')] },
  ],
])('[L44] %s', (_what, input, expected) => {
  expect(references(accepted(input))).toEqual({ ...nothing, ...expected })
})
