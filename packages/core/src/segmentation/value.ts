import type { TraitExpression } from '../audience/computedTrait.ts'
import type { Condition, Filter } from '../audience/definition.ts'
import { ordersOf, type Basis, type OrderBasis } from './basis.ts'
import type { NamedTraits } from './rfm.ts'

/** From the worst on: which tier begins at which of the `tierShares`, the first at none. */
export const valueTiers = ['lower 50%', 'top 50%', 'top 20%', 'top 5%'] as const

/** At which revenue, and at which margin, each tier but the lowest begins; `null` for a tier that nobody is in. */
export interface ValueThresholds {
  readonly revenue: readonly (number | null)[]
  /** `null` where orders tell no margin. */
  readonly margin: readonly (number | null)[] | null
}

/** How often somebody ordered so far. */
export const valueOrders = (basis: OrderBasis): NamedTraits => [
  ['value.orders', { ...ordersOf(basis), aggregate: 'count' }],
]

/** What somebody brought so far: revenue, and margin where orders tell it or a cost. An order that tells no cost has no margin. */
export function valueFigures(basis: Basis): NamedTraits {
  const orders = ordersOf(basis)
  const revenue = { ...orders, aggregate: { sum: basis.revenue } }
  const named = (expression: TraitExpression): NamedTraits => [
    ['value.revenue', revenue],
    ['value.margin', expression],
  ]
  if (basis.margin === null) return [['value.revenue', revenue]]
  if ('margin' in basis.margin) return named({ ...orders, aggregate: { sum: basis.margin.margin } })
  const { cost } = basis.margin
  const tellsCost = { property: cost, is: { exists: true } } as const
  const where: Filter = [...listed(basis.where), tellsCost]
  return named({
    difference: [
      { ...revenue, where },
      { ...orders, aggregate: { sum: cost } },
    ],
  })
}

const listed = (where: Filter) => ('length' in where ? where : [where])

/** In which part of all customers so far somebody is, by revenue and by margin. */
export function valueTierTraits({ revenue, margin }: ValueThresholds): NamedTraits {
  return [
    ['value.revenueTier', tiered('value.revenue', revenue)],
    ...(margin === null ? [] : ([['value.marginTier', tiered('value.margin', margin)]] as const)),
  ]
}

function tiered(figure: string, thresholds: readonly (number | null)[]): TraitExpression {
  const isCustomer: Condition = { trait: 'value.orders', is: { atLeast: 1 } }
  const better = valueTiers.slice(1).flatMap((tier, i) => {
    const threshold = thresholds[i] ?? null
    if (threshold === null) return []
    const reaches: Condition = { trait: figure, is: { atLeast: threshold } }
    return [{ when: { all: [isCustomer, reaches] }, value: tier }]
  })
  return { cases: [...better.reverse(), { when: isCustomer, value: valueTiers[0] }] }
}
