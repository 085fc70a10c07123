import { randomUUID } from 'node:crypto'
import type { Json } from '@muster/core'
import type { Job } from '../metadata/work/job.ts'
import { cancelJob, claimJob, enqueueJob, getJob, listJobs } from '../metadata/work/jobs.ts'
import type { ImportOutcome, ImportsApi, ImportView } from './importsApi.ts'
import { dryRun, inspect } from './job/dryRun.ts'
import type { CheckMessage } from './job/dryRun.ts'
import { importKindAt, inputToJson, isImport, viewOf } from './job/importJob.ts'
import { prepare } from './job/prepare.ts'
import { rejectsFile } from './job/rejectsFile.ts'
import { holdFor, runJob } from './job/runJob.ts'
import type { JobDeps } from './job/runJob.ts'

export interface ImporterDeps extends JobDeps {
  /** What ingest would say to a message, for the dry run. */
  readonly check: CheckMessage
  /** Hears of a store that fails while nobody waits for an answer; the importer tries again by itself. */
  readonly onProblem: (error: unknown) => void
  /** Where files lie that only some of several processes see: an import is done by one of those that see it. Left out where there is one process. */
  readonly place?: string
}

export interface Importer extends ImportsApi {
  /** Puts back what is under way, to be gone on with by the next importer, and resolves when nothing runs any more. */
  readonly close: () => Promise<void>
}

/** How often to look for imports that another process left behind, in milliseconds. */
const lookEvery = 5_000

/** Does imports one after another, also those that an earlier process has left. */
export function createImporter(deps: ImporterDeps): Importer {
  const { metadata, folder, clock, check } = deps
  const { db } = metadata
  const holder = randomUUID()
  const kind = importKindAt(deps.place)
  const running = new Map<string, AbortController>()
  let closed = false
  let nudged = false
  let wake: () => void = () => undefined
  const nudge = () => {
    nudged = true
    wake()
  }

  const rest = () =>
    new Promise<void>((resolve) => {
      // What came since the last look would else be found only after the rest.
      if (nudged) {
        resolve()
        return
      }
      const timer = setTimeout(resolve, lookEvery)
      timer.unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const next = async (): Promise<boolean> => {
    const job = await claimJob(db, [kind], holder, holdFor)
    if (job === undefined) return false
    const stop = new AbortController()
    running.set(String(job.id), stop)
    // Between the claim and here it may have been closed.
    if (isClosed()) stop.abort()
    try {
      await runJob(deps, job, stop)
    } finally {
      running.delete(String(job.id))
    }
    return true
  }
  // A function, since the compiler does not expect it to change while something is awaited.
  const isClosed = () => closed
  const work = async () => {
    while (!isClosed()) {
      nudged = false
      const found = await next().catch((error: unknown) => {
        deps.onProblem(error)
        return false
      })
      if (!found && !isClosed()) await rest()
    }
  }
  const ended = work()

  return {
    inspect,
    dryRun: (file, mapping, rows) => dryRun(file, mapping, rows, check),
    start: async (file, mapping, by) => {
      const prepared = await prepare(file, mapping)
      if (!prepared.ok) return prepared
      await prepared.value.source.close()
      const { name } = prepared.value.mapping
      // It passed the check, which takes nothing but JSON.
      const input = inputToJson({ name, file, mapping: mapping as Json, by })
      const job = await enqueueJob(db, kind, input, clock())
      nudge()
      const value: ImportOutcome<ImportView> = { ok: true, value: viewOf(job) }
      return value
    },
    progress: async (id) => {
      const job = await importOf(id)
      return job && viewOf(job)
    },
    list: async ({ after, limit }) => {
      const imports: Job[] = []
      let before = idOf(after)
      for (;;) {
        const jobs = await listJobs(db, { ...(before === undefined ? {} : { before }), limit: 200 })
        imports.push(...jobs.filter(isImport))
        before = jobs.at(-1)?.id
        if (jobs.length < 200 || imports.length > limit) break
      }
      const page = imports.slice(0, limit)
      const last = imports.length > limit ? page.at(-1) : undefined
      return { imports: page.map(viewOf), next: last && String(last.id) }
    },
    rejects: async (id, { after, limit }) => {
      const job = await importOf(id)
      return job && rejectsFile(folder, String(job.id)).page(after, limit)
    },
    cancel: async (id) => {
      const job = await importOf(id)
      if (job === undefined) return false
      const cancelled = await cancelJob(db, job.id, clock())
      if (cancelled) running.get(String(job.id))?.abort()
      return cancelled
    },
    close: async () => {
      closed = true
      for (const stop of running.values()) stop.abort()
      nudge()
      await ended
    },
  }

  async function importOf(id: string): Promise<Job | undefined> {
    const number = idOf(id)
    const job = number === undefined ? undefined : await getJob(db, number)
    return job !== undefined && isImport(job) ? job : undefined
  }
}

/** Ids are 64-bit integers, written in digits; anything else is nobody's. */
function idOf(text: string | undefined): bigint | undefined {
  return text !== undefined && /^[0-9]{1,18}$/.test(text) ? BigInt(text) : undefined
}
