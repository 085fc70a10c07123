import type { Template } from '../template.ts'
import {
  added,
  blank,
  duration,
  event,
  number,
  ordered,
  property,
  trait,
  viewed,
  wholeNumber,
} from './words.ts'

/** Where people stand: lifecycle and buying stage. */
export const journey: readonly Template[] = [
  {
    id: 'new-customers',
    name: 'New customers',
    way: 'lifecycle',
    explanation:
      'First ordered within the last days: welcome them, and help them to a second order.',
    parameters: [duration('within', 'how new', '30d')],
    definition: {
      all: [
        { event: ordered, window: { last: blank('within') } },
        { not: { event: ordered, window: { olderThan: blank('within') } } },
      ],
    },
  },
  {
    id: 'engaged-customers',
    name: 'Engaged customers',
    way: 'lifecycle',
    explanation: 'Customers for longer than the newcomers who still order.',
    parameters: [
      duration('known', 'customers for at least', '30d'),
      duration('within', 'last ordered within', '180d'),
    ],
    definition: {
      all: [
        { event: ordered, window: { olderThan: blank('known') } },
        { event: ordered, window: { last: blank('within') } },
      ],
    },
  },
  {
    id: 'at-risk',
    name: 'At risk',
    way: 'lifecycle',
    explanation: 'Used to order and has not for a while, but not long enough to be lost.',
    parameters: [
      wholeNumber('orders', 'at least so many orders in all', 2),
      duration('quiet', 'none for', '90d'),
      duration('lapsed', 'but one within', '180d'),
    ],
    definition: {
      all: [
        { event: ordered, is: { atLeast: blank('orders') } },
        { not: { event: ordered, window: { last: blank('quiet') } } },
        { event: ordered, window: { last: blank('lapsed') } },
      ],
    },
  },
  {
    id: 'lapsed',
    name: 'Lapsed, but still listening',
    way: 'lifecycle',
    explanation: 'Has not ordered for long, but still opens emails: a win-back can reach them.',
    parameters: [
      duration('lapsed', 'no order for', '180d'),
      duration('listening', 'opened an email within', '30d'),
    ],
    definition: {
      all: [
        { event: ordered, window: { olderThan: blank('lapsed') } },
        { not: { event: ordered, window: { last: blank('lapsed') } } },
        { event: { $commerce: 'emailOpened' }, window: { last: blank('listening') } },
      ],
    },
  },
  {
    id: 'reactivated',
    name: 'Reactivated',
    way: 'lifecycle',
    explanation: 'Ordered again after a long pause: treat them as new, and find out why.',
    parameters: [
      duration('back', 'ordered again within', '30d'),
      duration('away', 'after nothing back to', '180d'),
    ],
    definition: {
      all: [
        { event: ordered, window: { last: blank('back') } },
        { not: { event: ordered, window: { ago: [blank('away'), blank('back')] } } },
        { event: ordered, window: { olderThan: blank('away') } },
      ],
    },
  },
  {
    id: 'one-time-buyers',
    name: 'One order, ready for the second',
    way: 'lifecycle',
    explanation: 'Ordered exactly once, not just now: the second order makes a customer.',
    parameters: [
      duration('from', 'the order lies at most this long back', '90d'),
      duration('to', 'and at least this long', '14d'),
    ],
    definition: {
      all: [
        { event: ordered, is: { exactly: 1 } },
        { event: ordered, window: { ago: [blank('from'), blank('to')] } },
      ],
    },
  },
  {
    id: 'trial-ending',
    name: 'Trial ends soon, hardly used',
    way: 'lifecycle',
    explanation:
      'A trial that ends within days and has been used on few of them: help before it ends.',
    parameters: [
      trait('ends', 'the trait with the end of the trial', 'trialEndsAt'),
      duration('ahead', 'ends within', '3d'),
      wholeNumber('days', 'used on fewer days than', 3),
    ],
    definition: {
      all: [
        { trait: blank('ends'), is: { withinNext: blank('ahead') } },
        {
          event: '*',
          window: { last: '14d' },
          aggregate: 'daysActive',
          is: { lessThan: blank('days') },
        },
      ],
    },
  },
  {
    id: 'awareness',
    name: 'Awareness: new and looking round',
    way: 'buying_stage',
    explanation: 'First seen lately, has looked at something, and has not put anything in a cart.',
    parameters: [duration('within', 'first seen within', '14d')],
    definition: {
      all: [
        { trait: 'profile.firstSeenAt', is: { withinLast: blank('within') } },
        { event: viewed },
        { not: { event: added } },
      ],
    },
  },
  {
    id: 'consideration',
    name: 'Consideration: looks again',
    way: 'buying_stage',
    explanation: 'Looked at products several times on several days and has not ordered since.',
    parameters: [
      wholeNumber('times', 'at least so many views', 4),
      wholeNumber('days', 'on at least so many days', 2),
      duration('within', 'in the window', '14d'),
    ],
    definition: {
      all: [
        { event: viewed, window: { last: blank('within') }, is: { atLeast: blank('times') } },
        {
          event: viewed,
          window: { last: blank('within') },
          aggregate: 'daysActive',
          is: { atLeast: blank('days') },
        },
        { not: { event: ordered, window: { last: blank('within') } } },
      ],
    },
  },
  {
    id: 'cart-abandoners',
    name: 'Intent: left the cart',
    way: 'buying_stage',
    explanation: 'Put something into the cart and did not order within some hours.',
    parameters: [
      duration('deadline', 'no order within', '4h'),
      duration('within', 'in the window', '7d'),
    ],
    definition: {
      event: added,
      notFollowedBy: { event: ordered },
      within: blank('deadline'),
      window: { last: blank('within') },
    },
  },
  {
    id: 'checkout-abandoners',
    name: 'Decision: left the checkout',
    way: 'buying_stage',
    explanation: 'Began to check out a cart of some value and did not order soon after.',
    parameters: [
      property('value', "the checkout's property with the value", 'value'),
      number('least', 'a value of at least', 50),
      duration('deadline', 'no order within', '1h'),
      duration('within', 'in the window', '3d'),
    ],
    definition: {
      event: { $commerce: 'checkoutStarted' },
      where: [{ property: blank('value'), is: { atLeast: blank('least') } }],
      notFollowedBy: { event: ordered },
      within: blank('deadline'),
      window: { last: blank('within') },
    },
  },
  {
    id: 'post-purchase',
    name: 'After the purchase',
    way: 'buying_stage',
    explanation: 'Ordered lately: time for help, a review and care, and not for another offer.',
    parameters: [duration('within', 'ordered within', '14d')],
    definition: { event: ordered, window: { last: blank('within') } },
  },
  {
    id: 'signed-up-idle',
    name: 'Signed up and did nothing',
    way: 'lifecycle',
    explanation: 'Signed up some days ago and has done nothing that counts since.',
    parameters: [
      event('signUp', 'the event of signing up', 'Signed Up'),
      event('first', 'the event that counts', 'Order Completed'),
      duration('deadline', 'not within', '7d'),
      duration('within', 'signed up in the window', '60d'),
    ],
    definition: {
      event: blank('signUp'),
      notFollowedBy: { event: blank('first') },
      within: blank('deadline'),
      window: { last: blank('within') },
    },
  },
]
