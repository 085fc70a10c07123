import { mkdir } from 'node:fs/promises'
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import { holdFolder } from './holdFolder.ts'
import { startPglite } from './pgliteThread.ts'
import type { PgliteThread } from './pgliteThread.ts'
import type { Store } from './store.ts'

/**
 * PostgreSQL inside of this process, on a thread of its own: in a folder (created when missing; every commit is in the operating system's hands when
 * it is answered, so a killed process loses nothing), or in memory when no folder is given.
 * Throws `folder_in_use` when another process, or this one, has the folder open.
 */
export async function pgliteStore(folder?: string): Promise<Store> {
  if (folder === undefined) return storeOf(await startPglite(undefined), () => Promise.resolve())
  await mkdir(folder, { recursive: true })
  const letGo = await holdFolder(folder)
  try {
    return storeOf(await startPglite(`${folder}/postgres`), letGo)
  } catch (error) {
    await letGo()
    throw error
  }
}

function storeOf(database: PgliteThread, letGo: () => Promise<void>): Store {
  const pool = poolOfOne(database)
  return {
    pool,
    exclusive: true,
    whileStill: async (work) => {
      const connection = await pool.connect()
      try {
        return await work()
      } finally {
        connection.release()
      }
    },
    close: async () => {
      await pool.end()
      await letGo()
    },
  }
}

/**
 * PGlite as the pool that Kysely's own PostgreSQL driver asks for. There is one connection: whoever asks for it waits until
 * all who asked before have given it back, so that no statement slips into somebody else's transaction.
 */
function poolOfOne(database: PgliteThread): PostgresPool {
  let last = Promise.resolve()

  const connect = async (): Promise<PostgresPoolClient> => {
    const before = last
    let release = (): void => undefined
    last = new Promise((resolve) => {
      release = resolve
    })
    await before
    return { query: queryOf(database), release }
  }

  const end = async (): Promise<void> => {
    const client = await connect()
    await database.close()
    client.release()
  }

  return { connect, end }
}

function queryOf(database: PgliteThread): PostgresPoolClient['query'] {
  function query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  function query<Row>(
    statement: string | PostgresCursor<Row>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof statement === 'string') return run<Row>(database, statement, values)
    throw new Error('The embedded store has no cursors. Read page by page instead.')
  }
  return query
}

async function run<Row>(
  database: PgliteThread,
  text: string,
  values: readonly unknown[],
): Promise<PostgresQueryResult<Row>> {
  const result = await database.query(text, values)
  return {
    // Kysely only compares it with the commands that it knows, and PGlite names them in the same words.
    command: (result.command ?? 'SELECT') as PostgresQueryResult<Row>['command'],
    rowCount: result.rowCount,
    // What a statement selects is the caller's word, as with every driver.
    rows: result.rows as Row[],
  }
}
