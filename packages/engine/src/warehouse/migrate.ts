import { tables } from './migrations/0001-tables.ts'
import { fences } from './migrations/0002-fences.ts'
import { WarehouseError, type Warehouse } from './warehouse.ts'

/** The steps by which the warehouse came to its present form, oldest first; a step is never changed once released. */
export const MIGRATIONS: readonly (readonly string[])[] = [tables, fences]

/**
 * Brings the warehouse to the form that this code knows. A warehouse that is newer than the code is left alone and refused with the code
 * `warehouse_is_newer`.
 */
export async function migrate(warehouse: Warehouse): Promise<void> {
  await run(
    warehouse,
    'CREATE TABLE IF NOT EXISTS migrations (version UInt32, statement UInt32) ENGINE = MergeTree ORDER BY (version, statement)',
  )
  const done = new Set(
    (
      await warehouse.query<{ step: string }>(
        plain("SELECT concat(toString(version), '.', toString(statement)) AS step FROM migrations"),
      )
    ).map((row) => row.step),
  )
  const newest = Math.max(0, ...[...done].map((step) => Number(step.split('.')[0])))
  if (newest > MIGRATIONS.length) {
    throw new WarehouseError(
      'warehouse_is_newer',
      `The warehouse is at version ${newest}, this Muster knows ${MIGRATIONS.length}. Start a newer Muster.`,
      { transient: false },
    )
  }
  for (const [i, statements] of MIGRATIONS.entries()) {
    for (const [j, statement] of statements.entries()) {
      if (done.has(`${i + 1}.${j}`)) continue
      // A step that was cut off between its statement and the note of it is run again.
      await run(
        warehouse,
        statement.replace(/^CREATE (TABLE|MATERIALIZED VIEW) /, 'CREATE $1 IF NOT EXISTS '),
      )
      await warehouse.insert('migrations', ['version', 'statement'], [[i + 1, j]])
    }
  }
}

const plain = (text: string) => ({ text, params: {} })
const run = (warehouse: Warehouse, text: string): Promise<void> => warehouse.command(plain(text))
