import { Kysely, PostgresDialect, sql } from 'kysely'
import { pgliteStore } from './adapters/pgliteStore.ts'
import { postgresStore } from './adapters/postgresStore.ts'
import type { PostgresLocation } from './adapters/postgresStore.ts'
import type { Store } from './adapters/store.ts'
import type { Metadata } from './metadata.ts'
import { migrate } from './migrate.ts'
import type { Schema } from './schema.ts'

export type MetadataLocation =
  { readonly folder: string } | { readonly memory: true } | PostgresLocation

/**
 * Opens the metadata store and brings its tables up to date. Rejects with a `MetadataError` (`schema_too_new`,
 * `folder_in_use`, `bad_schema_name`), or with the driver's error when the database cannot be reached.
 */
export async function openMetadata(location: MetadataLocation): Promise<Metadata> {
  const store = await storeAt(location)
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: store.pool }) })
  try {
    await migrate(db, store.schema)
  } catch (error) {
    await store.close()
    throw error
  }
  let closing: Promise<void> | undefined
  return {
    db,
    exclusive: store.exclusive,
    ...(store.whileStill && { whileStill: store.whileStill }),
    transaction: (work) => db.transaction().execute(work),
    ping: async () => {
      await sql`select 1`.execute(db)
    },
    close: () => (closing ??= store.close()),
  }
}

async function storeAt(location: MetadataLocation): Promise<Store> {
  if ('url' in location) return postgresStore(location)
  return pgliteStore('folder' in location ? location.folder : undefined)
}
