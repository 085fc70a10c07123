import {
  orderBasisOf,
  parseDuration,
  type Commerce,
  type Json,
  type Segmentation,
} from '@muster/core'
import { textOf } from '../refresh/textOf.ts'
import type { Calibration, LearnedBecause } from './segmentationApi.ts'

/** What settings ask of a calibration, as one text: thresholds that were learned by another one are not what is wanted. */
export const askedOf = (settings: Segmentation, commerce: Commerce): string =>
  textOf([
    orderBasisOf(settings, commerce),
    settings.revenue ?? commerce.revenue,
    settings.margin ?? commerce.margin,
    settings.cost ?? commerce.cost,
  ] as readonly Json[])

/** Why thresholds are to be learned now, if they are. */
export function whyLearn(facts: {
  readonly now: number
  readonly settings: Segmentation
  readonly commerce: Commerce
  readonly current: { readonly at: number; readonly asked: string } | undefined
  /** How often the order event has been seen: there are no more customers than that. */
  readonly ordersSeen: () => number
}): LearnedBecause | undefined {
  const { now, settings, commerce, current, ordersSeen } = facts
  if (current === undefined) return ordersSeen() >= settings.leastCustomers ? 'first' : undefined
  if (current.asked !== askedOf(settings, commerce)) return 'settings'
  return now >= dueAt(current, settings) ? 'schedule' : undefined
}

/** When a calibration has become too old. */
export const dueAt = ({ at }: Pick<Calibration, 'at'>, { learnEvery }: Segmentation): number =>
  at + (parseDuration(learnEvery) ?? 0)
