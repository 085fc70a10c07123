import { sql } from 'kysely'
import { databaseNow } from './databaseNow.ts'
import { MetadataError } from './metadata.ts'
import type { Db } from './metadata.ts'
import type { Migration } from './migrations/migration.ts'
import { migrations } from './migrations/migrations.ts'

/** Held while migrating, so that of two processes that start at once the second finds the work done. Any number would do. */
const migrationLock = 7_206_911_402n

/**
 * Applies what is missing, in one transaction: all of it or nothing. Forward only. Rejects with `schema_too_new` when a
 * newer version of Muster has been here.
 */
export async function migrate(
  db: Db,
  schema: string | undefined,
  known: readonly Migration[] = migrations,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${migrationLock}::bigint)`.execute(tx)
    if (schema !== undefined) {
      await sql`create schema if not exists ${sql.id(schema)}`.execute(tx)
    }
    const applied = await appliedVersion(tx)
    const newest = known.at(-1)?.version ?? 0
    if (applied > newest) throw tooNew(applied, newest)
    for (const migration of known) {
      if (migration.version > applied) await apply(tx, migration)
    }
  })
}

async function appliedVersion(tx: Db): Promise<number> {
  await sql`create table if not exists migrations (
    version integer primary key check (version > 0),
    name text not null,
    applied_at bigint not null
  )`.execute(tx)
  const newest = await tx
    .selectFrom('migrations')
    .select('version')
    .orderBy('version', 'desc')
    .executeTakeFirst()
  return newest?.version ?? 0
}

async function apply(tx: Db, { version, name, statements }: Migration): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(tx)
  await tx.insertInto('migrations').values({ version, name, applied_at: databaseNow }).execute()
}

function tooNew(applied: number, newest: number): MetadataError {
  return new MetadataError(
    'schema_too_new',
    ['migrations', applied],
    `The metadata store has been used by a newer Muster (its tables are at version ${applied}, this one knows ${newest}). Start that version or a later one.`,
  )
}
