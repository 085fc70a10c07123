import { int64, render, sql, uint64s } from '@muster/core'
import type { ProfileWhole } from './profilesApi.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { traitValue } from './storedValues.ts'

/** The newest so many values are told; older ones stay in the warehouse. */
export const longestTraitHistory = 1_000

interface Row {
  readonly name: string
  readonly value: string
  readonly ts: string
  readonly message_id: string
}

/** The traits that stand at an instant, each with the message that set it. */
export async function standingTraits(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  at: number,
): Promise<ProfileWhole['traits']> {
  const rows = await warehouse.query<Row>(
    render(
      sql`SELECT name, latest.1 AS value, latest.2 AS ts, latest.3 AS message_id FROM (SELECT name, argMax((value, ts, message_id), (ts, message_id)) AS latest FROM traits WHERE node IN ${uint64s(nodes)} AND ts <= ${int64(at)} GROUP BY name) WHERE value != '' ORDER BY name`,
    ),
  )
  return Object.fromEntries(rows.map((row) => [row.name, sourced(row)]))
}

/** All values that traits have had up to an instant, newest first, `null` where one was unset. */
export async function traitHistory(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  at: number,
): Promise<ProfileWhole['traitHistory']> {
  const rows = await warehouse.query<Row>(
    render(
      sql`SELECT DISTINCT name, value, ts, message_id FROM traits WHERE node IN ${uint64s(nodes)} AND ts <= ${int64(at)} ORDER BY ts DESC, message_id DESC, name LIMIT ${int64(longestTraitHistory)}`,
    ),
  )
  return rows.map((row) => ({ name: row.name, ...sourced(row) }))
}

const sourced = (row: Row) => ({
  value: traitValue(row.value),
  at: Number(row.ts),
  messageId: row.message_id,
})
