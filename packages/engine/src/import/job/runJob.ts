import type { Json } from '@muster/core'
import type { IngestApi } from '../../ingest/ingestApi.ts'
import type { Metadata } from '../../metadata/metadata.ts'
import type { Refusal } from '../../metadata/outcome.ts'
import type { RunningJob } from '../../metadata/work/job.ts'
import { failJob, finishJob, reportJob, requeueJob } from '../../metadata/work/jobs.ts'
import { UnreadableFile } from '../reading/row.ts'
import { checkpointOf, checkpointToJson, freshCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { inputOf } from './importJob.ts'
import { prepare, refusalOf, stampOf } from './prepare.ts'
import { rejectsFile } from './rejectsFile.ts'
import { runImport } from './runImport.ts'
import type { RunOutcome } from './runImport.ts'

export interface JobDeps {
  readonly take: IngestApi['take']
  readonly metadata: Metadata
  /** On this machine: for rejects, and for what does not fit into memory. */
  readonly folder: string
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number
}

/** How long a job is held without a sign of life, in milliseconds. */
export const holdFor = 30_000

/** Does a claimed job to its end, or until `stop` is aborted: then it is put back, to be gone on with later. */
export async function runJob(deps: JobDeps, job: RunningJob, stop: AbortController): Promise<void> {
  const { metadata, clock } = deps
  const { db } = metadata
  let latest: Checkpoint = checkpointOf(job.progress)
  let last: Promise<unknown> = Promise.resolve()
  // One after another, so that an older report never follows a newer one.
  const report = (): Promise<void> => {
    const next = last.then(async () => {
      const held = await reportJob(db, job, checkpointToJson(latest), holdFor)
      if (!held) stop.abort()
    })
    last = next.catch(() => undefined)
    return next
  }
  const heartbeat = setInterval(() => {
    // A store that is away for a moment is no reason to stop; the next checkpoint tells if it stays away.
    report().catch(() => undefined)
  }, holdFor / 6)
  try {
    const outcome = await attempt(deps, job, stop.signal, latest, (next) => (latest = next), report)
    clearInterval(heartbeat)
    await last
    if (outcome.kind === 'stopped') await requeueJob(db, job, clock())
    else if (outcome.kind === 'done')
      await finishJob(db, job, checkpointToJson(outcome.checkpoint), clock())
    else {
      await reportJob(db, job, checkpointToJson(latest), holdFor)
      await failJob(db, job, errorJson(outcome.error), clock())
    }
  } finally {
    clearInterval(heartbeat)
  }
}

async function attempt(
  { take, folder }: JobDeps,
  job: RunningJob,
  signal: AbortSignal,
  stored: Checkpoint,
  keep: (checkpoint: Checkpoint) => void,
  report: () => Promise<void>,
): Promise<RunOutcome> {
  const { file, mapping } = inputOf(job.input)
  try {
    const stamp = await stampOf(file)
    const prepared = await prepare(file, mapping)
    if (!prepared.ok) return { kind: 'failed', error: prepared.error }
    const { bytesTotal } = prepared.value.source
    // Another file under the same name is another row at every line.
    const from = stored.stamp === stamp ? stored : freshCheckpoint(stamp, bytesTotal)
    let latest = from
    const onRow = (rows: number, bytesDone: number) => {
      keep({ ...latest, rows, bytesDone })
    }
    const onCheckpoint = async (checkpoint: Checkpoint) => {
      latest = checkpoint
      keep(checkpoint)
      await report()
    }
    const rejects = rejectsFile(folder, String(job.id))
    return await runImport({
      ...{ file, prepared: prepared.value, from, take, rejects, folder },
      ...{ onRow, onCheckpoint, signal },
    })
  } catch (error) {
    if (error instanceof UnreadableFile) return { kind: 'failed', error: refusalOf(error) }
    return { kind: 'failed', error: interrupted(error) }
  }
}

function interrupted(error: unknown): Refusal<string> {
  const why = error instanceof Error ? error.message : String(error)
  const message = `The import was interrupted: ${why}. Start it again when that is mended; what was taken is not taken twice.`
  return { code: 'interrupted', at: [], message }
}

function errorJson({ code, at, message }: Refusal<string>): Json {
  // The store keeps no U+0000.
  return { code, at, message: message.replaceAll('\0', '') }
}
