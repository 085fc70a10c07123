import {
  identifier,
  keyOfColumn,
  promotedColumn,
  references,
  columnKey,
  render,
  sql,
  type Definition,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'

/**
 * Properties that audiences refer to get columns of their own, which refresh reads several times faster than a path inside the JSON column.
 * A new column is right at once, computed as old rows are read, and fast when the warehouse has written it out.
 */
export interface Promotion {
  /** Keys of the properties that have a column now; grows in place. */
  readonly promoted: ReadonlySet<string>
  readonly promote: (definition: Definition) => Promise<void>
  /** Learns of columns that other processes have made. */
  readonly reload: () => Promise<void>
}

/** Each column costs a little at every insert, so beyond these the rest stays in the JSON column, where it is slower and no less right. */
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
  return {
    promoted,
    reload,
    promote: async (definition) => {
      const keys = references(definition).properties.flatMap(({ path }) => keysBehind(path))
      for (const key of new Set(keys)) {
        if (promoted.has(key) || promoted.size >= MAX_COLUMNS) continue
        const column = identifier(promotedColumn(key))
        const value = sql`ifNull(props.${identifier(columnKey(key))}.:String, '')`
        await warehouse.command(
          render(
            sql`ALTER TABLE messages ADD COLUMN IF NOT EXISTS ${column} String MATERIALIZED ${value}`,
          ),
        )
        promoted.add(key)
        void warehouse
          .command(
            render(
              sql`ALTER TABLE messages MATERIALIZE COLUMN ${column} SETTINGS mutations_sync = 0`,
            ),
            'backfill',
          )
          .catch(onError)
      }
    },
  }
}

/** The top-level keys that a path may read: the one with exactly that name, and the one that it walks into. */
function keysBehind(path: string): readonly string[] {
  const walked = /^[^.[]+(?=[.[])/.exec(path)?.[0]
  return walked === undefined ? [path] : [walked]
}
