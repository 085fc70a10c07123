import { expect, test } from 'vitest'
import {
  accepts,
  faultsOf,
  inWindow,
  refuses,
  where,
  workspace,
} from './checkContext.test-support.ts'
import { checkDefinition } from './checkDefinition.ts'
import { traitsWithoutHistory } from './check/trait.ts'

const relative = ['withinLast', 'moreThanAgo', 'withinNext', 'moreThanAhead', 'anniversaryWithin']
const plan = (is: unknown): unknown => ({ trait: 'plan', is })

test.each(relative)('[L21] refuses %s where old values are judged', (operator) => {
  const is = { [operator]: '3d' }
  const held = checkDefinition({ trait: 'x', is, for: '7d' }, workspace)
  expect(faultsOf(held)).toEqual([['relative_to_now', ['is', operator]]])
  const changed = checkDefinition({ trait: 'x', changed: { to: is } }, workspace)
  expect(faultsOf(changed)).toEqual([['relative_to_now', ['changed', 'to', operator]]])
  expect(faultsOf(checkDefinition({ trait: 'x', is }, workspace))).toEqual([])
})

test.each(traitsWithoutHistory)('[L22] %s has no history', (name) => {
  const is = { exists: true }
  const held = { trait: name, is, for: '7d' }
  const changed = { trait: name, changed: {} }
  expect(faultsOf(checkDefinition(held, workspace))).toEqual([['no_history', ['for']]])
  expect(faultsOf(checkDefinition(changed, workspace))).toEqual([['no_history', ['changed']]])
  for (const fine of [
    { trait: name, is },
    inWindow({ since: { trait: name } }),
    { account: held },
  ]) {
    expect(faultsOf(checkDefinition(fine, workspace))).toEqual([])
  }
})

const two = { ratio: [{ event: 'E' }, { event: 'F' }], is: { atMost: 1 } }

refuses([
  [
    'L21',
    'a relative predicate of an element',
    { trait: 'x', is: { some: { withinLast: '1d' } }, for: '1d' },
    ['relative_to_now', ['is', 'some', 'withinLast']],
  ],
  ['L23', 'a sum without a test', { event: 'E', aggregate: { sum: 'x' } }, ['missing_key', ['is']]],
  [
    'L23',
    'an average without a test',
    { event: 'E', aggregate: { average: 'x' } },
    ['missing_key', ['is']],
  ],
  [
    'L23',
    'a last value without a predicate',
    { event: 'E', aggregate: { last: 'x' } },
    ['missing_key', ['is']],
  ],
  [
    'L23',
    'a sum that equals',
    { event: 'E', aggregate: { sum: 'x' }, is: { equals: 5 } },
    ['unknown_operator', ['is']],
  ],
  [
    'L23',
    'a count that exists',
    { event: 'E', is: { exists: true } },
    ['unknown_operator', ['is']],
  ],
  [
    'L23',
    'a kind of identifier that equals',
    { identifier: 'email', is: { equals: 1 } },
    ['unknown_operator', ['is']],
  ],
  ['L24', 'a ratio of one', { ...two, ratio: [{ event: 'E' }] }, ['wrong_type', ['ratio']]],
  [
    'L24',
    'a ratio of three',
    { ...two, ratio: [{ event: 'E' }, { event: 'E' }, { event: 'E' }] },
    ['wrong_type', ['ratio']],
  ],
  [
    'L24',
    'a test inside of a ratio',
    { ...two, ratio: [{ event: 'E', is: { atLeast: 1 } }, { event: 'F' }] },
    ['unknown_key', ['ratio', 0]],
  ],
  [
    'L24',
    'a then-not inside of a ratio',
    {
      ...two,
      ratio: [{ event: 'E' }, { event: 'F', notFollowedBy: { event: 'G' }, within: '1h' }],
    },
    ['unknown_key', ['ratio', 1]],
    ['unknown_key', ['ratio', 1]],
  ],
  [
    'L24',
    'a trait inside of a ratio',
    { ...two, ratio: [{ event: 'E' }, { trait: 'x' }] },
    ['unknown_key', ['ratio', 1]],
    ['missing_key', ['ratio', 1, 'event']],
  ],
  ['L24', 'a ratio that equals', { ...two, is: { equals: 1 } }, ['unknown_operator', ['is']]],
  [
    'L25',
    'an audience inside of an account',
    { account: { audience: 'vip' } },
    ['not_in_account', ['account']],
  ],
  [
    'L25',
    'a list inside of an account',
    { account: { not: { list: 'gold' } } },
    ['not_in_account', ['account', 'not']],
  ],
  [
    'L25',
    'a share inside of an account',
    { account: { any: [{ share: { salt: 's', from: 0, to: 1 } }] } },
    ['not_in_account', ['account', 'any', 0]],
  ],
  [
    'L25',
    'an identifier inside of an account',
    { account: { identifier: 'email' } },
    ['not_in_account', ['account']],
  ],
  [
    'L25',
    'an account inside of an account',
    { account: { account: { everyone: true } } },
    ['not_in_account', ['account']],
  ],
  ['L26', 'an empty window', inWindow({}), ['missing_operator', ['window']]],
  [
    'L26',
    'from with another form',
    inWindow({ from: '2024-01-01', last: '1d' }),
    ['several_operators', ['window']],
  ],
  [
    'L26',
    'from and to with another form',
    inWindow({ from: '2024-01-01', to: '2024-01-02', last: '1d' }),
    ['several_operators', ['window']],
  ],
  [
    'L26',
    'since without a trait',
    inWindow({ since: {} }),
    ['missing_key', ['window', 'since', 'trait']],
  ],
  [
    'L27',
    'a time of nothing',
    where({ time: {} }),
    ['missing_key', ['where', 0, 'time', 'weekday']],
  ],
])

