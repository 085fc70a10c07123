import type { Template } from '../template.ts'
import {
  added,
  blank,
  duration,
  event,
  number,
  ordered,
  property,
  revenue,
  text,
  trait,
  viewed,
  wholeNumber,
} from './words.ts'

/** What people do and what moves them: behavioural, psychographic, needs. */
export const behaviour: readonly Template[] = [
  {
    id: 'frequent-visitors',
    name: 'Frequent visitors',
    way: 'behavioural',
    explanation: 'People who come on many different days.',
    parameters: [
      wholeNumber('days', 'on at least so many days', 5),
      duration('within', 'in the window', '30d'),
    ],
    definition: {
      event: '*',
      window: { last: blank('within') },
      aggregate: 'daysActive',
      is: { atLeast: blank('days') },
    },
  },
  {
    id: 'email-readers',
    name: 'Reads your emails',
    way: 'behavioural',
    explanation: 'People who open or follow several emails: the ones to write to.',
    parameters: [
      wholeNumber('times', 'opened or clicked at least so often', 3),
      duration('within', 'in the window', '60d'),
    ],
    definition: {
      event: [{ $commerce: 'emailOpened' }, { $commerce: 'emailClicked' }],
      window: { last: blank('within') },
      is: { atLeast: blank('times') },
    },
  },
  {
    id: 'evening-and-weekend',
    name: 'Evening and weekend shoppers',
    way: 'behavioural',
    explanation: 'People who look at products after work or at weekends: when to reach them.',
    parameters: [
      wholeNumber('times', 'at least so often', 3),
      duration('within', 'in the window', '60d'),
    ],
    definition: {
      event: viewed,
      where: { any: [{ time: { weekday: ['sat', 'sun'] } }, { time: { hours: [18, 24] } }] },
      window: { last: blank('within') },
      is: { atLeast: blank('times') },
    },
  },
  {
    id: 'opened-after-browsing',
    name: 'Opened an email after browsing',
    way: 'behavioural',
    explanation: 'Looked at a product, opened an email soon after, and did not order in between.',
    parameters: [
      duration('after', 'opened within this time', '7d'),
      duration('within', 'looked within the window', '30d'),
    ],
    definition: {
      sequence: [{ event: viewed }, { event: { $commerce: 'emailOpened' } }],
      without: { event: ordered },
      within: blank('after'),
      window: { last: blank('within') },
    },
  },
  {
    id: 'several-devices',
    name: 'On several devices',
    way: 'behavioural',
    explanation: 'People known by several browsers or apps, to be reached on each of them.',
    parameters: [wholeNumber('devices', 'at least so many', 2)],
    definition: {
      any: [
        { identifier: 'anonymous_id', is: { atLeast: blank('devices') } },
        { identifier: 'device_id', is: { atLeast: blank('devices') } },
      ],
    },
  },
  {
    id: 'interest',
    name: 'Stated interest',
    way: 'psychographic',
    explanation: 'People who said that something interests them, and who are active.',
    parameters: [
      trait('interests', 'the trait with a list of interests', 'interests'),
      text('interest', 'the interest'),
      duration('within', 'active within', '90d'),
    ],
    definition: {
      all: [
        { trait: blank('interests'), is: { includes: blank('interest') } },
        { event: '*', window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'values',
    name: 'Shared values',
    way: 'psychographic',
    explanation: 'Customers who hold a value, such as sustainability, and who bought lately.',
    parameters: [
      trait('values', 'the trait with a list of values', 'values'),
      text('value', 'the value', 'sustainability'),
      duration('within', 'ordered within', '365d'),
    ],
    definition: {
      all: [
        { trait: blank('values'), is: { includes: blank('value') } },
        { event: ordered, window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'deal-seekers',
    name: 'Deal seekers',
    way: 'psychographic',
    explanation:
      'Customers who use a coupon for most of what they buy: motivated by price. Leave them out of full-price campaigns.',
    parameters: [
      property('coupon', "the order's property with the coupon", 'coupon'),
      number('share', 'at least this share of orders', 0.5),
      wholeNumber('orders', 'of at least so many orders', 2),
      duration('within', 'in the window', '365d'),
    ],
    definition: {
      all: [
        { event: ordered, window: { last: blank('within') }, is: { atLeast: blank('orders') } },
        {
          ratio: [
            {
              event: ordered,
              where: [{ property: blank('coupon'), is: { exists: true } }],
              window: { last: blank('within') },
            },
            { event: ordered, window: { last: blank('within') } },
          ],
          is: { atLeast: blank('share') },
        },
      ],
    },
  },
  {
    id: 'explorers',
    name: 'Explorers',
    way: 'psychographic',
    explanation: 'People who look into many categories: curious, and open to what is new.',
    parameters: [
      wholeNumber('categories', 'at least so many categories', 4),
      duration('within', 'in the window', '60d'),
    ],
    definition: {
      event: viewed,
      window: { last: blank('within') },
      aggregate: { distinct: { $commerce: 'category' } },
      is: { atLeast: blank('categories') },
    },
  },
  {
    id: 'searched-in-vain',
    name: 'Searched and did not buy',
    way: 'needs',
    explanation: 'Searched for something and bought nothing since: a need that is not met yet.',
    parameters: [
      event('search', 'the event of a search', 'Products Searched'),
      property('query', 'its property with what was searched for', 'query'),
      text('words', 'what they searched for', 'gift'),
      duration('within', 'in the window', '14d'),
    ],
    definition: {
      all: [
        {
          event: blank('search'),
          where: [{ property: blank('query'), is: { contains: blank('words'), ignoreCase: true } }],
          window: { last: blank('within') },
        },
        { not: { event: ordered, window: { last: blank('within') } } },
      ],
    },
  },
  {
    id: 'need-of-category',
    name: 'Comes back to one category',
    way: 'needs',
    explanation: 'Looked at one category again and again: that is what they need now.',
    parameters: [
      text('category', 'the category'),
      wholeNumber('times', 'at least so often', 3),
      duration('within', 'in the window', '14d'),
    ],
    definition: {
      event: viewed,
      where: [{ property: { $commerce: 'category' }, is: { equals: blank('category') } }],
      window: { last: blank('within') },
      is: { atLeast: blank('times') },
    },
  },
  {
    id: 'replenish',
    name: 'Time to buy again',
    way: 'needs',
    explanation: 'Bought a product that is used up about now and has not bought it again.',
    parameters: [
      text('product', "the product's id"),
      duration('from', 'bought at most this long ago', '45d'),
      duration('to', 'and at least this long ago', '30d'),
    ],
    definition: {
      all: [
        {
          event: ordered,
          where: [{ property: { $commerce: 'productPath' }, is: { equals: blank('product') } }],
          window: { ago: [blank('from'), blank('to')] },
        },
        {
          not: {
            event: ordered,
            where: [{ property: { $commerce: 'productPath' }, is: { equals: blank('product') } }],
            window: { last: blank('to') },
          },
        },
      ],
    },
  },
  {
    id: 'use-case-gifts',
    name: 'Buys large and seldom',
    way: 'needs',
    explanation:
      'Few orders, each of a high value: presents, or one large need, rather than everyday shopping.',
    parameters: [
      wholeNumber('orders', 'at most so many orders', 2),
      number('value', 'an average of at least this', 100),
      duration('within', 'in the window', '365d'),
    ],
    definition: {
      all: [
        {
          event: ordered,
          window: { last: blank('within') },
          is: { between: [1, blank('orders')] },
        },
        {
          event: ordered,
          window: { last: blank('within') },
          aggregate: { average: revenue },
          is: { atLeast: blank('value') },
        },
      ],
    },
  },
  {
    id: 'fills-the-cart',
    name: 'Fills the cart',
    way: 'behavioural',
    explanation: 'Put several things into the cart, whatever became of them.',
    parameters: [
      wholeNumber('times', 'at least so many', 3),
      duration('within', 'in the window', '7d'),
    ],
    definition: {
      event: added,
      window: { last: blank('within') },
      is: { atLeast: blank('times') },
    },
  },
]
