import type { DemoAudience } from './demoAudience.ts'
import { audiencesOnTraits } from './demoTraits.ts'

/**
 * Audiences on this shop's data, at least one for every kind of condition but `list`, which needs a list made by hand. Referenced ones
 * come before those that refer to them, so that they can be created from top to bottom. Several look back minutes
 * only, so that live traffic can be seen moving people in and out.
 */
export function demoAudiences(): readonly DemoAudience[] {
  return [...LIVE, ...VALUE, ...LIFECYCLE, ...BUSINESS, ...audiencesOnTraits(), ...COMPOSED]
}

const LIVE: readonly DemoAudience[] = [
  {
    id: 'looking-now',
    name: 'Looking right now',
    description:
      'Viewed a product in the last 2 minutes and has not ordered in that time: the audience to watch live.',
    definition: {
      all: [
        { event: 'Product Viewed', window: { last: '2m' } },
        { not: { event: 'Order Completed', window: { last: '2m' } } },
      ],
    },
  },
  {
    id: 'busy-shoppers',
    name: 'Busy in the last quarter of an hour',
    description:
      'At least five events in 15 minutes, from three different categories or more, or a cart above 200 euros.',
    definition: {
      any: [
        {
          all: [
            {
              event: ['Product Viewed', 'Product Added', 'Cart Viewed'],
              window: { last: '15m' },
              is: { atLeast: 5 },
            },
            {
              event: 'Product Viewed',
              window: { last: '15m' },
              aggregate: { distinct: 'category' },
              is: { atLeast: 3 },
            },
          ],
        },
        {
          event: 'Checkout Started',
          window: { last: '15m' },
          aggregate: { max: 'value' },
          is: { atLeast: 200 },
        },
      ],
    },
  },
  {
    id: 'stuck-in-checkout',
    name: 'Stuck in the checkout',
    description: 'Started the checkout in the last hour and did not order within 5 minutes.',
    definition: {
      event: 'Checkout Started',
      window: { last: '1h' },
      notFollowedBy: { event: 'Order Completed' },
      within: '5m',
    },
  },
  {
    id: 'cart-abandoners',
    name: 'Cart abandoners',
    description: 'Put something into the cart in the last 7 days and did not order within 4 hours.',
    definition: {
      event: 'Product Added',
      window: { last: '7d' },
      notFollowedBy: { event: 'Order Completed' },
      within: '4h',
    },
  },
]

const VALUE: readonly DemoAudience[] = [
  {
    id: 'high-value',
    name: 'High value',
    description: 'Spent at least 1,000 euros in the last year, over 150 euros an order on average.',
    definition: {
      all: [
        {
          event: 'Order Completed',
          window: { last: '365d' },
          aggregate: { sum: 'revenue' },
          is: { atLeast: 1000 },
        },
        {
          event: 'Order Completed',
          window: { last: '365d' },
          aggregate: { average: 'revenue' },
          is: { moreThan: 150 },
        },
      ],
    },
  },
  {
    id: 'declining',
    name: 'Declining',
    description: 'Revenue of the last 30 days is at most half of that of the 30 days before.',
    definition: {
      ratio: [
        { event: 'Order Completed', window: { last: '30d' }, aggregate: { sum: 'revenue' } },
        {
          event: 'Order Completed',
          window: { ago: ['60d', '30d'] },
          aggregate: { sum: 'revenue' },
        },
      ],
      is: { atMost: 0.5 },
    },
  },
  {
    id: 'coffee-without-kitchen',
    name: 'Coffee, but nothing for the kitchen',
    description:
      'Cross-sell: bought coffee in the last year and nothing from the category Kitchen.',
    definition: {
      all: [
        {
          event: 'Order Completed',
          where: [
            { some: 'products', where: [{ property: 'category', is: { equals: 'Coffee' } }] },
          ],
          window: { last: '365d' },
        },
        {
          not: {
            event: 'Order Completed',
            where: [{ property: 'products[].category', is: { equals: 'Kitchen' } }],
            window: { last: '365d' },
          },
        },
      ],
    },
  },
  {
    id: 'first-bought-with-coupon',
    name: 'Came for a coupon',
    description:
      'The first coupon ever used was the welcome one, and the last order was below 50 euros.',
    definition: {
      all: [
        { event: 'Order Completed', aggregate: { first: 'coupon' }, is: { equals: 'WELCOME10' } },
        { event: 'Order Completed', aggregate: { last: 'revenue' }, is: { lessThan: 50 } },
      ],
    },
  },
]

