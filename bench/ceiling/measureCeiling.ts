import { join } from 'node:path'
import { render, sql, uint64 } from '@muster/core'
import { openWarehouse } from '@muster/engine'
import { Session } from 'chdb'

export interface CeilingWanted {
  /** A data folder that no server holds, whose newest messages are taken. */
  readonly from: string
  /** An empty folder for them. */
  readonly into: string
  readonly rows: number
}

export interface Ceiling {
  readonly rowsASecond: number
}

/** As many rows as ingest inserts at once at the most. */
const BATCH = 5_000
const COLUMNS = [
  ...['node', 'ts', 'message_id', 'kind', 'event', 'props', 'traits', 'context'],
  ...['group_id', 'identifiers', 'received_at'],
]

/** How many rows a second the engine parses and inserts, one batch after another, into the same tables, with nothing else going on. */
export async function measureCeiling({ from, into, rows }: CeilingWanted): Promise<Ceiling> {
  const batches = await newestRows(from, rows)
  // The tables as the migrations make them.
  await (await openWarehouse({ folder: into })).close()
  const session = new Session(into)
  try {
    const began = performance.now()
    for (const values of batches)
      await session.insert({
        table: 'messages',
        columns: COLUMNS,
        values,
        format: 'JSONCompactEachRow',
      })
    const seconds = (performance.now() - began) / 1000
    return { rowsASecond: rows / seconds }
  } finally {
    session.cleanup()
  }
}

/** The newest messages as the text that the engine reads, in batches. */
async function newestRows(data: string, rows: number): Promise<readonly Buffer[]> {
  const warehouse = await openWarehouse({ folder: join(data, 'warehouse') })
  try {
    const found = await warehouse.query<Readonly<Record<string, unknown>>>(
      render(
        sql`SELECT node, ts, message_id, kind, event, props, traits, context, group_id, identifiers, received_at FROM messages WHERE received_at >= (SELECT min(received_at) FROM (SELECT received_at FROM messages ORDER BY received_at DESC LIMIT ${uint64(rows)})) LIMIT ${uint64(rows)}`,
      ),
    )
    if (found.length < rows) throw new Error(`there are ${found.length} messages, not ${rows}`)
    const lines = found.map((row) => JSON.stringify(COLUMNS.map((column) => row[column])))
    return Array.from({ length: Math.ceil(rows / BATCH) }, (_, i) =>
      Buffer.from(lines.slice(i * BATCH, (i + 1) * BATCH).join('\n')),
    )
  } finally {
    await warehouse.close()
  }
}
