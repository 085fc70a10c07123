import { ClickHouseError, createClient } from '@clickhouse/client'
import type { Statement } from '@muster/core'
import { fromLines, toLines } from '../rows.ts'
import { SESSION_SETTINGS } from '../settings.ts'
import { WarehouseError, type Warehouse } from '../warehouse.ts'

/**
 * A ClickHouse server or cluster by URL, through the official client. The lanes need no sessions of their own there: the server runs
 * statements side by side.
 */
export function openClickHouse(url: string): Warehouse {
  const client = createClient({
    url,
    clickhouse_settings: SESSION_SETTINGS,
    request_timeout: 120_000,
    compression: { response: false },
  })
  return {
    query: async <Row>(statement: Statement) => {
      const result = await guarded(() =>
        client.query({
          query: statement.text,
          query_params: { ...statement.params },
          format: 'JSONEachRow',
        }),
      )
      return fromLines(await result.text()) as readonly Row[]
    },
    command: async (statement) => {
      await guarded(() =>
        client.command({ query: statement.text, query_params: { ...statement.params } }),
      )
    },
    insert: async (table, columns, rows) => {
      const lines = toLines(rows)
      if (lines === '') return
      await guarded(() =>
        client.command({
          query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONCompactEachRow\n${lines}`,
        }),
      )
    },
    close: () => client.close(),
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ClickHouseError) {
      throw new WarehouseError((error.type ?? 'failed').toLowerCase(), error.message, {
        transient: false,
        cause: error,
      })
    }
    throw new WarehouseError(
      'unreachable',
      `The warehouse does not answer: ${error instanceof Error ? error.message : String(error)}`,
      {
        transient: true,
        cause: error,
      },
    )
  }
}
