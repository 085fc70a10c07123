import type { SegmentGrid } from '@muster/client'
import {
  formatAmount,
  formatCount,
  formatNumber,
  formatPart,
  formatPeople,
} from '../format/number.ts'
import type { TreeCell } from './Treemap.tsx'

/** What the areas are; the shade is the other of the two. */
export type Sized = 'people' | 'revenue'

type Cell = SegmentGrid['cells'][number]

/** A decimal of the API; a dash where nobody knows it. */
export function amountText(amount: string | null): string {
  return amount === null ? '–' : formatAmount(Number(amount))
}

export function averageOf(sum: number, count: number): string {
  return count === 0 ? '–' : formatNumber(sum / count)
}

export function treeCells(
  { cells }: Pick<SegmentGrid, 'cells'>,
  sized: Sized,
): readonly TreeCell[] {
  const other = sized === 'people' ? 'revenue' : 'people'
  const most = Math.max(1, ...cells.map((cell) => sizeOf(cell, other)))
  return cells.map((cell) => ({
    ...{ id: String(cell.value), name: String(cell.value), size: sizeOf(cell, sized) },
    text:
      sized === 'people'
        ? `${formatCount(cell.people)} · ${formatPart(cell.share, 1)}`
        : `${amountText(cell.revenue)} · ${formatPart(cell.revenueShare ?? 0, 1)}`,
    says: saysOf(cell),
    weight: Math.max(0, sizeOf(cell, other)) / most,
  }))
}

/** What was sent back may be more than what came in: no area for that. */
function sizeOf({ people, revenue }: Cell, by: Sized): number {
  return by === 'people' ? people : Math.max(0, Number(revenue ?? 0))
}

function saysOf({ value, people, share, revenue, revenueShare, averageOrderValue }: Cell): string {
  const money =
    revenue === null ? '' : `; revenue ${amountText(revenue)} (${formatPart(revenueShare ?? 0, 1)})`
  const average =
    averageOrderValue === null ? '' : `; average order ${amountText(averageOrderValue)}`
  return `${value}: ${formatPeople(people)} (${formatPart(share, 1)})${money}${average}`
}

/** For a file, with every digit. */
export function cellRows({ by, cells }: SegmentGrid): readonly (readonly string[])[] {
  return [
    [by, 'people', 'share', 'orders', 'revenue', 'revenue share', 'average order value'],
    ...cells.map(({ value, people, share, orders, revenue, revenueShare, averageOrderValue }) => [
      ...[String(value), String(people), String(share), String(orders), revenue ?? ''],
      ...[revenueShare === null ? '' : String(revenueShare), averageOrderValue ?? ''],
    ]),
  ]
}
