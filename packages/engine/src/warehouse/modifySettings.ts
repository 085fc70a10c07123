import { identifier, render, sql, strings, type Sql } from '@muster/core'
import type { Warehouse } from './warehouse.ts'

/** Changes settings of those of the tables for which the condition, on a row of `system.tables`, holds; what holds already is told to nobody. */
export async function modifySettings(
  warehouse: Warehouse,
  tables: readonly string[],
  condition: Sql,
  settings: Sql,
): Promise<void> {
  const found = await warehouse.query<{ name: string }>(
    render(
      sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN ${strings(tables)} AND ${condition}`,
    ),
  )
  for (const { name } of found)
    await warehouse.command(render(sql`ALTER TABLE ${identifier(name)} MODIFY SETTING ${settings}`))
}
