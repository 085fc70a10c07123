import { dimensions, type Dimension } from './rfm.ts'
import { segmentNames, segmentOf, type Scores, type SegmentName } from './segmentNames.ts'

/** So many customers have, at one instant, these scores by the older thresholds and those by the newer. */
export interface Rescored {
  readonly older: Scores
  readonly newer: Scores
  readonly customers: number
}

/** For each dimension how many customers have the scores 1 to 5. */
export type ScoreCounts = Readonly<Record<Dimension, readonly number[]>>

export type Reading = 'stable' | 'moderate' | 'large'

export interface Drift {
  readonly customers: number
  /** Shares of them whose score, or whose segment's name, the newer thresholds change. */
  readonly changed: Readonly<Record<Dimension | 'segment', number>>
  /** Who would move from which segment to which; those who stay left out, the largest first. */
  readonly moves: readonly {
    readonly from: SegmentName
    readonly to: SegmentName
    readonly customers: number
  }[]
  /** How far the customers have moved away from what the older thresholds were learned from. */
  readonly stability: Readonly<
    Record<Dimension, { readonly index: number; readonly reading: Reading }>
  >
}

const STABLE_BELOW = 0.1
const LARGE_FROM = 0.25

/** Below 0.1 nothing worth acting on has changed; from 0.25 on it is another population (N. Siddiqi, Credit Risk Scorecards, 2006). */
export const readStability = (index: number): Reading =>
  index < STABLE_BELOW ? 'stable' : index < LARGE_FROM ? 'moderate' : 'large'

/**
 * The population stability index, sum of (a - e) ln(a / e) over bins, where e and a are the shares expected and found (E. M. Lewis, An
 * Introduction to Credit Scoring, 1994). A bin with nobody in it counts as half a customer, since its
 * logarithm has no end otherwise. 0 when either side has nobody.
 */
export function stabilityIndex(expected: readonly number[], found: readonly number[]): number {
  const [before, after] = [expected, found].map((counts) => counts.reduce((a, b) => a + b, 0))
  if (before === undefined || after === undefined || before === 0 || after === 0) return 0
  return expected.reduce((index, count, bin) => {
    const e = Math.max(count, 0.5) / before
    const a = Math.max(found[bin] ?? 0, 0.5) / after
    return index + (a - e) * Math.log(a / e)
  }, 0)
}

/** What changed from one calibration to a later one. `expected` is how the older thresholds divided the customers that they were learned from. */
export function driftOf(expected: ScoreCounts, rescored: readonly Rescored[]): Drift {
  const customers = rescored.reduce((n, row) => n + row.customers, 0)
  const share = (isChanged: (row: Rescored) => boolean): number => {
    const changed = rescored.filter(isChanged).reduce((n, row) => n + row.customers, 0)
    return customers === 0 ? 0 : changed / customers
  }
  const found = (dimension: Dimension): readonly number[] =>
    [1, 2, 3, 4, 5].map((score) =>
      rescored
        .filter(({ older }) => older[dimension] === score)
        .reduce((n, row) => n + row.customers, 0),
    )
  const moves = new Map<string, Drift['moves'][number]>()
  for (const row of rescored) {
    const [from, to] = [segmentOf(row.older), segmentOf(row.newer)]
    if (from === to) continue
    const key = `${from} ${to}`
    moves.set(key, { from, to, customers: (moves.get(key)?.customers ?? 0) + row.customers })
  }
  const place = (name: SegmentName): number => segmentNames.indexOf(name)
  return {
    customers,
    changed: {
      ...byDimension((dimension) => share((row) => row.older[dimension] !== row.newer[dimension])),
      segment: share((row) => segmentOf(row.older) !== segmentOf(row.newer)),
    },
    moves: [...moves.values()].toSorted(
      (a, b) =>
        b.customers - a.customers || place(a.from) - place(b.from) || place(a.to) - place(b.to),
    ),
    stability: byDimension((dimension) => {
      const index = stabilityIndex(expected[dimension], found(dimension))
      return { index, reading: readStability(index) }
    }),
  }
}

function byDimension<T>(make: (dimension: Dimension) => T): Readonly<Record<Dimension, T>> {
  // One entry for each dimension, by the list of all.
  return Object.fromEntries(dimensions.map((one) => [one, make(one)])) as Record<Dimension, T>
}
