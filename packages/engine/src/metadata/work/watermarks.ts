import { sql } from 'kysely'
import type { Db } from '../metadata.ts'

/** How far something has come, by its name; nothing when it never started. */
export async function readWatermark(db: Db, name: string): Promise<bigint | undefined> {
  const row = await db
    .selectFrom('watermarks')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}

/** Moves the mark forward and returns where it stands. A lower value changes nothing, so a repeated step does no harm. */
export async function advanceWatermark(db: Db, name: string, value: bigint): Promise<bigint> {
  const row = await advancing(db, [{ name, value }]).returning('value').executeTakeFirstOrThrow()
  return row.value
}

/** Moves several marks forward in one statement; see {@link advanceWatermark}. */
export async function advanceWatermarks(db: Db, marks: ReadonlyMap<string, bigint>): Promise<void> {
  if (marks.size === 0) return
  await advancing(
    db,
    [...marks].map(([name, value]) => ({ name, value })),
  ).execute()
}

const advancing = (db: Db, marks: readonly { readonly name: string; readonly value: bigint }[]) =>
  db
    .insertInto('watermarks')
    .values([...marks])
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ value: sql`greatest(watermarks.value, excluded.value)` }),
    )
