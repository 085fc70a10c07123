import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startBridge } from '../bridge/bridge.ts'
import type { Stores } from './muster.ts'

const postgresUrl =
  process.env['MUSTER_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'

/** Why there are no stores to share, if there are none. */
export const whyNot = await run('select 1').then(
  () => undefined,
  (error: unknown) =>
    `no PostgreSQL answers at ${postgresUrl} (${String(error)}); set MUSTER_TEST_POSTGRES_URL`,
)

/** A database of its own on the PostgreSQL server, and a ClickHouse of its own behind the bridge. */
export async function openStores(): Promise<Stores & { readonly close: () => Promise<void> }> {
  const database = `muster_test_${randomBytes(6).toString('hex')}`
  await run(`create database ${database}`)
  const folder = await mkdtemp(join(tmpdir(), 'muster-processes-'))
  const bridge = await startBridge(join(folder, 'warehouse'))
  const url = new URL(postgresUrl)
  url.pathname = `/${database}`
  return {
    ...{ clickhouseUrl: bridge.url, postgresUrl: url.href, folder },
    close: async () => {
      await bridge.stop()
      await run(`drop database if exists ${database} with (force)`)
      await rm(folder, { recursive: true })
    },
  }
}

async function run(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2_000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
