import type { SegmentGrid } from '@muster/client'
import { segmentOf } from '@muster/core'
import { formatCount, formatNumber, formatPart, formatPeople } from '../format/number.ts'
import type { HeatRow } from '../kit/index.ts'

const SCORES = [1, 2, 3, 4, 5]
type Cell = SegmentGrid['cells'][number]

/** Recency against frequency: how many people have both scores, how much they brought, and what they are called. `scores` is the grid of `rfm.score`. */
export function scoreHeat({ cells }: Pick<SegmentGrid, 'cells'>): {
  readonly columns: readonly string[]
  readonly rows: readonly HeatRow[]
} {
  const all = cells.reduce((sum, { people }) => sum + people, 0)
  const money = sumOf(cells)
  const at = (recency: number, frequency: number) =>
    cells.filter(({ value }) => String(value).startsWith(`${recency}${frequency}`))
  const most = Math.max(1, ...SCORES.flatMap((r) => SCORES.map((f) => peopleOf(at(r, f)))))
  return {
    columns: SCORES.map((frequency) => `F${frequency}`),
    rows: SCORES.toReversed().map((recency): HeatRow => {
      const row = cells.filter(({ value }) => String(value).startsWith(String(recency)))
      return {
        ...{ id: String(recency), head: `R${recency}`, note: formatCount(peopleOf(row)) },
        cells: SCORES.map((frequency) => {
          const here = at(recency, frequency)
          const people = peopleOf(here)
          return {
            text: people === 0 ? '·' : formatCount(people),
            says: `Recency ${recency}, frequency ${frequency}: ${formatPeople(people)}, ${formatPart(people, all)} of those with scores${moneyWords(sumOf(here), money)}${namesWords(here)}.`,
            weight: people / most,
          }
        }),
      }
    }),
  }
}

const peopleOf = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { people }) => sum + people, 0)
const sumOf = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { revenue }) => sum + Number(revenue ?? 0), 0)

function moneyWords(revenue: number, all: number): string {
  return revenue === 0 ? '' : `; revenue ${formatNumber(revenue)} (${formatPart(revenue, all)})`
}

function namesWords(cells: readonly Cell[]): string {
  const counts = new Map<string, number>()
  for (const { value, people } of cells) {
    const [recency = 0, frequency = 0, monetary = 0] = String(value).split('').map(Number)
    const name = segmentOf({ recency, frequency, monetary })
    counts.set(name, (counts.get(name) ?? 0) + people)
  }
  const words = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, people]) => `${name} ${formatCount(people)}`)
  return words.length === 0 ? '' : `; ${words.join(', ')}`
}
