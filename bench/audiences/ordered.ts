import type { Definition } from '@muster/core'
import type { Entry } from './entry.ts'

const stuck = (event: string, within: string, last: string): Definition => ({
  event,
  window: { last },
  notFollowedBy: { event: 'Order Completed' },
  within,
})

/** 15 on order: sequences, and what was not followed by something. */
export const ORDERED: readonly Entry[] = [
  ['stuck-30s', stuck('Checkout Started', '30s', '10m')],
  ['abandoned-1m', stuck('Product Added', '1m', '1h')],
  ['abandoned-4h', stuck('Product Added', '4h', '7d')],
  [
    'viewed-added-1h',
    {
      sequence: [{ event: 'Product Viewed' }, { event: 'Product Added' }],
      within: '10m',
      window: { last: '1h' },
    },
  ],
  ['stuck-1h', stuck('Checkout Started', '1h', '3d')],
  ['stuck-1d', stuck('Checkout Started', '1d', '30d')],
  ['clicked-and-left', stuck('Email Clicked', '1d', '14d')],
  ['opened-and-left', stuck('Email Opened', '3d', '30d')],
  [
    'viewed-ordered-7d',
    {
      sequence: [{ event: 'Product Viewed' }, { event: 'Order Completed' }],
      within: '1h',
      window: { last: '7d' },
    },
  ],
  [
    'opened-viewed-30d',
    {
      sequence: [{ event: 'Email Opened' }, { event: 'Product Viewed' }],
      within: '1d',
      window: { last: '30d' },
    },
  ],
  [
    'opened-after-viewing',
    {
      sequence: [{ event: 'Product Viewed' }, { event: 'Email Opened' }],
      without: { event: 'Order Completed' },
      within: '7d',
      window: { last: '30d' },
    },
  ],
  [
    'funnel-7d',
    {
      sequence: [
        { event: 'Product Viewed' },
        { event: 'Product Added' },
        { event: 'Checkout Started' },
      ],
      within: '1h',
      window: { last: '7d' },
    },
  ],
  [
    'funnel-30d',
    {
      sequence: [
        { event: 'Product Added' },
        { event: 'Checkout Started' },
        { event: 'Order Completed' },
      ],
      within: '1d',
      window: { last: '30d' },
    },
  ],
  [
    'tea-then-coffee',
    {
      sequence: [
        { event: 'Product Viewed', where: [{ property: 'category', is: { equals: 'Tea' } }] },
        { event: 'Product Viewed', where: [{ property: 'category', is: { equals: 'Coffee' } }] },
      ],
      within: '7d',
      window: { last: '30d' },
    },
  ],
  [
    'came-back',
    {
      sequence: [{ event: 'Order Completed' }, { event: 'Page Viewed' }],
      within: '14d',
      window: { last: '60d' },
    },
  ],
]
