import { setTimeout as sleep } from 'node:timers/promises'
import { identifier, join, render, sql, string, uint64 } from '@muster/core'
import { toLines } from '../warehouse/rows.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Fence } from '../refresh/changeLog.ts'
import type { Lease } from '../metadata/work/leases.ts'

/** How long to wait for what an earlier holder had under way, in steps of milliseconds. */
const STEPS = 60
const STEP = 50

/**
 * Tells the warehouse that a new holder refreshes. From then on it refuses changes of any earlier one, however late they arrive: each insert
 * of changes asks there for the newest fence. What an earlier holder has running is ended first, so that nothing of it appears after the
 * new one has read where the record stands.
 */
export async function raiseFence(warehouse: Warehouse, { fence, holder }: Lease): Promise<Fence> {
  await warehouse.insert('refresh_fences', ['fence', 'holder'], [[fence, holder]])
  await endWritingOfEarlier(warehouse)
  const condition = sql`NOT throwIf((SELECT max(fence) FROM refresh_fences) > ${uint64(fence)}, 'another process refreshes memberships now')`
  return {
    condition,
    insert: async (columns, rows) => {
      const names = join(columns.map(identifier), ', ')
      const types = await typesOf(warehouse, columns)
      // Not a plain INSERT with rows behind it: such a one can ask nothing.
      const sent = sql`SELECT ${names} FROM format(JSONCompactEachRow, ${string(types)}, ${string(toLines(rows))})`
      await warehouse.command(
        render(sql`INSERT INTO changes (${names}) ${sent} WHERE ${condition}`),
        'write',
      )
    },
  }
}

/** A process that is gone may have left statements behind, which a server runs to their end. */
async function endWritingOfEarlier(warehouse: Warehouse): Promise<void> {
  const theirs = sql`query LIKE 'INSERT INTO changes %' OR query LIKE 'INSERT INTO backfill_results %'`
  const running = async (): Promise<boolean> => {
    const [row] = await warehouse.query<{ running: string }>(
      render(
        sql`SELECT count() AS running FROM system.processes WHERE current_database = currentDatabase() AND (${theirs})`,
      ),
      'refresh',
    )
    return row?.running !== '0'
  }
  if (!(await running())) return
  await warehouse.query(
    render(sql`KILL QUERY WHERE current_database = currentDatabase() AND (${theirs}) ASYNC`),
    'refresh',
  )
  for (let step = 0; step < STEPS && (await running()); step++) await sleep(STEP)
}

/** The columns with their types as the warehouse has them, as its function `format` is told. */
async function typesOf(warehouse: Warehouse, columns: readonly string[]): Promise<string> {
  const rows = await warehouse.query<{ name: string; type: string }>(
    render(
      sql`SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = 'changes'`,
    ),
    'refresh',
  )
  const types = new Map(rows.map(({ name, type }) => [name, type]))
  return columns.map((name) => `${name} ${types.get(name) ?? 'String'}`).join(', ')
}
