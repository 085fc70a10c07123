import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { openMetadata } from '../openMetadata.ts'
import type { MetadataLocation } from '../openMetadata.ts'
import type { Metadata } from '../metadata.ts'

/** Somewhere to run the same tests: an embedded store, or a schema of its own on a PostgreSQL server. */
export interface Place {
  readonly name: string
  /** Why tests cannot run here. */
  readonly skip?: string
  readonly open: () => Promise<Metadata>
  /** Removes what `open` left behind; call it when all stores are closed. */
  readonly clear: () => Promise<void>
}

export const postgresUrl =
  process.env['MUSTER_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

export function embeddedPlace(): Place {
  const open = () => openMetadata({ memory: true })
  return { name: 'PGlite in memory', open, clear: () => Promise.resolve() }
}

/** Each call is a schema of its own; every `open` of one place opens the same schema. */
export async function postgresPlace(): Promise<Place> {
  const schema = `test_${randomBytes(8).toString('hex')}`
  const location: MetadataLocation = { url: postgresUrl, schema, connections: 4 }
  const reason = await whyNoServer()
  return {
    name: 'PostgreSQL',
    ...(reason === undefined ? {} : { skip: reason }),
    open: () => openMetadata(location),
    clear: () => run(`drop schema if exists ${schema} cascade`),
  }
}

async function whyNoServer(): Promise<string | undefined> {
  try {
    await run('select 1')
    return undefined
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `no PostgreSQL answers at ${postgresUrl} (${why}); set MUSTER_TEST_POSTGRES_URL`
  }
}

async function run(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
