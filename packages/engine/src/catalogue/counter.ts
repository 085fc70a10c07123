import type { SeenType } from '@muster/core'

/**
 * What values are counted as. Beside their types there are two counts of what the limits left out: `beyond` for values below a path that is
 * known, `beyond_keys` for those under names that came too late to be kept.
 */
export type CountedType = SeenType | 'seen' | 'beyond' | 'beyond_keys'

/** Where a counter stands in the table. */
export interface CounterKey {
  readonly part: Part
  /** The event's name for its own count and its properties; empty elsewhere. */
  readonly event: string
  readonly path: string
  readonly type: CountedType
}

export type Part = 'event' | 'property' | 'trait' | 'account_trait' | 'identifier'

/** A sample is a text, a number or a boolean. */
export type Sample = string | number | bigint | boolean

/**
 * One count in three pieces. `open` is of messages received at the newest instant, of which more may come; `closed` of earlier ones, not
 * yet in the table; `stored` is in the table.
 */
export interface Counter {
  readonly key: CounterKey
  stored: number
  closed: number
  open: number
  firstSeen: number
  lastSeen: number
  readonly samples: Sample[]
  /** How many of the samples are in the table. */
  storedSamples: number
}

export const createCounter = (key: CounterKey): Counter => ({
  key,
  stored: 0,
  closed: 0,
  open: 0,
  firstSeen: Infinity,
  lastSeen: -Infinity,
  samples: [],
  storedSamples: 0,
})

export const totalOf = ({ stored, closed, open }: Counter): number => stored + closed + open
