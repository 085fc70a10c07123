import { expect, test } from 'vitest'
import { checkDefinition } from './checkDefinition.ts'
import {
  accepted,
  accepts,
  faultsOf,
  refuses,
  trait,
  where,
  workspace,
} from './checkContext.test-support.ts'

refuses([
  ['L1', 'text', 'vip', ['wrong_type', []]],
  ['L1', 'null', null, ['wrong_type', []]],
  ['L1', 'nothing at all', undefined, ['wrong_type', []]],
  ['L1', 'a list', [{ everyone: true }], ['wrong_type', []]],
  ['L1', 'an empty object', {}, ['unknown_kind', []]],
  ['L1', 'an unknown kind', { all: [{ evnt: 'E' }] }, ['unknown_kind', ['all', 0]]],
  ['L1', 'two kinds', { any: [{ audience: 'vip', list: 'gold' }] }, ['several_kinds', ['any', 0]]],
  [
    'L1',
    'an unknown filter',
    where({ propery: 'x', is: { equals: 1 } }),
    ['unknown_kind', ['where', 0]],
  ],
  [
    'L1',
    'two filters in one',
    where({ property: 'x', context: 'y', is: { equals: 1 } }),
    ['several_kinds', ['where', 0]],
  ],
  ['L2', 'a trait without a predicate', { not: { trait: 'plan' } }, ['missing_key', ['not', 'is']]],
  [
    'L2',
    'a ratio without a test',
    { ratio: [{ event: 'E' }, { event: 'F' }] },
    ['missing_key', ['is']],
  ],
  [
    'L2',
    'a then-not without a deadline',
    { event: 'E', notFollowedBy: { event: 'F' } },
    ['missing_key', ['within']],
  ],
  [
    'L2',
    'a step without an event',
    { sequence: [{ event: 'E' }, { where: [] }] },
    ['missing_key', ['sequence', 1, 'event']],
  ],
  [
    'L2',
    'a filter without a predicate',
    where({ all: [{ property: 'x' }] }),
    ['missing_key', ['where', 0, 'all', 0, 'is']],
  ],
  [
    'L2',
    'a place without a radius',
    trait({ near: { lat: 1, lon: 2 } }),
    ['missing_key', ['is', 'near', 'km']],
  ],
  [
    'L2',
    'a share without an end',
    { share: { salt: 's', from: 0 } },
    ['missing_key', ['share', 'to']],
  ],
  ['L3', 'an unknown key', { event: 'E', windw: { last: '1d' } }, ['unknown_key', []]],
  [
    'L3',
    'a key of another kind',
    { all: [{ audience: 'vip', window: { last: '1d' } }] },
    ['unknown_key', ['all', 0]],
  ],
  [
    'L3',
    'a step with a window',
    { sequence: [{ event: 'E', window: { last: '1d' } }, { event: 'F' }] },
    ['unknown_key', ['sequence', 0]],
  ],
  [
    'L3',
    'an aggregate beside notFollowedBy',
    { event: 'E', aggregate: 'count', notFollowedBy: { event: 'F' }, within: '1h' },
    ['unknown_key', []],
  ],
  ['L3', 'a deadline of nothing', { event: 'E', within: '1h' }, ['unknown_key', []]],
  [
    'L3',
    'a window on a value',
    { trait: 'x', is: { equals: 1 }, window: { last: '1d' } },
    ['unknown_key', []],
  ],
  ['L3', 'for on a change', { trait: 'x', changed: {}, for: '1d' }, ['unknown_key', []]],
  [
    'L4',
    'an unknown operator',
    { all: [trait({ equlas: 5 })] },
    ['unknown_operator', ['all', 0, 'is']],
  ],
  ['L4', 'a second operator', trait({ atLeast: 1, atMost: 2 }), ['several_operators', ['is']]],
  ['L4', 'no operator', trait({}), ['missing_operator', ['is']]],
  ['L4', 'no operator but a modifier', trait({ ignoreCase: true }), ['missing_operator', ['is']]],
  [
    'L4',
    'an unknown window',
    { event: 'E', window: { latest: '1d' } },
    ['unknown_operator', ['window']],
  ],
  [
    'L4',
    'two windows',
    { event: 'E', window: { last: '1d', calendar: 'today' } },
    ['several_operators', ['window']],
  ],
  [
    'L4',
    'an unknown aggregate',
    { event: 'E', aggregate: { median: 'x' }, is: { atLeast: 1 } },
    ['unknown_operator', ['aggregate']],
  ],
  [
    'L4',
    'two aggregates',
    { event: 'E', aggregate: { sum: 'x', max: 'x' }, is: { atLeast: 1 } },
    ['several_operators', ['aggregate']],
  ],
  [
    'L4',
    'a length that is a predicate',
    trait({ length: { equals: 1 } }),
    ['unknown_operator', ['is', 'length']],
  ],
  [
    'L4',
    'value and change of a trait',
    { trait: 'x', is: { equals: 1 }, changed: {} },
    ['several_operators', []],
  ],
  ['L5', 'everyone that is false', { everyone: false }, ['wrong_type', ['everyone']]],
  ['L5', 'a group that is no list', { all: { everyone: true } }, ['wrong_type', ['all']]],
  [
    'L5',
    'a member that is no condition',
    { any: [{ everyone: true }, 5] },
    ['wrong_type', ['any', 1]],
  ],
  ['L5', 'a trait that is no text', { trait: 5, is: { equals: 1 } }, ['wrong_type', ['trait']]],
  ['L5', 'an event that is a number', { event: 5 }, ['wrong_type', ['event']]],
  ['L5', 'a number as text', trait({ atLeast: '5' }), ['wrong_type', ['is', 'atLeast']]],
  ['L5', 'a truth as text', trait({ exists: 'true' }), ['wrong_type', ['is', 'exists']]],
  ['L5', 'null for a value', trait({ equals: null }), ['wrong_type', ['is', 'equals']]],
  ['L5', 'a list for a value', trait({ includes: [1] }), ['wrong_type', ['is', 'includes']]],
  ['L5', 'a pair of three', trait({ between: [1, 2, 3] }), ['wrong_type', ['is', 'between']]],
  ['L5', 'a filter that is text', { event: 'E', where: 'x' }, ['wrong_type', ['where']]],
  [
    'L5',
    'ignoreCase as text',
    trait({ equals: 'a', ignoreCase: 'yes' }),
    ['wrong_type', ['is', 'ignoreCase']],
  ],
  [
    'L6',
    'every fault at once',
    {
      all: [
        trait({ equlas: 1 }),
        { event: '', window: { last: '0d' } },
        { any: [] },
        { not: { list: 'x' } },
      ],
    },
    ['unknown_operator', ['all', 0, 'is']],
    ['empty_name', ['all', 1, 'event']],
    ['bad_duration', ['all', 1, 'window', 'last']],
    ['empty_group', ['all', 2, 'any']],
    ['unknown_list', ['all', 3, 'not', 'list']],
  ],
  [
    'L6',
    'unknown and missing keys of one object',
    { share: { salt: 's', form: 0, to: 1 } },
    ['unknown_key', ['share']],
    ['missing_key', ['share', 'from']],
  ],
  [
    'L6',
    'both arguments of two operators',
    trait({ atLeast: 'a', before: 'b' }),
    ['several_operators', ['is']],
    ['wrong_type', ['is', 'atLeast']],
    ['bad_instant', ['is', 'before']],
  ],
  [
    'L7',
    'a kind behind the prototype',
    JSON.parse('{"__proto__":{"everyone":true}}'),
    ['unknown_kind', []],
  ],
  ['L7', 'an inherited kind', Object.create({ everyone: true }), ['unknown_kind', []]],
  [
    'L7',
    'names of the prototype as operators',
    trait({ toString: 1 }),
    ['unknown_operator', ['is']],
  ],
  ['L7', 'names of the prototype as keys', { everyone: true, constructor: 1 }, ['unknown_key', []]],
  [
    'L7',
    '__proto__ as a key',
    JSON.parse('{"trait":"x","is":{"__proto__":1}}'),
    ['unknown_operator', ['is']],
  ],
  [
    'L7',
    '__proto__ as an operator beside one',
    JSON.parse('{"trait":"x","is":{"exists":true,"__proto__":1}}'),
    ['unknown_operator', ['is']],
  ],
  [
    'L7',
    'names of the prototype as periods',
    { event: 'E', window: { calendar: 'constructor' } },
    ['unknown_value', ['window', 'calendar']],
  ],
])

accepts([
  ['L7', '__proto__ as a name', { trait: '__proto__', is: { equals: '__proto__' } }],
  [
    'L7',
    'constructor as a name',
    { event: 'constructor', aggregate: { sum: 'constructor.x' }, is: { atLeast: 1 } },
  ],
])

test('[L6] stops at 500 faults', () => {
  const faults = faultsOf(
    checkDefinition({ all: Array.from({ length: 2_000 }, () => 5) }, workspace),
  )
  expect(faults).toHaveLength(500)
})

test('[L7] builds the definition anew, without what is undefined', () => {
  const input = { trait: 'x', is: { equals: 'a' }, for: undefined }
  const definition = accepted(input)
  expect(definition).not.toBe(input)
  expect(Object.keys(definition)).toEqual(['trait', 'is'])
})

test('[L7] takes objects without a prototype', () => {
  expect(accepted(Object.assign(Object.create(null), { everyone: true }))).toEqual({
    everyone: true,
  })
})
