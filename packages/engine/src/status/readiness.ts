import { statfs } from 'node:fs/promises'
import { render, sql } from '@muster/core'
import type { Metadata } from '../metadata/metadata.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** One reason why the engine can't do its work now. The message ends with the next step. */
export interface NotReady {
  readonly code:
    | 'warehouse_unreachable'
    | 'metadata_unreachable'
    | 'refresh_behind'
    | 'refresh_failing'
    | 'disk_nearly_full'
  readonly message: string
}

export interface ReadinessOptions {
  /** How old the last refresh may be, in milliseconds. */
  readonly maxBehindMs: number
  /** So much must be free where the embedded stores are; below it no messages are taken. */
  readonly minFreeBytes: number
}

/** A store that says nothing for so long counts as gone, in milliseconds. */
const PATIENCE = 5_000

export interface ReadinessDeps extends ReadinessOptions {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  /** Of the embedded stores; none when both are reached by URL. */
  readonly folders: readonly string[]
  /** The instant up to which memberships are true, in any process; undefined before the first refresh ever. */
  readonly watermark: () => Promise<number | undefined>
  /** What fails at present and is tried again, in words. */
  readonly failures: () => readonly string[]
  readonly clock: () => number
}

/** Finds every reason for which the engine is not ready; none when it is. Never rejects. */
export function createReadiness(deps: ReadinessDeps): () => Promise<readonly NotReady[]> {
  const startedAt = deps.clock()
  return async () => {
    const found = await Promise.all([
      warehouseAway(deps.warehouse),
      metadataAway(deps.metadata),
      behind(deps, startedAt),
      nearlyFull(deps),
    ])
    return [...found.filter((reason) => reason !== undefined), ...failing(deps)]
  }
}

async function warehouseAway(warehouse: Warehouse): Promise<NotReady | undefined> {
  const why = await failureOf(warehouse.query(render(sql`SELECT 1`), 'refresh'))
  if (why === undefined) return undefined
  return {
    code: 'warehouse_unreachable',
    message: `The warehouse does not answer (${why}). See that it runs and that its URL is right; senders keep what is not taken, and Muster goes on by itself.`,
  }
}

async function metadataAway(metadata: Metadata): Promise<NotReady | undefined> {
  const why = await failureOf(metadata.ping())
  if (why === undefined) return undefined
  return {
    code: 'metadata_unreachable',
    message: `The metadata store does not answer (${why}). See that it runs and that its URL is right; Muster goes on by itself.`,
  }
}

async function behind(
  { watermark, clock, maxBehindMs }: ReadinessDeps,
  startedAt: number,
): Promise<NotReady | undefined> {
  const reached = await within(watermark()).catch(() => undefined)
  // After a pause the first refresh has the time that any other has.
  const late = clock() - Math.max(reached ?? startedAt, startedAt)
  if (late <= maxBehindMs) return undefined
  return {
    code: 'refresh_behind',
    message: `Memberships are ${Math.round(late / 1_000)} s behind, and at most ${Math.round(maxBehindMs / 1_000)} s are allowed. See the log for what fails, and muster_tick_seconds for what takes long.`,
  }
}

async function nearlyFull({ folders, minFreeBytes }: ReadinessDeps): Promise<NotReady | undefined> {
  const free = await freeBytes(folders).catch(() => undefined)
  if (free === undefined || free >= minFreeBytes) return undefined
  return {
    code: 'disk_nearly_full',
    message: `${megabytes(free)} MB are free where the stores are, and ${megabytes(minFreeBytes)} MB are kept for merges and for the end of what is under way. No messages are taken until there is more: free some, or enlarge the disk.`,
  }
}

function failing({ failures }: ReadinessDeps): readonly NotReady[] {
  return failures().map((failure) => ({
    code: 'refresh_failing',
    message: `Refresh failed at its last attempt (${failure}) and is tried again. See the log.`,
  }))
}

/** Of the fullest of the folders' file systems; undefined without folders. Rejects when one can't be looked at. */
export async function freeBytes(folders: readonly string[]): Promise<number | undefined> {
  const free = await Promise.all(
    folders.map(async (folder) => {
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    }),
  )
  return free.length === 0 ? undefined : Math.min(...free)
}

const failureOf = (asked: Promise<unknown>): Promise<string | undefined> =>
  within(asked).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )

/** The same answer, or a rejection after a while. */
async function within<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${PATIENCE / 1_000} s`))
    }, PATIENCE)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}

const megabytes = (bytes: number): number => Math.floor(bytes / 1024 ** 2)
