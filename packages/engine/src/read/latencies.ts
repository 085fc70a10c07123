import { int64, render, sql } from '@muster/core'
import type { Latency } from '../library/audiencesApi.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

const DAY = 86_400_000

/** How late changes were recorded, overall and by the audience's number. */
export interface Latencies {
  readonly overall: Latency | undefined
  readonly byAudience: ReadonlyMap<number, Latency>
}

/**
 * From when a change was due to when it was recorded, over the changes recorded in the last day; percentiles are exact. Changes that a
 * new definition caused are left out, since nobody was waiting for an event. Reads the times of all changes.
 */
export async function latencies(warehouse: Warehouse, now: number): Promise<Latencies> {
  const rows = await warehouse.query<Row>(
    render(
      sql`SELECT audience, grouping(audience) AS is_overall, count() AS changes, quantilesExact(0.5, 0.95, 0.99)(recorded_at - due_at) AS late FROM changes WHERE recorded_at > ${int64(now - DAY)} AND recorded_at <= ${int64(now)} AND cause != 'definition' GROUP BY GROUPING SETS ((audience), ())`,
    ),
  )
  // No changes at all still make one overall row.
  const counted = rows.filter((row) => row.changes !== '0')
  const overall = counted.find(isOverall)
  return {
    overall: overall && latencyOf(overall),
    byAudience: new Map(
      counted.filter((row) => !isOverall(row)).map((row) => [row.audience, latencyOf(row)]),
    ),
  }
}

interface Row {
  readonly audience: number
  /** `grouping` says 1 where the column does not take part in the group. */
  readonly is_overall: string | number
  readonly changes: string
  readonly late: readonly string[]
}

const isOverall = (row: Row): boolean => Number(row.is_overall) === 1

function latencyOf({ changes, late }: Row): Latency {
  const [p50, p95, p99] = late.map(Number)
  if (p50 === undefined || p95 === undefined || p99 === undefined)
    throw new Error('three percentiles were asked for')
  return { changes: Number(changes), p50, p95, p99 }
}
