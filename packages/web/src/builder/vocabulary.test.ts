import { expect, test } from 'vitest'
import { checkDefinition } from '@muster/core'
import { listsAmong, pathItems, selects } from './seen.ts'
import type { Seen } from './seen.ts'
import { checkContextOf, propertiesOf, traitsOf } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

const seen = (path: string, type: string, count: number, samples: Seen['samples'] = []): Seen => ({
  ...{ path, samples, types: [{ type, count }], firstSeenAt: 0, lastSeenAt: 0, promoted: false },
})
const event = (name: string, ...properties: readonly Seen[]) => ({
  ...{ name, properties, count: 1, firstSeenAt: 0, lastSeenAt: 0 },
})
const vocabulary: Vocabulary = {
  catalogue: {
    events: [
      event(
        'Order Completed',
        seen('revenue', 'number', 5, [10]),
        seen('products', 'array', 5),
        seen('products[].category', 'text', 9, ['Toys']),
      ),
      event('Order Refunded', seen('revenue', 'text', 2, ['n/a']), seen('reason', 'text', 2)),
    ],
    traits: [seen('plan', 'text', 3, ['pro'])],
    accountTraits: [seen('industry', 'text', 1)],
    identifierKinds: [],
  },
  traits: [],
  audiences: [],
  lists: [],
}
const paths = (found: readonly Seen[]) => found.map(({ path }) => path)

test('several events offer the properties of all of them, with what was seen in any', () => {
  const found = propertiesOf(vocabulary, { startsWith: 'Order' }, '')
  expect(paths(found)).toEqual(['revenue', 'products', 'products[].category', 'reason'])
  expect(found[0]).toMatchObject({
    types: [
      { type: 'number', count: 5 },
      { type: 'text', count: 2 },
    ],
    samples: [10, 'n/a'],
  })
})

test('below an array the paths are those of its elements', () => {
  expect(paths(propertiesOf(vocabulary, 'Order Completed', 'products[].'))).toEqual(['category'])
  expect(paths(listsAmong(propertiesOf(vocabulary, '*', '')))).toEqual(['products'])
})

test('accounts have traits of their own, people computed ones besides', () => {
  expect(paths(traitsOf(vocabulary, true))).toEqual(['industry'])
  expect(paths(traitsOf(vocabulary, false))).toContain('profile.firstSeenAt')
})

test('what is seen most comes first, with its types and some values', () => {
  const [first] = pathItems(propertiesOf(vocabulary, 'Order Completed', ''))
  expect(first).toEqual({
    ...{ id: 'products[].category', text: 'products[].category', note: 'text', detail: 'Toys' },
  })
})

test('a selector means its events', () => {
  expect(selects(['A', 'B'], 'B')).toBe(true)
  expect(selects(['A', 'B'], 'C')).toBe(false)
  expect(selects({ startsWith: 'Pro' }, 'Product')).toBe(true)
  expect(selects('', 'anything')).toBe(true)
})

test('the check says here what it says on the server', () => {
  const context = checkContextOf(vocabulary, undefined)
  expect(checkDefinition({ audience: 'vip' }, context)).toMatchObject({
    ok: false,
    errors: [{ code: 'unknown_audience', at: ['audience'] }],
  })
  expect(checkDefinition({ event: 'Order Complete' }, context)).toMatchObject({
    ok: true,
    warnings: [{ code: 'unknown_event', didYouMean: 'Order Completed' }],
  })
})
