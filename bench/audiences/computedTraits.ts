import type { Definition, TraitExpression } from '@muster/core'
import type { BenchAudience } from './audiences.ts'

/** Ten computed traits over the history's events, of every kind that there is. */
export const computedTraits: readonly {
  readonly name: string
  readonly expression: TraitExpression
}[] = [
  {
    name: 'spend.last90d',
    expression: {
      event: 'Order Completed',
      window: { last: '90d' },
      aggregate: { sum: 'revenue' },
    },
  },
  { name: 'orders.ever', expression: { event: 'Order Completed', aggregate: 'count' } },
  { name: 'order.daysAgo', expression: { event: 'Order Completed', aggregate: 'daysSinceLast' } },
  {
    name: 'views.last7d',
    expression: { event: 'Product Viewed', window: { last: '7d' }, aggregate: 'count' },
  },
  {
    name: 'brands.last30d',
    expression: {
      event: 'Product Viewed',
      window: { last: '30d' },
      aggregate: { distinct: 'brand' },
    },
  },
  {
    name: 'view.favourite',
    expression: {
      event: 'Product Viewed',
      window: { last: '30d' },
      aggregate: { mostFrequent: 'category' },
    },
  },
  {
    name: 'price.average',
    expression: {
      event: 'Product Viewed',
      window: { last: '30d' },
      aggregate: { average: 'price' },
    },
  },
  {
    name: 'campaign.last',
    expression: { event: 'Email Clicked', aggregate: { last: 'campaign' } },
  },
  {
    name: 'orders.perView',
    expression: {
      ratio: [
        { event: 'Order Completed', window: { last: '30d' }, aggregate: 'count' },
        { event: 'Product Viewed', window: { last: '30d' }, aggregate: 'count' },
      ],
    },
  },
  {
    name: 'spend.level',
    expression: {
      cases: [
        { when: { trait: 'spend.last90d', is: { atLeast: 200 } }, value: 'high' },
        { when: { trait: 'spend.last90d', is: { moreThan: 0 } }, value: 'low' },
      ],
      otherwise: 'none',
    },
  },
]

const tests: Readonly<Record<string, Definition>> = {
  spends: { trait: 'spend.last90d', is: { atLeast: 100 } },
  orders: { trait: 'orders.ever', is: { atLeast: 2 } },
  ordered: { trait: 'order.daysAgo', is: { atMost: 14 } },
  looks: { trait: 'views.last7d', is: { atLeast: 5 } },
  wanders: { trait: 'brands.last30d', is: { atLeast: 4 } },
  coffee: { trait: 'view.favourite', is: { equals: 'Coffee' } },
  dear: { trait: 'price.average', is: { moreThan: 100 } },
  clicked: { trait: 'campaign.last', is: { exists: true } },
  decides: { trait: 'orders.perView', is: { moreThan: 0.1 } },
  high: { trait: 'spend.level', is: { equals: 'high' } },
  champions: { trait: 'rfm.segment', is: { equals: 'Champions' } },
  fading: { trait: 'rfm.segment', is: { oneOf: ['At risk', 'Hibernating'] } },
  engaged: { trait: 'lifecycle.stage', is: { equals: 'engaged' } },
}

/** An audience on each of them, and three on RFM and the stages of life. */
export const onComputedTraits: readonly BenchAudience[] = Object.entries(tests).map(
  ([id, definition]) => ({ id: `on-${id}`, definition }),
)
