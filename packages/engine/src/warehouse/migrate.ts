import { tables } from './migrations/0001-tables.ts'
import { fences } from './migrations/0002-fences.ts'
import { WarehouseError, type Warehouse } from './warehouse.ts'

/** The steps by which the warehouse came to its present form, oldest first; a step is never changed once released. */
export const MIGRATIONS: readonly (readonly string[])[] = [tables, fences]

/**
 * Brings the warehouse to the form that this code knows. A warehouse that is newer than the code is left alone and refused with the code
 * `warehouse_is_newer`, one from before there were releases with `warehouse_is_older`.
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
  if (await isFromBeforeReleases(warehouse)) {
    throw new WarehouseError(
      'warehouse_is_older',
      'The warehouse keeps properties as they were kept before Muster had releases. Start with an empty folder or database, and send or import the events again.',
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

/** Properties were one column of JSON then (docs/adr/0014). */
async function isFromBeforeReleases(warehouse: Warehouse): Promise<boolean> {
  const columns = await warehouse.query<{ type: string }>(
    plain(
      "SELECT type FROM system.columns WHERE database = currentDatabase() AND table = 'messages' AND name = 'props'",
    ),
  )
  return columns.some(({ type }) => type.startsWith('JSON'))
}

const plain = (text: string) => ({ text, params: {} })
const run = (warehouse: Warehouse, text: string): Promise<void> => warehouse.command(plain(text))
