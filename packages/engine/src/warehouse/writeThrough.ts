import { sql } from '@muster/core'
import { modifySettings } from './modifySettings.ts'
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
export function setWriteThrough(warehouse: Warehouse, isOn: boolean): Promise<void> {
  const value = isOn ? sql`1` : sql`0`
  return modifySettings(
    warehouse,
    KEPT,
    sql`(engine_full LIKE '%fsync_after_insert = 1%') != ${value}`,
    sql`fsync_after_insert = ${value}, fsync_part_directory = ${value}`,
  )
}
