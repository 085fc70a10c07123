import { Session } from 'chdb'
import type { Statement } from '@muster/core'
import { fromLines, toLines } from '../rows.ts'
import { SESSION_SETTINGS } from '../settings.ts'
import { WarehouseError, type Lane, type Warehouse } from '../warehouse.ts'

/** One session runs one statement at a time, and waits are in order; sessions on one folder run side by side. */
interface Worker {
  readonly run: <T>(work: (session: Session) => Promise<T>) => Promise<T>
  readonly waiting: () => number
  readonly close: () => Promise<void>
}

interface LaneSize {
  readonly sessions: number
  readonly threads: number
}

/** How many sessions each lane has, and how many threads each of them may use. */
const LANES: Readonly<Record<Lane, LaneSize>> = {
  write: { sessions: 1, threads: 1 },
  refresh: { sessions: 1, threads: 2 },
  backfill: { sessions: 1, threads: 1 },
  read: { sessions: 2, threads: 2 },
}

/**
 * The embedded warehouse on a folder. One process may hold one folder, and only one folder at a time: opening another while this one is
 * open throws a {@link WarehouseError} with the code `folder_in_use`.
 */
export function openEmbedded(folder: string): Warehouse {
  const open = ({ sessions, threads }: LaneSize): readonly Worker[] =>
    Array.from({ length: sessions }, () => openWorker(folder, threads))
  const lanes: Readonly<Record<Lane, readonly Worker[]>> = {
    write: open(LANES.write),
    refresh: open(LANES.refresh),
    backfill: open(LANES.backfill),
    read: open(LANES.read),
  }
  const workerOf = (lane: Lane): Worker =>
    lanes[lane].reduce((a, b) => (b.waiting() < a.waiting() ? b : a))
  const run = (statement: Statement, lane: Lane): Promise<string> =>
    workerOf(lane).run(async (session) =>
      (
        await session.queryBindAsync(statement.text, statement.params, { format: 'JSONEachRow' })
      ).text(),
    )
  return {
    query: async <Row>(statement: Statement, lane: Lane = 'read') =>
      fromLines(await run(statement, lane)) as readonly Row[],
    command: async (statement, lane = 'write') => {
      await run(statement, lane)
    },
    insert: async (table, columns, rows) => {
      const lines = toLines(rows)
      if (lines === '') return
      const values = Buffer.from(lines)
      await workerOf('write').run((session) =>
        session.insert({ table, columns, values, format: 'JSONCompactEachRow' }),
      )
    },
    close: async () => {
      await Promise.all(
        Object.values(lanes).flatMap((workers) => workers.map((worker) => worker.close())),
      )
    },
  }
}

function openWorker(folder: string, threads: number): Worker {
  const session = openSession(folder)
  for (const [name, value] of Object.entries({ ...SESSION_SETTINGS, max_threads: threads })) {
    session.query(`SET ${name} = ${typeof value === 'number' ? value : `'${value}'`}`)
  }
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const run = <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    waiting++
    const result = last
      .then(() => work(session))
      .catch((error: unknown) => {
        throw toWarehouseError(error)
      })
      .finally(() => {
        waiting--
      })
    last = result.catch(() => undefined)
    return result
  }
  return {
    run,
    waiting: () => waiting,
    close: async () => {
      await last
      session.close()
    },
  }
}

function openSession(folder: string): Session {
  try {
    return new Session(folder)
  } catch (error) {
    throw new WarehouseError(
      'folder_in_use',
      `The warehouse folder ${folder} can't be opened: ${messageOf(error)}. Is another Muster running on it?`,
      {
        transient: false,
        cause: error,
      },
    )
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** ClickHouse errors that pass by themselves: out of memory for now, too many parts, disk full. */
const TRANSIENT = new Set([
  'MEMORY_LIMIT_EXCEEDED',
  'TOO_MANY_PARTS',
  'NOT_ENOUGH_SPACE',
  'TIMEOUT_EXCEEDED',
  'CANNOT_WRITE_TO_FILE_DESCRIPTOR',
])

function toWarehouseError(error: unknown): WarehouseError {
  const message = messageOf(error)
  const name = /\(([A-Z][A-Z_]+)\)/.exec(message)?.[1]
  return new WarehouseError(name?.toLowerCase() ?? 'failed', message.slice(0, 2000), {
    transient: name !== undefined && TRANSIENT.has(name),
    cause: error,
  })
}
