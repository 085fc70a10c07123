import type { Template } from '../template.ts'
import {
  audience,
  blank,
  duration,
  event,
  list,
  number,
  orderOf,
  ordered,
  revenue,
  text,
  texts,
  trait,
  wholeNumber,
} from './words.ts'

/** Whom to leave out, and what to offer next: suppression, cross-sell and upsell. */
export const selling: readonly Template[] = [
  {
    id: 'audience-without',
    name: 'An audience without another',
    way: 'suppression',
    explanation: 'One audience less another, such as VIPs without open tickets.',
    parameters: [
      audience('who', 'the audience to reach'),
      audience('without', 'the audience to leave out'),
    ],
    definition: { all: [{ audience: blank('who') }, { not: { audience: blank('without') } }] },
  },
  {
    id: 'recent-buyers',
    name: 'Suppress: just bought',
    way: 'suppression',
    explanation: 'Ordered in the last days, so an advertisement would be wasted on them.',
    parameters: [duration('within', 'ordered within', '7d')],
    definition: { event: ordered, window: { last: blank('within') } },
  },
  {
    id: 'open-tickets',
    name: 'Suppress: waiting for help',
    way: 'suppression',
    explanation: 'Has more tickets opened than solved: help first, sell later.',
    parameters: [
      event('opened', 'the event of a new ticket', 'Ticket Opened'),
      event('solved', 'the event of a solved one', 'Ticket Solved'),
    ],
    definition: {
      ratio: [{ event: blank('solved') }, { event: blank('opened') }],
      is: { lessThan: 1 },
    },
  },
  {
    id: 'unsubscribed',
    name: 'Suppress: unsubscribed',
    way: 'suppression',
    explanation:
      'Said no to emails. Consent is checked at every send as well; this shows how many.',
    parameters: [event('unsubscribed', 'the event', 'Unsubscribed')],
    definition: { event: blank('unsubscribed') },
  },
  {
    id: 'many-returns',
    name: 'Suppress: sends much back',
    way: 'suppression',
    explanation:
      'Had money back for a large part of the orders, so that offers cost more than they bring.',
    parameters: [
      number('share', 'refunds for each order, at least', 0.5),
      wholeNumber('orders', 'over at least so many orders', 2),
    ],
    definition: {
      all: [
        { event: ordered, is: { atLeast: blank('orders') } },
        {
          ratio: [{ event: { $commerce: 'refund' } }, { event: ordered }],
          is: { atLeast: blank('share') },
        },
      ],
    },
  },
  {
    id: 'on-list',
    name: 'Suppress: on a list',
    way: 'suppression',
    explanation: 'People on a list kept by hand, such as staff or partners.',
    parameters: [list('list', 'the list')],
    definition: { list: blank('list') },
  },
  {
    id: 'category-without-category',
    name: 'Cross-sell: one category, not the other',
    way: 'cross_sell',
    explanation: 'Bought from one category and nothing from another that goes with it.',
    parameters: [
      text('bought', 'the category they bought'),
      text('offer', 'the category to offer'),
      duration('within', 'in the window', '365d'),
    ],
    definition: {
      all: [
        {
          event: ordered,
          where: [orderOf('category', 'bought')],
          window: { last: blank('within') },
        },
        {
          not: {
            event: ordered,
            where: [orderOf('category', 'offer')],
            window: { last: blank('within') },
          },
        },
      ],
    },
  },
  {
    id: 'product-without-product',
    name: 'Cross-sell: one product, not the other',
    way: 'cross_sell',
    explanation: 'Bought one product and never another. The basket analysis says which pairs pay.',
    parameters: [
      text('bought', 'the id of the product they bought'),
      text('offer', 'the id of the product to offer'),
      duration('within', 'bought within', '365d'),
    ],
    definition: {
      all: [
        {
          event: ordered,
          where: [orderOf('product', 'bought')],
          window: { last: blank('within') },
        },
        { not: { event: ordered, where: [orderOf('product', 'offer')] } },
      ],
    },
  },
  {
    id: 'plan-upsell',
    name: 'Upsell: ready for a larger plan',
    way: 'cross_sell',
    explanation: 'On a smaller plan for a while and using it on many days.',
    parameters: [
      trait('plan', 'the trait with the plan', 'plan'),
      texts('plans', 'the smaller plans', ['free', 'starter']),
      wholeNumber('days', 'used on at least so many days', 10),
      duration('within', 'in the window', '30d'),
    ],
    definition: {
      all: [
        { trait: blank('plan'), is: { oneOf: blank('plans') } },
        {
          event: '*',
          window: { last: blank('within') },
          aggregate: 'daysActive',
          is: { atLeast: blank('days') },
        },
      ],
    },
  },
  {
    id: 'order-value-upsell',
    name: 'Upsell: just below a threshold',
    way: 'cross_sell',
    explanation:
      'Whose last order was a little below what a bonus, such as free delivery, begins at.',
    parameters: [
      number('from', 'the last order was at least', 50),
      number('to', 'and at most', 75),
      duration('within', 'in the window', '90d'),
    ],
    definition: {
      event: ordered,
      window: { last: blank('within') },
      aggregate: { last: revenue },
      is: { between: [blank('from'), blank('to')] },
    },
  },
]
