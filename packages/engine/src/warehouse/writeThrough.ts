import { identifier, render, sql, strings } from '@muster/core'
import type { Warehouse } from './warehouse.ts'

/** What can't be made again, or only by reading all messages. */
const KEPT: readonly string[] = [
  'messages',
  'assignments',
  'traits',
  'account_links',
  'account_traits',
  'list_entries',
  'changes',
]

/**
 * Says whether an insert waits until the disk itself has it. Without it an insert survives the end of the process by any means, and not
 * a loss of power within the seconds that the operating system takes to write. With it a small insert takes about twice as long. The
 * warehouse remembers it, and a change holds for inserts from then on.
 */
export async function setWriteThrough(warehouse: Warehouse, isOn: boolean): Promise<void> {
  const tables = await warehouse.query<{ name: string; isOn: 0 | 1 }>(
    render(
      sql`SELECT name, engine_full LIKE '%fsync_after_insert = 1%' AS isOn FROM system.tables WHERE database = currentDatabase() AND name IN ${strings(KEPT)}`,
    ),
  )
  const value = isOn ? sql`1` : sql`0`
  for (const table of tables) {
    if ((table.isOn === 1) === isOn) continue
    await warehouse.command(
      render(
        sql`ALTER TABLE ${identifier(table.name)} MODIFY SETTING fsync_after_insert = ${value}, fsync_part_directory = ${value}`,
      ),
    )
  }
}
