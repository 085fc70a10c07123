import type { Catalogue } from '../audience/catalogue.ts'
import type { Duration, Filter, Measure, Path } from '../audience/definition.ts'
import type { Commerce } from '../commerce/commerce.ts'
import type { Segmentation } from './segmentation.ts'

/** The orders that segmentation looks at. */
export interface OrderBasis {
  readonly order: string
  readonly where: Filter
  /** RFM looks at orders of this long. */
  readonly period: Duration
}

/** The same with where the money stands, found for good: thresholds mean nothing without it. */
export interface Basis extends OrderBasis {
  readonly revenue: Path
  /** Where the margin stands, or the cost to take off the revenue; `null` where orders tell neither. */
  readonly margin: { readonly margin: Path } | { readonly cost: Path } | null
}

export const orderBasisOf = (settings: Segmentation, commerce: Commerce): OrderBasis => ({
  order: settings.order ?? commerce.order,
  where: settings.where,
  period: settings.period,
})

/**
 * Where an order's money stands: what the settings say, else the first path of `commerce` that has been seen as a number in the order event.
 * `undefined` where no revenue is to be found.
 */
export function basisOf(
  settings: Segmentation,
  commerce: Commerce,
  catalogue: Catalogue,
): Basis | undefined {
  const orders = orderBasisOf(settings, commerce)
  const seen = catalogue.events.get(orders.order)
  const isNumber = (path: Path): boolean => seen?.get(path)?.includes('number') === true
  const revenue = settings.revenue ?? commerce.revenue.find(isNumber)
  if (revenue === undefined) return undefined
  const margin = settings.margin ?? commerce.margin.find(isNumber)
  const cost = settings.cost ?? commerce.cost.find(isNumber)
  if (settings.margin === null && settings.cost !== null)
    return { ...orders, revenue, margin: { cost: settings.cost } }
  if (margin !== undefined) return { ...orders, revenue, margin: { margin } }
  return { ...orders, revenue, margin: cost === undefined ? null : { cost } }
}

/** All orders that count, without a window. */
export const ordersOf = ({ order, where }: Pick<OrderBasis, 'order' | 'where'>): Measure => ({
  event: order,
  ...(Array.isArray(where) && where.length === 0 ? {} : { where }),
})

/** Those of the period. */
export const ordersInPeriod = (basis: OrderBasis): Measure => ({
  ...ordersOf(basis),
  window: { last: basis.period },
})
