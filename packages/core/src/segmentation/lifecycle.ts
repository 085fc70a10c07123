import type { Condition, Duration } from '../audience/definition.ts'
import { DAY, parseDuration } from '../time/duration.ts'
import { ordersOf, type OrderBasis } from './basis.ts'
import type { NamedTraits } from './rfm.ts'
import type { Segmentation } from './segmentation.ts'

/** The stages in the order in which they are shown. */
export const lifecycleStages = ['new', 'engaged', 'reactivated', 'at risk', 'lapsed'] as const

export type LifecycleStage = (typeof lifecycleStages)[number]

export type LifecycleBounds = Pick<
  Segmentation,
  'newWithin' | 'reactivatedWithin' | 'engagedWithin' | 'atRiskWithin'
>

/**
 * Where somebody stands in life as a customer, by their orders alone: new when the first is recent; reactivated when a recent one ended a pause
 * longer than `engagedWithin`; else by how long ago the last one was. Whoever never ordered has no stage.
 */
export function lifecycleTraits(basis: OrderBasis, bounds: LifecycleBounds): NamedTraits {
  const { newWithin, engagedWithin, atRiskWithin } = bounds
  const orders = ordersOf(basis)
  const within = (duration: Duration): Condition => ({ ...orders, window: { last: duration } })
  const before = (duration: Duration): Condition => ({ ...orders, window: { olderThan: duration } })
  const cases: readonly { readonly when: Condition; readonly value: LifecycleStage }[] = [
    { when: { all: [within(newWithin), { not: before(newWithin) }] }, value: 'new' },
    { when: isBackAfterPause(basis, bounds), value: 'reactivated' },
    { when: within(engagedWithin), value: 'engaged' },
    { when: within(atRiskWithin), value: 'at risk' },
    { when: orders, value: 'lapsed' },
  ]
  return [['lifecycle.stage', { cases }]]
}

/**
 * An order in (T-r, T] is the first after one that is more than e before it, where r is no longer than e. Then the one before lies outside of the r
 * days, and in one of two places. Up to T-r-e: it needs only that nothing lies between it and T-r. In (T-r-e, T-e]: it needs that nothing
 * followed it within e, and what came next can but lie in the r days.
 */
function isBackAfterPause(basis: OrderBasis, bounds: LifecycleBounds): Condition {
  const { reactivatedWithin: recent, engagedWithin: pause } = bounds
  const both: Duration = `${daysOf(recent) + daysOf(pause)}d`
  const orders = ordersOf(basis)
  return {
    all: [
      { ...orders, window: { last: recent } },
      {
        any: [
          {
            all: [
              { ...orders, window: { olderThan: both } },
              { not: { ...orders, window: { ago: [both, recent] } } },
            ],
          },
          {
            ...orders,
            window: { ago: [both, pause] },
            notFollowedBy: orders,
            within: pause,
          },
        ],
      },
    ],
  }
}

/** Checked to be whole days. */
const daysOf = (duration: Duration): number => (parseDuration(duration) ?? 0) / DAY
