import type { Definition } from '@muster/core'
import type { Entry } from './entry.ts'

const viewed = (category: string, last: string, atLeast: number): Definition => ({
  event: 'Product Viewed',
  where: [{ property: 'category', is: { equals: category } }],
  window: { last },
  is: { atLeast },
})
const spentOn = (category: string, last: string, atLeast: number): Definition => ({
  event: 'Order Completed',
  where: [{ property: 'category', is: { equals: category } }],
  window: { last },
  aggregate: { sum: 'revenue' },
  is: { atLeast },
})

/** 20 that filter by properties. */
export const FILTERED: readonly Entry[] = [
  ['coffee-1m', viewed('Coffee', '1m', 1)],
  ['coffee-spent-90d', spentOn('Coffee', '90d', 100)],
  ['tea-1h', viewed('Tea', '1h', 2)],
  ['kitchen-1d', viewed('Kitchen', '1d', 3)],
  ['bakery-7d', viewed('Bakery', '7d', 3)],
  ['garden-30d', viewed('Garden', '30d', 5)],
  ['books-90d', viewed('Books', '90d', 10)],
  ['toys-spent-30d', spentOn('Toys', '30d', 50)],
  ['sport-spent-90d', spentOn('Sport', '90d', 200)],
  ['shoes-spent-365d', spentOn('Shoes', '365d', 300)],
  ['beauty-spent-365d', spentOn('Beauty', '365d', 500)],
  [
    'dear-views-1d',
    {
      event: 'Product Viewed',
      where: [{ property: 'price', is: { atLeast: 150 } }],
      window: { last: '1d' },
      is: { atLeast: 2 },
    },
  ],
  [
    'dear-views-7d',
    {
      event: 'Product Viewed',
      where: [{ property: 'price', is: { between: [100, 150] } }],
      window: { last: '7d' },
      is: { atLeast: 3 },
    },
  ],
  [
    'brand-alba-7d',
    {
      event: 'Product Viewed',
      where: [{ property: 'brand', is: { oneOf: ['Alba', 'Dune'] } }],
      window: { last: '7d' },
      is: { atLeast: 4 },
    },
  ],
  [
    'several-added-7d',
    {
      event: 'Product Added',
      where: [{ property: 'quantity', is: { atLeast: 3 } }],
      window: { last: '7d' },
    },
  ],
  [
    'coupon-30d',
    {
      event: 'Order Completed',
      where: [{ property: 'coupon', is: { exists: true } }],
      window: { last: '30d' },
    },
  ],
  [
    'no-coupon-90d',
    {
      event: 'Order Completed',
      where: [{ property: 'coupon', is: { exists: false } }],
      window: { last: '90d' },
      is: { atLeast: 2 },
    },
  ],
  [
    'campaign-30d',
    {
      event: ['Email Opened', 'Email Clicked'],
      where: [{ property: 'campaign', is: { equals: 'autumn' } }],
      window: { last: '30d' },
    },
  ],
  [
    'pages-outdoor-14d',
    {
      event: 'Page Viewed',
      where: [{ property: 'path', is: { startsWith: '/c/out' } }],
      window: { last: '14d' },
      is: { atLeast: 2 },
    },
  ],
  [
    'evenings-30d',
    {
      event: 'Product Viewed',
      where: {
        all: [
          { time: { hours: [18, 24] } },
          { property: 'category', is: { equals: 'Electronics' } },
        ],
      },
      window: { last: '30d' },
    },
  ],
]
