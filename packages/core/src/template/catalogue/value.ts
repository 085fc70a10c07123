import type { Template } from '../template.ts'
import {
  blank,
  categoryOfLines,
  duration,
  margin,
  number,
  ordered,
  revenue,
  text,
  texts,
  trait,
} from './words.ts'

/** What customers are worth, and small groups made of several facts: value and micro-audiences. */
export const value: readonly Template[] = [
  {
    id: 'high-value',
    name: 'High value',
    way: 'value',
    explanation: 'Customers who spent at least so much: to be kept and rewarded.',
    parameters: [
      number('revenue', 'at least so much in the window', 500),
      duration('within', 'the window', '365d'),
    ],
    definition: {
      event: ordered,
      window: { last: blank('within') },
      aggregate: { sum: revenue },
      is: { atLeast: blank('revenue') },
    },
  },
  {
    id: 'high-margin',
    name: 'High margin',
    way: 'value',
    explanation: 'Customers who left at least so much margin, where cost or margin is sent.',
    parameters: [
      number('margin', 'at least so much in the window', 200),
      duration('within', 'the window', '365d'),
    ],
    definition: {
      event: ordered,
      window: { last: blank('within') },
      aggregate: { sum: margin },
      is: { atLeast: blank('margin') },
    },
  },
  {
    id: 'high-order-value',
    name: 'High average order',
    way: 'value',
    explanation: 'Customers whose orders are large on average, over two orders or more.',
    parameters: [
      number('value', 'an average of at least this', 100),
      duration('within', 'the window', '365d'),
    ],
    definition: {
      all: [
        { event: ordered, window: { last: blank('within') }, is: { atLeast: 2 } },
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
    id: 'declining',
    name: 'Declining value',
    way: 'value',
    explanation: 'Customers whose revenue fell to a part of what it was in the period before.',
    parameters: [
      duration('period', 'a period', '30d'),
      duration('twice', 'two such periods', '60d'),
      number('part', 'at most this part', 0.5),
    ],
    definition: {
      ratio: [
        { event: ordered, window: { last: blank('period') }, aggregate: { sum: revenue } },
        {
          event: ordered,
          window: { ago: [blank('twice'), blank('period')] },
          aggregate: { sum: revenue },
        },
      ],
      is: { atMost: blank('part') },
    },
  },
  {
    id: 'champions',
    name: 'Champions by RFM',
    way: 'value',
    explanation:
      'The best customers by recency, frequency and revenue. Ask them for a review, show them new things first.',
    parameters: [
      trait('segment', 'the trait with the RFM segment', 'rfm.segment'),
      texts('segments', 'the segments that count', ['Champions', 'Loyal']),
    ],
    definition: { trait: blank('segment'), is: { oneOf: blank('segments') } },
  },
  {
    id: 'category-spend-place',
    name: 'Category, spend and place',
    way: 'micro',
    explanation: 'Customers of one category who spent at least so much and live in one place.',
    parameters: [
      text('category', 'the category'),
      number('revenue', 'at least so much in the window', 200),
      trait('place', 'the trait with the place', 'address.city'),
      texts('places', 'the places', ['Berlin']),
      duration('within', 'the window', '365d'),
    ],
    definition: {
      all: [
        {
          event: ordered,
          where: [{ property: categoryOfLines, is: { equals: blank('category') } }],
          window: { last: blank('within') },
        },
        {
          event: ordered,
          window: { last: blank('within') },
          aggregate: { sum: revenue },
          is: { atLeast: blank('revenue') },
        },
        { trait: blank('place'), is: { oneOf: blank('places') } },
      ],
    },
  },
  {
    id: 'spend-group',
    name: 'Spend group by average order',
    way: 'micro',
    explanation: 'Customers whose average order lies between two values: one offer for each group.',
    parameters: [
      number('from', 'an average of at least this', 50),
      number('to', 'and at most this', 100),
      duration('within', 'the window', '365d'),
    ],
    definition: {
      event: ordered,
      window: { last: blank('within') },
      aggregate: { average: revenue },
      is: { between: [blank('from'), blank('to')] },
    },
  },
  {
    id: 'high-margin-category',
    name: 'High margin in a category',
    way: 'micro',
    explanation:
      'Customers who left margin with orders of one category, for its most careful offers.',
    parameters: [
      text('category', 'the category'),
      number('margin', 'at least so much in the window', 50),
      duration('within', 'the window', '365d'),
    ],
    definition: {
      event: ordered,
      where: [{ property: categoryOfLines, is: { equals: blank('category') } }],
      window: { last: blank('within') },
      aggregate: { sum: margin },
      is: { atLeast: blank('margin') },
    },
  },
]
