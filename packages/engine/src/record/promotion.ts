import {
  identifier,
  join,
  keyOfColumn,
  promotedColumn,
  propertyColumn,
  render,
  sql,
  type Sql,
} from '@muster/core'
import type { Lane, Warehouse } from '../warehouse/warehouse.ts'

/**
 * Properties that audiences or the workspace's commerce refer to get columns of their own, which scans read several times faster than a key of
 * the map of all properties. A new column is right at once, computed as old rows are read, and fast when the warehouse has written it out.
 */
export interface Promotion {
  /** Keys of the properties that have a column now; grows in place. */
  readonly promoted: ReadonlySet<string>
  /** Makes columns for what these paths in an event's properties lead through. */
  readonly promote: (paths: readonly string[]) => Promise<void>
  /** Learns of columns that other processes have made. */
  readonly reload: () => Promise<void>
}

/** Each column costs a little at every insert, so beyond these the rest stays in the map, where it is slower and no less right. */
const MAX_COLUMNS = 300

export async function openPromotion(
  warehouse: Warehouse,
  onError: (error: unknown) => void,
): Promise<Promotion> {
  const promoted = new Set<string>()
  const reload = async (): Promise<void> => {
    const rows = await warehouse.query<{ name: string }>(
      render(
        sql`SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 'messages' AND startsWith(name, 'p_')`,
      ),
    )
    for (const { name } of rows) promoted.add(keyOfColumn(name.slice('p_'.length)))
  }
  await reload()
  /** All in one, so that old rows are read and written once. */
  const alter = (changes: readonly Sql[], settings = sql``, lane: Lane = 'write'): Promise<void> =>
    warehouse.command(render(sql`ALTER TABLE messages ${join(changes, ', ')} ${settings}`), lane)
  return {
    promoted,
    reload,
    promote: async (paths) => {
      const keys = [...new Set(paths.flatMap(keysBehind))]
        .filter((key) => !promoted.has(key))
        .slice(0, Math.max(0, MAX_COLUMNS - promoted.size))
      if (keys.length === 0) return
      await alter(
        keys.map(
          (key) =>
            sql`ADD COLUMN IF NOT EXISTS ${columnOf(key)} String MATERIALIZED ${propertyColumn(key, new Set())}`,
        ),
      )
      for (const key of keys) promoted.add(key)
      void alter(
        keys.map((key) => sql`MATERIALIZE COLUMN ${columnOf(key)}`),
        sql`SETTINGS mutations_sync = 0`,
        'backfill',
      ).catch(onError)
    },
  }
}

const columnOf = (key: string): Sql => identifier(promotedColumn(key))

/** The top-level keys that a path may read: the one with exactly that name, and the one that it walks into. */
function keysBehind(path: string): readonly string[] {
  const walked = /^[^.[]+(?=[.[])/.exec(path)?.[0]
  return walked === undefined ? [path] : [path, walked]
}
