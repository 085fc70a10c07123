import { expect, test } from 'vitest'
import { defaultCommerce, defaultSegmentation, type Segmentation } from '@muster/core'
import { askedOf, whyLearn } from './whyLearn.ts'

const DAY = 86_400_000
const why = (
  changes: Partial<Segmentation>,
  facts: { readonly now?: number; readonly orders?: number; readonly isFirst?: boolean } = {},
) =>
  whyLearn({
    now: facts.now ?? 6 * DAY,
    settings: { ...defaultSegmentation, ...changes },
    commerce: defaultCommerce,
    current:
      facts.isFirst === true
        ? undefined
        : { at: 0, asked: askedOf(defaultSegmentation, defaultCommerce) },
    ordersSeen: () => facts.orders ?? 0,
  })

test('the first time when there may be customers enough', () => {
  expect(why({}, { isFirst: true, orders: 99 })).toBeUndefined()
  expect(why({}, { isFirst: true, orders: 100 })).toBe('first')
  expect(why({ leastCustomers: 5 }, { isFirst: true, orders: 5 })).toBe('first')
})

test('again when they are old, to the millisecond', () => {
  expect(why({}, { now: 7 * DAY - 1 })).toBeUndefined()
  expect(why({}, { now: 7 * DAY })).toBe('schedule')
  expect(why({ learnEvery: '6d' })).toBe('schedule')
})

test('at once when settings ask for other orders or other money, and for nothing else', () => {
  for (const other of [{ order: 'Sold' }, { period: '30d' }, { revenue: 'total' }, { cost: 'c' }])
    expect(why(other)).toBe('settings')
  expect(why({ where: [{ property: 'store', is: { equals: 'web' } }] })).toBe('settings')
  // The same event by its name is no other one.
  expect(why({ order: 'Order Completed' })).toBeUndefined()
  expect(why({ newWithin: '7d', leastCustomers: 7 })).toBeUndefined()
})
