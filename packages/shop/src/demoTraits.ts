import type { TraitExpression } from '@muster/core'
import type { DemoAudience } from './demoAudience.ts'

export interface DemoTrait {
  readonly name: string
  readonly description: string
  readonly expression: TraitExpression
}

/** Computed traits on this shop's data; the later ones are made of the earlier, so that they can be defined from top to bottom. */
export function demoTraits(): readonly DemoTrait[] {
  return [
    {
      name: 'spend.last90d',
      description: 'What somebody has ordered for in the last 90 days, in euros.',
      expression: {
        event: 'Order Completed',
        window: { last: '90d' },
        aggregate: { sum: 'revenue' },
      },
    },
    {
      name: 'spend.level',
      description: 'How much that is: none, low, medium from 100 euros, high from 500.',
      expression: {
        cases: [
          { when: { trait: 'spend.last90d', is: { atLeast: 500 } }, value: 'high' },
          { when: { trait: 'spend.last90d', is: { atLeast: 100 } }, value: 'medium' },
          { when: { trait: 'spend.last90d', is: { moreThan: 0 } }, value: 'low' },
        ],
        otherwise: 'none',
      },
    },
    {
      name: 'browse.favourite',
      description: 'The category that somebody has looked at most in the last 30 days.',
      expression: {
        event: 'Product Viewed',
        window: { last: '30d' },
        aggregate: { mostFrequent: 'category' },
      },
    },
    {
      name: 'visit.daysAgo',
      description: 'Whole days since anything was heard of somebody.',
      expression: { event: '*', aggregate: 'daysSinceLast' },
    },
  ]
}

/** Audiences on computed traits: Muster's own, and those above. */
export function audiencesOnTraits(): readonly DemoAudience[] {
  return [
    {
      id: 'champions',
      name: 'Champions',
      description: 'Ordered lately, often and for much, by the quintiles of RFM.',
      definition: { trait: 'rfm.segment', is: { equals: 'Champions' } },
    },
    {
      id: 'good-ones-slipping',
      name: 'Good ones, slipping away',
      description: 'Among the top fifth by revenue, and not heard of for three weeks or more.',
      definition: {
        all: [
          { trait: 'value.revenueTier', is: { oneOf: ['top 5%', 'top 20%'] } },
          { trait: 'visit.daysAgo', is: { atLeast: 21 } },
        ],
      },
    },
    {
      id: 'big-spenders',
      name: 'Spend much, and like coffee',
      description: 'At least 500 euros in 90 days, and looks at coffee more than at anything else.',
      definition: {
        all: [
          { trait: 'spend.level', is: { equals: 'high' } },
          { trait: 'browse.favourite', is: { equals: 'Coffee' } },
        ],
      },
    },
  ]
}