const LIFECYCLE: readonly DemoAudience[] = [
  {
    id: 'trial-ending',
    name: 'Trial ends soon, hardly used',
    description:
      'The trial ends within 3 days, and there were fewer than 3 active days in the last 14.',
    definition: {
      all: [
        { trait: 'trialEndsAt', is: { withinNext: '3d' } },
        { event: '*', window: { last: '14d' }, aggregate: 'daysActive', is: { lessThan: 3 } },
      ],
    },
  },
  {
    id: 'steady-pro',
    name: 'Pro for a month',
    description: 'On the plan pro for 30 days or more without a break.',
    definition: { trait: 'plan', is: { equals: 'pro' }, for: '30d' },
  },
  {
    id: 'upgraded-this-month',
    name: 'Upgraded this month',
    description: 'The plan changed to pro, from anything else, in this calendar month.',
    definition: {
      trait: 'plan',
      changed: { to: { equals: 'pro' } },
      window: { calendar: 'this_month' },
    },
  },
  {
    id: 'opened-after-browsing',
    name: 'Opened a letter after browsing, without buying',
    description:
      'Viewed a product, opened an email within 7 days after that, and did not order in between.',
    definition: {
      sequence: [{ event: 'Product Viewed' }, { event: 'Email Opened' }],
      without: { event: 'Order Completed' },
      within: '7d',
      window: { last: '30d' },
    },
  },
  {
    id: 'open-ticket',
    name: 'Waiting for the help desk',
    description: 'Suppression: has opened more tickets than were solved.',
    definition: {
      ratio: [{ event: 'Ticket Solved' }, { event: 'Ticket Opened' }],
      is: { lessThan: 1 },
    },
  },
  {
    id: 'lapsed-high-value',
    name: 'Lapsed, but still listening',
    description:
      'Spent 500 euros in all, has not ordered for 90 days, and opened an email in the last 30.',
    definition: {
      all: [
        { event: 'Order Completed', aggregate: { sum: 'revenue' }, is: { atLeast: 500 } },
        { not: { event: 'Order Completed', window: { last: '90d' } } },
        { event: 'Email Opened', window: { last: '30d' } },
      ],
    },
  },
]

const BUSINESS: readonly DemoAudience[] = [
  {
    id: 'business-software',
    name: 'Software companies that buy',
    description:
      'Belongs to an account in the software industry with 50 employees or more that ordered in the last 90 days.',
    definition: {
      account: {
        all: [
          { trait: 'industry', is: { equals: 'Software' } },
          { trait: 'employees', is: { atLeast: 50 } },
          { event: 'Order Completed', window: { last: '90d' } },
        ],
      },
    },
  },
  {
    id: 'near-berlin',
    name: 'Around Berlin, birthday this week',
    description: 'Lives within 30 km of Berlin and has a birthday in the next 7 days.',
    definition: {
      all: [
        { trait: 'location', is: { near: { lat: 52.52, lon: 13.405, km: 30 } } },
        { trait: 'birthday', is: { anniversaryWithin: '7d' } },
      ],
    },
  },
  {
    id: 'several-devices',
    name: 'On several devices',
    description: 'Known by three browsers or apps at least, shopping on evenings and week-ends.',
    definition: {
      all: [
        { identifier: 'anonymous_id', is: { atLeast: 3 } },
        {
          event: 'Product Viewed',
          where: {
            any: [{ time: { weekday: ['sat', 'sun'] } }, { time: { hours: [18, 24] } }],
          },
          window: { last: '90d' },
        },
      ],
    },
  },
]

const COMPOSED: readonly DemoAudience[] = [
  {
    id: 'everyone-but-pro',
    name: 'Everyone but pro',
    description: 'All profiles, known or not, that are not on the plan pro.',
    definition: { all: [{ everyone: true }, { not: { trait: 'plan', is: { equals: 'pro' } } }] },
  },
  {
    id: 'vip-to-treat',
    name: 'VIPs to treat',
    description:
      'High value and not waiting for the help desk; every tenth is held out to measure by.',
    definition: {
      all: [
        { audience: 'high-value' },
        { not: { audience: 'open-ticket' } },
        { share: { salt: 'vip', from: 0.1, to: 1 } },
      ],
    },
  },
]