accepts([
  [
    'L21',
    'instants where old values are judged',
    { trait: 'x', is: { before: '2024-01-01' }, for: '1d' },
  ],
  [
    'L21',
    'a relative predicate beside a held one',
    {
      all: [
        { trait: 'x', is: { exists: true }, for: '1d' },
        { trait: 'x', is: { withinLast: '1d' } },
      ],
    },
  ],
  ['L23', 'a count without a test', { event: ['E', '*'] }],
  ['L23', 'days without a test', { event: '*', aggregate: 'daysActive' }],
  [
    'L23',
    'different values without a test',
    { event: { startsWith: 'E' }, aggregate: { distinct: 'x' } },
  ],
  [
    'L23',
    'a first value with any predicate',
    { event: 'E', aggregate: { first: 'x' }, is: { withinLast: '1d' } },
  ],
  [
    'L24',
    'a ratio of last and first',
    {
      ...two,
      ratio: [
        { event: 'E', aggregate: { last: 'x' } },
        { event: 'E', aggregate: { first: 'x' } },
      ],
    },
  ],
  [
    'L25',
    'everything else inside of an account',
    {
      account: {
        all: [
          two,
          plan({ equals: 'pro' }),
          { event: 'E', notFollowedBy: { event: 'F' }, within: '1d' },
          { sequence: [{ event: 'E' }, { event: 'F' }] },
        ],
      },
    },
  ],
  [
    'L26',
    'either end of a window',
    {
      any: [
        inWindow({ from: '2024-01-01' }),
        inWindow({ to: '2024-01-01' }),
        inWindow({ from: '2024-01-01', to: '2024-01-02' }),
      ],
    },
  ],
  [
    'L27',
    'time and context of an element',
    where({
      some: 'products',
      where: {
        all: [
          { time: { weekday: ['mon'], hours: [0, 1] } },
          { context: 'x', is: { exists: true } },
        ],
      },
    }),
  ],
  ['L27', 'a change from anything to anything', { trait: 'plan', changed: {} }],
])
