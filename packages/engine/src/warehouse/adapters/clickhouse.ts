import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { closable } from '../closable.ts'
import { engineFailure, messageOf } from '../failure.ts'
import { withLiterals } from '../literals.ts'
import { fromLines, toLines } from '../rows.ts'
import { SESSION_SETTINGS } from '../settings.ts'
import { WarehouseError, type Lane, type Warehouse } from '../warehouse.ts'

type Client = ReturnType<typeof createClient>

/** Sockets of each lane. A lane has its own, so that slow reads can't take those of a write. */
const SOCKETS: Readonly<Record<Lane, number>> = { write: 4, refresh: 4, backfill: 2, read: 8 }

/** A backfill of all there is may be silent for this long, in milliseconds. */
const LONGEST_SILENCE = 600_000

const SERVER_SETTINGS = {
  ...SESSION_SETTINGS,
  // An error that comes when some rows are out would otherwise arrive as part of an answer that says 200.
  wait_end_of_query: 1 as const,
  // A server may be set to gather inserts and to answer before they are written.
  async_insert: 0 as const,
}

/**
 * A ClickHouse server by URL (`http://user:password@host:8123/database`), through the official client. The database must
 * exist. `settings` are added to those of every statement. Nothing is tried again here: of an insert whose answer got lost nobody knows whether it stands, and only the caller can find
 * out. Such errors have the code `unreachable`.
 */
export function openClickHouse(
  url: string,
  settings: Readonly<Record<string, number | string>> = {},
): Warehouse {
  const clients: Readonly<Record<Lane, Client>> = {
    write: connect(url, SOCKETS.write, settings),
    refresh: connect(url, SOCKETS.refresh, settings),
    backfill: connect(url, SOCKETS.backfill, settings),
    read: connect(url, SOCKETS.read, settings),
  }
  return closable({
    query: async <Row>(statement: Parameters<Warehouse['query']>[0], lane: Lane = 'read') => {
      const query = withLiterals(statement)
      const text = await guarded(async () => {
        const result = await clients[lane].query({ query, format: 'JSONEachRow' })
        return result.text()
      })
      // The caller names the row by the statement that it wrote.
      return fromLines(text) as readonly Row[]
    },
    command: async (statement, lane = 'write') => {
      const query = withLiterals(statement)
      await guarded(() => clients[lane].command({ query }))
    },
    insert: async (table, columns, rows) => {
      const lines = toLines(rows)
      if (lines === '') return
      const query = `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONCompactEachRow\n${lines}`
      await guarded(() => clients.write.command({ query }))
    },
    close: async () => {
      await Promise.all(Object.values(clients).map((client) => client.close()))
    },
  })
}

const connect = (
  url: string,
  sockets: number,
  settings: Readonly<Record<string, number | string>>,
): Client =>
  createClient({
    url,
    clickhouse_settings: { ...SERVER_SETTINGS, ...settings },
    request_timeout: LONGEST_SILENCE,
    max_open_connections: sockets,
    compression: { response: false },
    // Errors are thrown to whoever asked, who says what becomes of them.
    log: { level: ClickHouseLogLevel.OFF },
  })

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ClickHouseError) {
      const { message, type: name } = error
      throw engineFailure({ message, number: Number(error.code), name }, error)
    }
    throw new WarehouseError(
      'unreachable',
      `The warehouse does not answer: ${messageOf(error)}. Check that it runs and that its URL is right.`,
      { transient: true, cause: error },
    )
  }
}
