import { expect, test } from 'vitest'
import { rank } from './rank.ts'

const items = ['Order Completed', 'Product Viewed', 'Reorder', 'Completed Order'].map((text) => ({
  text,
}))
const found = (sought: string) => rank(items, sought).map(({ text }) => text)

test('what begins with it comes first, then words, then the rest', () => {
  expect(found('order')).toEqual(['Order Completed', 'Completed Order', 'Reorder'])
})

test('words may stand in any order', () => {
  expect(found('viewed prod')).toEqual(['Product Viewed'])
})

test('nothing sought is everything, and nothing found is nothing', () => {
  expect(found(' ')).toHaveLength(4)
  expect(found('refund')).toEqual([])
})
