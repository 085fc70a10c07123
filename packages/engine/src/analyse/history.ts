import { int64, render, sql, uint64 } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { reasons, type History, type Reason } from './analysesApi.ts'

interface Range {
  readonly from: number
  readonly to: number
  readonly step: number
}

/**
 * The recorded size at the end of each step of (from, to], and who entered and left in it, by reason. One query over the audience's changes; a
 * step's size is the one before, plus entries, less exits, always.
 */
export async function history(
  warehouse: Warehouse,
  audience: { readonly id: string; readonly number: number },
  { from, to, step }: Range,
): Promise<History> {
  const rows = await warehouse.query<{
    readonly step_number: string
    readonly cause: Reason
    readonly entered: number
    readonly changes: string
  }>(
    render(
      sql`SELECT greatest(0, intDiv(at - ${int64(from)} + ${int64(step - 1)}, ${int64(step)})) AS step_number, cause, entered, count() AS changes FROM changes WHERE audience = ${uint64(audience.number)} AND at <= ${int64(to)} GROUP BY step_number, cause, entered`,
    ),
  )
  const counted = (number: number, entered: number): Readonly<Record<Reason, number>> => {
    const counts = { ...nothing }
    for (const row of rows) {
      if (Number(row.step_number) === number && row.entered === entered)
        counts[row.cause] += Number(row.changes)
    }
    return counts
  }
  let size = sum(counted(0, 1)) - sum(counted(0, 0))
  return {
    audience: audience.id,
    steps: Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => {
      const [entered, left] = [counted(i + 1, 1), counted(i + 1, 0)]
      size += sum(entered) - sum(left)
      return { at: Math.min(from + (i + 1) * step, to), size, entered, left }
    }),
  }
}

const nothing = { event: 0, edge: 0, merge: 0, unmerge: 0, list: 0, account: 0, definition: 0 }
const sum = (counts: Readonly<Record<Reason, number>>): number =>
  reasons.reduce((n, reason) => n + counts[reason], 0)
