import { drainPending, type Session } from 'chdb'
import { closable } from '../closable.ts'
import { withLiterals } from '../literals.ts'
import { fromLines, toLines } from '../rows.ts'
import { SESSION_SETTINGS } from '../settings.ts'
import type { Lane, Warehouse } from '../warehouse.ts'
import { openSession } from './openSession.ts'
import { createSlots } from './slots.ts'
import { openWorker, type Worker } from './openWorker.ts'

interface LaneSize {
  readonly sessions: number
  readonly threads: number
  /** Whether statements may take long, so that they must leave room for the others. */
  readonly isSlow: boolean
  readonly settings?: Readonly<Record<string, string>>
}

/** How many sessions each lane has, and how many threads of the engine each of them may use. */
const LANES: Readonly<Record<Lane, LaneSize>> = {
  // Messages that become durable, and changes that are told, do not wait for each other.
  write: { sessions: 2, threads: 1, isSlow: false },
  // A tick asks for several things at once.
  refresh: {
    sessions: 3,
    threads: 1,
    isSlow: false,
    // What it reads are many small pieces that are in memory mostly: handing each to another thread costs more than reading it.
    settings: { local_filesystem_read_method: 'pread' },
  },
  backfill: { sessions: 1, threads: 1, isSlow: true },
  read: { sessions: 2, threads: 2, isSlow: true },
}

/** Node's own default, unless the process was started with another. */
const poolSize = (): number => Number(process.env['UV_THREADPOOL_SIZE'] ?? 4)

/**
 * The embedded warehouse on a folder. One process may hold one folder, and only one folder at a time: opening another while this one is
 * open throws a {@link WarehouseError} with the code `folder_in_use`. A folder that can't be written throws `folder_unusable`.
 */
export function openEmbedded(folder: string): Warehouse {
  const lanes = openLanes(folder)
  const workers = Object.values(lanes).flat()
  // Each running statement holds one of the few threads of Node's pool; two are kept for a write and a tick.
  const slowly = createSlots(Math.max(1, poolSize() - 2))

  const runIn = <T>(lane: Lane, work: (session: Session) => Promise<T>): Promise<T> => {
    const worker = lanes[lane].reduce((a, b) => (b.waiting() < a.waiting() ? b : a))
    return worker.run((session) =>
      LANES[lane].isSlow ? slowly(() => work(session)) : work(session),
    )
  }
  const run = async (text: string, lane: Lane): Promise<string> =>
    (await runIn(lane, (session) => session.queryAsync(text, { format: 'JSONEachRow' }))).text()

  return closable({
    query: async <Row>(statement: Parameters<Warehouse['query']>[0], lane: Lane = 'read') =>
      // The caller names the row by the statement that it wrote.
      fromLines(await run(withLiterals(statement), lane)) as readonly Row[],
    command: async (statement, lane = 'write') => {
      await run(withLiterals(statement), lane)
    },
    insert: async (table, columns, rows) => {
      const lines = toLines(rows)
      if (lines === '') return
      const values = Buffer.from(lines)
      await runIn('write', (session) =>
        session.insert({ table, columns, values, format: 'JSONCompactEachRow' }),
      )
    },
    whileStill: async (work) => {
      const held = lanes.write.map(hold)
      try {
        await Promise.all(held.map(({ isHeld }) => isHeld))
        return await work()
      } finally {
        for (const { release } of held) release()
      }
    },
    close: async () => {
      for (const worker of workers) worker.close()
      // The engine lets go of the folder only when the last session is gone.
      await drainPending()
    },
  })
}

/** Keeps a worker from running anything more until it is released. */
function hold(worker: Worker): { readonly isHeld: Promise<void>; readonly release: () => void } {
  const { promise: released, resolve: release } = deferred()
  const { promise: isHeld, resolve: begin } = deferred()
  void worker.run(() => {
    begin()
    return released
  })
  return { isHeld, release }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

function openLanes(folder: string): Readonly<Record<Lane, readonly Worker[]>> {
  const opened: Worker[] = []
  const open = ({ sessions, threads, settings }: LaneSize): readonly Worker[] =>
    Array.from({ length: sessions }, () => {
      const worker = openWorker(() =>
        openSession(folder, { ...SESSION_SETTINGS, ...settings, max_threads: threads }),
      )
      opened.push(worker)
      return worker
    })
  try {
    return {
      write: open(LANES.write),
      refresh: open(LANES.refresh),
      backfill: open(LANES.backfill),
      read: open(LANES.read),
    }
  } catch (error) {
    for (const worker of opened) worker.close()
    throw error
  }
}
