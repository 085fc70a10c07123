/**
 * A value at which the customers are cut in two: the least one that enough of them are strictly worse than, and how many are. What "worse" means
 * is a matter of the figure; of recency it is more days.
 */
export interface Cut {
  readonly value: number
  readonly worse: number
}

/** A share of all customers as a fraction, so that no rounding moves a cut. */
export type Share = readonly [numerator: number, denominator: number]

/** The fifths above which the scores 2 to 5 begin. */
export const scoreShares: readonly Share[] = [
  [1, 5],
  [2, 5],
  [3, 5],
  [4, 5],
]

/** Above which the better tiers begin: half, four fifths, nineteen twentieths of all customers are worse. */
export const tierShares: readonly Share[] = [
  [1, 2],
  [4, 5],
  [19, 20],
]

/**
 * How many customers have to be strictly worse for a value to lie beyond a share of `customers`: the least k with k / customers >= share. The cut is
 * the least value that so many are worse than; with the values sorted from the worst on, the first that is better than the k-th.
 */
export const worseNeeded = (customers: number, [numerator, denominator]: Share): number =>
  Math.ceil((numerator * customers) / denominator)

/**
 * The values at which the levels 1, 2, ... begin (level 0 has none), and how many customers are on each level from 0 on. A level that
 * nobody is on has the threshold `null`: whoever reached it reached the one above, too.
 */
export interface Levels {
  readonly thresholds: readonly (number | null)[]
  readonly counts: readonly number[]
}

/** `cuts` belong to shares in rising order; `undefined` where nobody lies beyond the share. */
export function levelsOf(customers: number, cuts: readonly (Cut | undefined)[]): Levels {
  const atLeast = [customers, ...cuts.map((cut) => (cut === undefined ? 0 : customers - cut.worse))]
  const counts = atLeast.map((n, level) => n - (atLeast[level + 1] ?? 0))
  return {
    thresholds: cuts.map((cut, i) => (cut !== undefined && counts[i + 1] !== 0 ? cut.value : null)),
    counts,
  }
}
