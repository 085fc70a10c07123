import { expect, test } from 'vitest'
import { basketRows, itemName, itemNote } from './basketRows.ts'

const mug = { id: 'p1', name: 'Mug', category: 'Kitchen', price: 7.5 }
const bare = { id: 'p2', name: null, category: null, price: null }

test('an item by its name, else by its id, which is told once', () => {
  expect([mug, bare].map(itemName)).toEqual(['Mug', 'p2'])
  expect([mug, bare].map(itemNote)).toEqual(['p1 · Kitchen · 7.50', ''])
})

test('a file has every digit', () => {
  const rule = {
    ...{ bought: mug, offer: bare, count: 3, boughtCount: 9, offerCount: 4 },
    ...{ support: 0.03, confidence: 1 / 3, lift: 8.333 },
    audience: { kind: 'upsell' as const, name: '', description: '', definition: {} },
  }
  const [, row] = basketRows({ kind: 'next', items: 'product', baskets: 100, rules: [rule] })
  expect(row).toEqual([
    ...['p1', 'Mug', 'p2', '', '3', '9', '4', '0.03', '0.3333333333333333', '8.333', 'upsell'],
  ])
})
