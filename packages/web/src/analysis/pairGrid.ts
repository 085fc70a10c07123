import type { Overlap } from '@muster/client'
import { formatCount, formatPart, formatPeople } from '../format/number.ts'
import type { HeatRow } from '../kit/index.ts'

/** Each audience against each: the part of the row's that is in the column's too. */
export function pairGrid({ sets, pairs }: Overlap): readonly HeatRow[] {
  const shared = new Map(
    pairs.flatMap(({ a, b, both, shareOfA, shareOfB }) => [
      [`${a} ${b}`, { both, share: shareOfA }],
      [`${b} ${a}`, { both, share: shareOfB }],
    ]),
  )
  return sets.map(({ name, size }, row): HeatRow => ({
    ...{ id: String(row), head: name, note: formatCount(size) },
    cells: sets.map((other, column) => {
      const found = shared.get(`${row} ${column}`)
      return found === undefined
        ? undefined
        : {
            text: formatPart(found.share, 1),
            says: `${formatPeople(found.both)} of ${name} are in ${other.name} too: ${formatPart(found.share, 1)} of ${formatCount(size)}.`,
            weight: found.share,
          }
    }),
  }))
}

export function pairRows({ sets, pairs }: Overlap): readonly (readonly string[])[] {
  const nameOf = (place: number) => sets[place]?.name ?? ''
  return [
    ['audience', 'other', 'both', 'share of audience', 'share of other', 'jaccard'],
    ...pairs.map(({ a, b, both, shareOfA, shareOfB, jaccard }) => [
      ...[nameOf(a), nameOf(b)],
      ...[both, shareOfA, shareOfB, jaccard].map(String),
    ]),
  ]
}
