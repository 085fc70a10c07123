import type { TraitExpression } from '../audience/computedTrait.ts'
import type { Condition } from '../audience/definition.ts'
import { ordersInPeriod, type Basis, type OrderBasis } from './basis.ts'
import { segmentNames, triplesOf } from './segmentNames.ts'

/** For each dimension the values at which the scores 2, 3, 4 and 5 begin; `null` for a score that nobody has. */
export interface RfmThresholds {
  /** Whole days since the last order: at most so many. */
  readonly recency: readonly (number | null)[]
  /** Orders: at least so many. */
  readonly frequency: readonly (number | null)[]
  /** Revenue: at least so much. */
  readonly monetary: readonly (number | null)[]
}

export type Dimension = keyof RfmThresholds
export const dimensions = [
  'recency',
  'frequency',
  'monetary',
] as const satisfies readonly Dimension[]

export type NamedTraits = readonly (readonly [name: string, expression: TraitExpression])[]

/** When and how often somebody ordered within the period. */
export const orderFigures = (basis: OrderBasis, family = 'rfm'): NamedTraits => [
  [`${family}.daysSinceOrder`, { ...ordersInPeriod(basis), aggregate: 'daysSinceLast' }],
  [`${family}.orders`, { ...ordersInPeriod(basis), aggregate: 'count' }],
]

/** How much somebody spent within the period. */
export const moneyFigure = (basis: Basis, family = 'rfm'): NamedTraits => [
  [`${family}.revenue`, { ...ordersInPeriod(basis), aggregate: { sum: basis.revenue } }],
]

/**
 * Recency, frequency and monetary value (A. M. Hughes, Strategic Database Marketing, 1994), each scored 1 to 5 by its thresholds; the three digits
 * in that order; and the segment's name. Whoever has no order in the period has none of them. `family` is the beginning of their names, and of
 * those of the figures that they are made of.
 */
export function rfmScores(thresholds: RfmThresholds, family = 'rfm'): NamedTraits {
  const [days, orders, revenue] = ['daysSinceOrder', 'orders', 'revenue'].map(
    (figure) => `${family}.${figure}`,
  ) as [string, string, string]
  const isCustomer: Condition = { trait: orders, is: { atLeast: 1 } }
  return [
    [
      `${family}.recency`,
      scored(thresholds.recency, isCustomer, (n) => ({ trait: days, is: { atMost: n } })),
    ],
    [
      `${family}.frequency`,
      scored(thresholds.frequency, isCustomer, (n) => ({ trait: orders, is: { atLeast: n } })),
    ],
    [
      `${family}.monetary`,
      scored(thresholds.monetary, isCustomer, (n) => ({
        // Revenue of nothing is 0, which may be more than what the worst customers brought.
        all: [isCustomer, { trait: revenue, is: { atLeast: n } }],
      })),
    ],
    [`${family}.score`, { text: dimensions.map((one) => ({ trait: `${family}.${one}` })) }],
    [
      `${family}.segment`,
      {
        // By the digits, since one look at a text is several times faster than the comparisons of three ranges.
        cases: segmentNames.map((name) => ({
          when: { trait: `${family}.score`, is: { oneOf: triplesOf(name) } },
          value: name,
        })),
      },
    ],
  ]
}

/** The best score first, and 1 for every other customer. */
function scored(
  thresholds: readonly (number | null)[],
  isCustomer: Condition,
  reaches: (threshold: number) => Condition,
): TraitExpression {
  const better = thresholds.flatMap((threshold, i) =>
    threshold === null ? [] : [{ when: reaches(threshold), value: i + 2 }],
  )
  return { cases: [...better.reverse(), { when: isCustomer, value: 1 }] }
}
