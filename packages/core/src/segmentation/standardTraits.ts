import type { TraitExpression } from '../audience/computedTrait.ts'
import type { Commerce } from '../commerce/commerce.ts'
import { orderBasisOf, type Basis } from './basis.ts'
import { lifecycleTraits } from './lifecycle.ts'
import { preferredTraits } from './preferred.ts'
import { moneyFigure, orderFigures, rfmScores, type RfmThresholds } from './rfm.ts'
import type { Segmentation } from './segmentation.ts'
import { valueFigures, valueOrders, valueTierTraits, type ValueThresholds } from './value.ts'

/** What was learned of the customers at one instant: where they are cut, and by what. */
export interface Learned {
  readonly basis: Basis
  readonly rfm: RfmThresholds
  readonly value: ValueThresholds
}

/**
 * The computed traits that every workspace has. What rests on thresholds is there once they are learned, and all of `rfm.` and `value.` looks at the
 * orders that they were learned from, so that figures and scores never speak of different ones.
 */
export function standardTraits(
  settings: Segmentation,
  commerce: Commerce,
  learned: Learned | undefined,
): ReadonlyMap<string, TraitExpression> {
  const orders = orderBasisOf(settings, commerce)
  return new Map([
    ...(learned === undefined
      ? [...orderFigures(orders), ...valueOrders(orders)]
      : [
          ...figuresOf(learned.basis),
          ...rfmScores(learned.rfm),
          ...valueTierTraits(learned.value),
        ]),
    ...lifecycleTraits(orders, settings),
    ...preferredTraits(orders, commerce),
  ])
}

/** What thresholds are learned from. */
export const figuresOf = (basis: Basis): readonly (readonly [string, TraitExpression])[] => [
  ...orderFigures(basis),
  ...moneyFigure(basis),
  ...valueOrders(basis),
  ...valueFigures(basis),
]
