import type { Json } from '@muster/core'
import type { Subject } from './subjectApi.ts'

export interface BasketQuestion {
  /** `together`: in one order. `next`: in an order and in the same customer's next one, strictly later. */
  readonly kind?: 'together' | 'next'
  /** Products by their id, or categories. */
  readonly items?: 'product' | 'category'
  /** Orders in (from, to]; all up to now by default. */
  readonly from?: number
  readonly to?: number
  /** For `next`: the next order comes within this time, such as `90d`. */
  readonly within?: string
  /** A pair, and each of its items, occurs at least so often; 10 by default. */
  readonly leastCount?: number
  /** 0 by default. */
  readonly leastConfidence?: number
  /** 1 by default: what is bought together more often than by chance. */
  readonly leastLift?: number
  readonly sort?: 'lift' | 'confidence' | 'support'
  readonly limit?: number
  /** Only orders of these people; everybody's by default. */
  readonly subject?: Subject
}
export const mostRules = 1_000

export interface Basket {
  readonly kind: 'together' | 'next'
  readonly items: 'product' | 'category'
  /** Orders; or for `next`, orders that were followed by another. */
  readonly baskets: number
  readonly rules: readonly Rule[]
}

/** Who buys `bought` also buys `offer`. R. Agrawal, T. Imielinski, A. Swami, SIGMOD 1993; lift by S. Brin et al., SIGMOD 1997. */
export interface Rule {
  readonly bought: Item
  readonly offer: Item
  /** Baskets with both; with `bought`; with `offer` (for `next`, among the following orders). */
  readonly count: number
  readonly boughtCount: number
  readonly offerCount: number
  /** count / baskets */
  readonly support: number
  /** count / boughtCount */
  readonly confidence: number
  /** confidence / (offerCount / baskets): 1 is chance. */
  readonly lift: number
  /** Who bought the one and never the other, ready to be created: `upsell` when the offer is of the same category and dearer. */
  readonly audience: {
    readonly kind: 'cross_sell' | 'upsell'
    readonly name: string
    readonly description: string
    readonly definition: Json
  }
}
export interface Item {
  readonly id: string
  readonly name: string | undefined
  readonly category: string | undefined
  /** Average of the prices of its lines, with two places or more. */
  readonly price: number | undefined
}
