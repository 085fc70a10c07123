import { sql } from '@muster/core'
import { modifySettings } from './modifySettings.ts'
import type { Warehouse } from './warehouse.ts'

/** Each tick adds a little to them, and no tick reads them: merging them took a tenth of a steady load, and more parts cost whoever reads them little. */
const RARELY_READ: readonly string[] = ['changes', 'members_by_audience', 'members_by_profile']

/** Has tables that are written often and read rarely merged less. A server that does not know the setting merges as it always did. */
export function setMergePace(warehouse: Warehouse): Promise<void> {
  const isKnown = sql`(SELECT count() FROM system.merge_tree_settings WHERE name = 'merge_selector_base') = 1`
  return modifySettings(
    warehouse,
    RARELY_READ,
    sql`engine_full NOT LIKE '%merge_selector_base = 20%' AND ${isKnown}`,
    // Parts are merged when all together are so many times as large as the largest of them; 5 when nobody says otherwise.
    sql`merge_selector_base = 20`,
  )
}
