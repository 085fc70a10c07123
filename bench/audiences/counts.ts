import type { Entry } from './entry.ts'

/** 30 counts and sums in windows from half a minute to a year. */
export const COUNTS: readonly Entry[] = [
  ['seen-30s', { event: '*', window: { last: '30s' } }],
  ['viewed-1m', { event: 'Product Viewed', window: { last: '1m' }, is: { atLeast: 2 } }],
  [
    'spent-500',
    {
      event: 'Order Completed',
      window: { last: '365d' },
      aggregate: { sum: 'revenue' },
      is: { atLeast: 500 },
    },
  ],
  ['ordered-90d', { event: 'Order Completed', window: { last: '90d' } }],
  ['added-1m', { event: 'Product Added', window: { last: '1m' } }],
  ['viewed-2m', { event: 'Product Viewed', window: { last: '2m' }, is: { atLeast: 3 } }],
  ['checkout-5m', { event: 'Checkout Started', window: { last: '5m' } }],
  ['busy-15m', { event: '*', window: { last: '15m' }, is: { atLeast: 8 } }],
  ['viewed-1h', { event: 'Product Viewed', window: { last: '1h' }, is: { atLeast: 4 } }],
  [
    'categories-1h',
    {
      event: 'Product Viewed',
      window: { last: '1h' },
      aggregate: { distinct: 'category' },
      is: { atLeast: 2 },
    },
  ],
  ['viewed-6h', { event: 'Product Viewed', window: { last: '6h' }, is: { atLeast: 5 } }],
  [
    'dear-cart-1d',
    {
      event: 'Checkout Started',
      window: { last: '1d' },
      aggregate: { max: 'value' },
      is: { atLeast: 300 },
    },
  ],
  ['viewed-1d', { event: 'Product Viewed', window: { last: '1d' }, is: { atLeast: 6 } }],
  ['pages-7d', { event: 'Page Viewed', window: { last: '7d' }, is: { atLeast: 5 } }],
  ['days-7d', { event: '*', window: { last: '7d' }, aggregate: 'daysActive', is: { atLeast: 2 } }],
  [
    'spent-100-7d',
    {
      event: 'Order Completed',
      window: { last: '7d' },
      aggregate: { sum: 'revenue' },
      is: { atLeast: 100 },
    },
  ],
  ['added-7d', { event: 'Product Added', window: { last: '7d' }, is: { atLeast: 2 } }],
  ['opened-14d', { event: 'Email Opened', window: { last: '14d' } }],
  [
    'days-14d',
    { event: '*', window: { last: '14d' }, aggregate: 'daysActive', is: { atLeast: 3 } },
  ],
  ['viewed-30d', { event: 'Product Viewed', window: { last: '30d' }, is: { atLeast: 10 } }],
  ['ordered-30d', { event: 'Order Completed', window: { last: '30d' } }],
  ['clicked-30d', { event: 'Email Clicked', window: { last: '30d' } }],
  [
    'average-30d',
    {
      event: 'Order Completed',
      window: { last: '30d' },
      aggregate: { average: 'revenue' },
      is: { atLeast: 150 },
    },
  ],
  [
    'spent-30-to-60d',
    {
      event: 'Order Completed',
      window: { ago: ['60d', '30d'] },
      aggregate: { sum: 'revenue' },
      is: { atLeast: 50 },
    },
  ],
  ['silent-30d', { not: { event: '*', window: { last: '30d' } } }],
  ['this-month', { event: 'Order Completed', window: { calendar: 'this_month' } }],
  [
    'spent-300-90d',
    {
      event: 'Order Completed',
      window: { last: '90d' },
      aggregate: { sum: 'revenue' },
      is: { atLeast: 300 },
    },
  ],
  ['opened-90d', { event: 'Email Opened', window: { last: '90d' }, is: { atLeast: 2 } }],
  ['viewed-365d', { event: 'Product Viewed', window: { last: '365d' }, is: { atLeast: 30 } }],
  ['ordered-3-365d', { event: 'Order Completed', window: { last: '365d' }, is: { atLeast: 3 } }],
]
