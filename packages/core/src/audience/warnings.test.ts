import { expect, test } from 'vitest'
import type { Catalogue, SeenType } from './catalogue.ts'
import { accepted, workspace } from './checkContext.test-support.ts'
import { checkDefinition } from './checkDefinition.ts'

const seen = (paths: Readonly<Record<string, readonly SeenType[]>>) =>
  new Map(Object.entries(paths))

const catalogue: Catalogue = {
  events: new Map([
    [
      'Order Completed',
      seen({
        revenue: ['number'],
        when: ['instant', 'text'],
        products: ['array'],
        address: ['object'],
        'shop.name': ['text'],
        shop: ['object'],
      }),
    ],
    ['Order Refunded', seen({ revenue: ['text'] })],
    ['Email Opened', seen({})],
  ]),
  traits: seen({ plan: ['text'], trialEndsAt: ['text'], country: ['text'] }),
  accountTraits: seen({ industry: ['text'] }),
  identifierKinds: ['loyalty_card'],
}

function warn(input: unknown): unknown {
  const checked = checkDefinition(input, { ...workspace, catalogue })
  return checked.ok
    ? checked.warnings.map(({ code, at, didYouMean }) => [
        code,
        at,
        ...((didYouMean ?? '') ? [didYouMean] : []),
      ])
    : checked
}

const property = (event: string, path: string, is: unknown = { exists: true }): unknown => ({
  event,
  where: [{ property: path, is }],
})

test.each([
  ['L36', { event: 'Order Complete' }, [['unknown_event', ['event'], 'Order Completed']]],
  [
    'L36',
    { event: ['Email Opened', 'Email Opend'] },
    [['unknown_event', ['event', 1], 'Email Opened']],
  ],
  ['L36', { event: { startsWith: 'Cart' } }, [['unknown_event', ['event']]]],
  ['L36', { event: { startsWith: 'Order' } }, []],
  ['L36', { event: '*' }, []],
  ['L36', { event: 'constructor' }, [['unknown_event', ['event']]]],
  [
    'L36',
    property('Order Completed', 'revenu'),
    [['unknown_property', ['where', 0, 'property'], 'revenue']],
  ],
  ['L36', property('Nothing Like It', 'revenu'), [['unknown_event', ['event']]]],
  ['L36', property('*', 'revenue.net'), []],
  ['L36', property('Order Completed', 'products[].category'), []],
  ['L36', property('Order Completed', 'address.city'), []],
  [
    'L36',
    property('Order Completed', 'shop.nam'),
    [['unknown_property', ['where', 0, 'property'], 'shop.name']],
  ],
  [
    'L36',
    { event: 'Order Completed', where: [{ some: 'product', where: [] }] },
    [['unknown_property', ['where', 0, 'some'], 'products']],
  ],
  [
    'L36',
    { event: 'Order Completed', aggregate: { sum: 'revenues' }, is: { atLeast: 1 } },
    [['unknown_property', ['aggregate', 'sum'], 'revenue']],
  ],
  [
    'L36',
    { sequence: [{ event: 'Email Opened' }, { event: 'Email Open' }] },
    [['unknown_event', ['sequence', 1, 'event'], 'Email Opened']],
  ],
  ['L36', { trait: 'plna', is: { exists: true } }, [['unknown_trait', ['trait'], 'plan']]],
  [
    'L36',
    { trait: 'profile.isKnwn', is: { exists: true } },
    [['unknown_trait', ['trait'], 'profile.isKnown']],
  ],
  ['L36', { event: 'Email Opened', window: { since: { trait: 'profile.firstSeenAt' } } }, []],
  [
    'L36',
    { account: { trait: 'plan', is: { exists: true } } },
    [['unknown_trait', ['account', 'trait']]],
  ],
  ['L36', { account: { trait: 'industry', is: { exists: true } } }, []],
  ['L36', { identifier: 'device' }, [['unknown_identifier_kind', ['identifier']]]],
  [
    'L36',
    { identifier: 'loyalty_crad' },
    [['unknown_identifier_kind', ['identifier'], 'loyalty_card']],
  ],
  ['L36', { identifier: 'user_id' }, []],
  [
    'L37',
    property('Order Completed', 'when', { exists: true }),
    [['several_types', ['where', 0, 'property']]],
  ],
  [
    'L37',
    { event: { startsWith: 'Order' }, aggregate: { sum: 'revenue' }, is: { atLeast: 1 } },
    [['several_types', ['aggregate', 'sum']]],
  ],
  ['L38', { trait: 'trialEndsAt', is: { withinNext: '3d' } }, [['not_an_instant', ['trait']]]],
  [
    'L38',
    { trait: 'trialEndsAt', changed: { from: { before: '2024-01-01' } } },
    [['not_an_instant', ['trait']]],
  ],
  [
    'L38',
    { event: 'Email Opened', window: { since: { trait: 'trialEndsAt' } } },
    [['not_an_instant', ['window', 'since', 'trait']]],
  ],
  [
    'L38',
    property('Order Completed', 'when', { withinLast: '3d' }),
    [
      ['several_types', ['where', 0, 'property']],
      ['not_an_instant', ['where', 0, 'property']],
    ],
  ],
  ['L39', { trait: 'country', is: { equals: 'DE' } }, [['demographics_only', []]]],
])('[%s] %j', (_rule, input, expected) => {
  expect(warn(input)).toEqual(expected)
})

const age = { trait: 'age', is: { atLeast: 18 } }

test.each([
  ['age alone', age, true],
  ['age and city', { all: [age, { not: { trait: 'address.city', is: { equals: 'Ulm' } } }] }, true],
  [
    'other spellings',
    {
      any: [
        { trait: 'date_of_birth', is: { exists: true } },
        { trait: 'customer.Gender', is: { exists: true } },
      ],
    },
    true,
  ],
  [
    'age of a share of everyone',
    { all: [age, { everyone: true }, { share: { salt: 's', from: 0, to: 0.5 } }] },
    true,
  ],
  ['age and behaviour', { all: [age, { event: 'Email Opened' }] }, false],
  ['age and another trait', { all: [age, { trait: 'plan', is: { equals: 'pro' } }] }, false],
  ['a move', { trait: 'city', changed: {} }, false],
  ['everyone', { everyone: true }, false],
  ['an audience', { all: [age, { audience: 'vip' }] }, false],
])('[L39] demographics only: %s', (_what, input, expected) => {
  const checked = checkDefinition(input, workspace)
  const codes = checked.ok ? checked.warnings.map(({ code }) => code) : []
  expect(codes).toEqual(expected ? ['demographics_only'] : [])
})

test('[L36] nothing is said about names without a catalogue', () => {
  expect(
    checkDefinition(
      { event: 'Anything', where: [{ property: 'x', is: { equals: 1 } }] },
      workspace,
    ),
  ).toEqual({
    ok: true,
    definition: accepted({ event: 'Anything', where: [{ property: 'x', is: { equals: 1 } }] }),
    warnings: [],
  })
})
