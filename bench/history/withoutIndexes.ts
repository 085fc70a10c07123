import { sql } from 'kysely'
import type { Db } from '@muster/engine'

/** Takes a table's indexes away while rows are inserted, with the constraints that rest on them, and makes them anew: as they were, whatever they were. */
export async function withoutIndexes(
  db: Db,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  const constraints = await sql<{ owner: string; name: string; is: string; foreign: boolean }>`
    select conrelid::regclass::text as owner, conname as name, pg_get_constraintdef(oid) as is, contype = 'f' as foreign
    from pg_constraint
    where (conrelid = ${table}::regclass and contype in ('p', 'u', 'f')) or confrelid = ${table}::regclass
    order by contype = 'f'`.execute(db)
  const indexes = await sql<{ name: string; is: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as is
    from pg_index
    where indrelid = ${table}::regclass
      and not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))`.execute(
    db,
  )

  // Names and definitions are the catalogue's own text.
  const run = (text: string) => sql.raw(text).execute(db)
  for (const { owner, name } of [...constraints.rows].reverse())
    await run(`alter table ${owner} drop constraint ${name}`)
  for (const { name } of indexes.rows) await run(`drop index ${name}`)
  await work()
  for (const { is } of indexes.rows) await run(is)
  for (const { owner, name, is } of constraints.rows)
    await run(`alter table ${owner} add constraint ${name} ${is}`)
}
