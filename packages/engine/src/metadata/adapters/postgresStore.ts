import { Pool, types } from 'pg'
import { MetadataError } from '../metadata.ts'
import { exactReaders } from './readValues.ts'
import type { Store } from './store.ts'

export interface PostgresLocation {
  readonly url: string
  /** Created when it is missing. Without it the tables stand in the database's default schema. */
  readonly schema?: string
  /** The most connections held at once; 10 when absent. */
  readonly connections?: number
}

/** For a connection, in milliseconds. */
const LONGEST_WAIT = 10_000

/**
 * A process that stands still, or whose machine is gone, must not keep the locks of a transaction that it has open: the server ends one that hears
 * nothing for so long. Milliseconds.
 */
const LONGEST_SILENCE = 3_000

/** PostgreSQL 14 or newer, by URL. Connects on first use. Throws `bad_schema_name` for a name that would need quotes. */
export function postgresStore({ url, schema, connections = 10 }: PostgresLocation): Store {
  if (schema !== undefined && !/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new MetadataError(
      'bad_schema_name',
      ['schema'],
      `"${schema}" cannot name a schema. Use up to 63 small letters, digits and underscores, no digit first.`,
    )
  }
  const pool = new Pool({
    connectionString: url,
    max: connections,
    application_name: 'muster',
    idle_in_transaction_session_timeout: LONGEST_SILENCE,
    // A server that is away is said to be, and not waited for.
    connectionTimeoutMillis: LONGEST_WAIT,
    keepAlive: true,
    types: { getTypeParser: readerOf },
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  })
  // A connection that breaks while idle is dropped by the pool; whoever asks next gets a new one, or the error.
  pool.on('error', () => undefined)
  // One that breaks while somebody holds it and asks nothing is an error of the next question, and not of the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return {
    pool,
    ...(schema === undefined ? {} : { schema }),
    exclusive: false,
    close: async () => {
      if (!pool.ended) await pool.end()
    },
  }
}

/** The types of `pg` name the few types that it knows; any number may come. */
type Reader = (text: string) => unknown
const defaultReaderOf = types.getTypeParser as (oid: number, format?: 'text' | 'binary') => Reader

function readerOf(oid: number, format?: 'text' | 'binary'): Reader {
  const exact = format === 'binary' ? undefined : exactReaders[oid]
  return exact ?? defaultReaderOf(oid, format)
}
