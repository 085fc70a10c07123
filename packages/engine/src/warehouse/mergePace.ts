import { identifier, render, sql, string, strings } from '@muster/core'
import type { Warehouse } from './warehouse.ts'

/** Each tick adds a little to them, and no tick reads them: merging them took a tenth of a steady load, and more parts cost whoever reads them little. */
const RARELY_READ: readonly string[] = ['changes', 'members_by_audience']

/** Has tables that are written often and read rarely merged less. A server that does not know the setting merges as it always did. */
export async function setMergePace(warehouse: Warehouse): Promise<void> {
  const isKnown = sql`(SELECT count() FROM system.merge_tree_settings WHERE name = 'merge_selector_base') = 1`
  const tables = await warehouse.query<{ name: string }>(
    render(
      sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN ${strings(RARELY_READ)} AND engine_full NOT LIKE ${string('%merge_selector_base = 20%')} AND ${isKnown}`,
    ),
  )
  for (const { name } of tables)
    // Parts are merged when all together are so many times as large as the largest of them; 5 when nobody says otherwise.
    await warehouse.command(
      render(sql`ALTER TABLE ${identifier(name)} MODIFY SETTING merge_selector_base = 20`),
    )
}
