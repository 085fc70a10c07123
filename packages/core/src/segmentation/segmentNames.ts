/** Scores from 1 to 5, 5 being the best. */
export interface Scores {
  readonly recency: number
  readonly frequency: number
  readonly monetary: number
}

/** The eleven names, from those worth most to those long gone: the order in which they are shown. */
export const segmentNames = [
  'Champions',
  'Loyal',
  'Potential loyalist',
  'New',
  'Promising',
  'Need attention',
  'About to sleep',
  "Can't lose",
  'At risk',
  'Hibernating',
  'Lost',
] as const

export type SegmentName = (typeof segmentNames)[number]

type Range = readonly [number, number]

/** Triples of scores that have a name, both ends of each range included. */
export interface SegmentRange {
  readonly name: SegmentName
  readonly recency: Range
  readonly frequency: Range
  readonly monetary: Range
}

const range = (
  name: SegmentName,
  recency: Range,
  frequency: Range,
  monetary: Range,
): SegmentRange => ({ name, recency, frequency, monetary })

/**
 * The usual ranges overlap, so they are tried in this order, and the first that fits names the customer. The narrowest comes first: a name that
 * says something particular ("Can't lose" is 4 triples) would never be given behind one that says something general ("Loyal" is 36). Of the
 * ranges of eight, "About to sleep" comes before "Need attention" since both scores below the middle are no middling customer, and before
 * "Hibernating" since those of R2 can still be woken. The last three rows give what no usual range covers to the nearest name: who comes often
 * but spends little is loyal, who spends much but came once or twice may become so, and who is gone is at risk.
 */
export const segmentRanges: readonly SegmentRange[] = [
  range('Lost', [1, 1], [1, 1], [1, 1]),
  range('New', [4, 5], [1, 1], [1, 1]),
  range('Promising', [3, 4], [1, 1], [1, 1]),
  range("Can't lose", [1, 1], [4, 5], [4, 5]),
  range('Champions', [4, 5], [4, 5], [4, 5]),
  range('About to sleep', [2, 3], [1, 2], [1, 2]),
  range('Need attention', [2, 3], [2, 3], [2, 3]),
  range('Hibernating', [1, 2], [1, 2], [1, 2]),
  range('Potential loyalist', [3, 5], [1, 3], [1, 3]),
  range('At risk', [1, 2], [2, 5], [2, 5]),
  range('Loyal', [2, 5], [3, 5], [3, 5]),
  range('Loyal', [3, 5], [4, 5], [1, 2]),
  range('Potential loyalist', [3, 5], [1, 2], [4, 5]),
  range('At risk', [1, 2], [1, 5], [1, 5]),
]

/** The one name of a triple. Throws for a score that is none. */
export function segmentOf({ recency, frequency, monetary }: Scores): SegmentName {
  const isIn = (score: number, [from, to]: Range): boolean => score >= from && score <= to
  const found = segmentRanges.find(
    (one) =>
      isIn(recency, one.recency) && isIn(frequency, one.frequency) && isIn(monetary, one.monetary),
  )
  if (found === undefined)
    throw new Error(`no scores from 1 to 5: ${recency}, ${frequency}, ${monetary}`)
  return found.name
}

const digits = [1, 2, 3, 4, 5]

/** The triples that have this name, each as three digits. */
export const triplesOf = (name: SegmentName): readonly string[] =>
  digits.flatMap((recency) =>
    digits.flatMap((frequency) =>
      digits.flatMap((monetary) =>
        segmentOf({ recency, frequency, monetary }) === name
          ? [`${recency}${frequency}${monetary}`]
          : [],
      ),
    ),
  )
