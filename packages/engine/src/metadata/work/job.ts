import type { Selectable } from 'kysely'
import type { Json } from '@muster/core'
import type { JobTable } from '../tables/workTables.ts'

interface JobFacts {
  readonly id: bigint
  readonly kind: string
  readonly input: Json
  /** What the last report said; null before the first. */
  readonly progress: Json
  /** How many times it was begun. */
  readonly attempts: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** Work that outlives a request. Whoever runs it holds it until `expiresAt`; then anybody may begin it again. */
export type Job =
  | (JobFacts & { readonly state: 'queued' })
  | (JobFacts & { readonly state: 'running'; readonly holder: string; readonly expiresAt: number })
  | (JobFacts & { readonly state: 'done'; readonly finishedAt: number; readonly result: Json })
  | (JobFacts & { readonly state: 'failed'; readonly finishedAt: number; readonly error: Json })
  | (JobFacts & { readonly state: 'cancelled'; readonly finishedAt: number })

export type RunningJob = Extract<Job, { readonly state: 'running' }>

/** A row is one of the states by the table's constraints; what is missing for its state is a fault of the store. */
export function jobOf(row: Selectable<JobTable>): Job {
  const facts: JobFacts = {
    id: row.id,
    kind: row.kind,
    input: row.input,
    progress: row.progress,
    attempts: row.attempts,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  }
  const finishedAt = Number(row.finished_at)
  switch (row.state) {
    case 'queued':
      return { ...facts, state: 'queued' }
    case 'running':
      return {
        ...facts,
        state: 'running',
        holder: row.holder ?? '',
        expiresAt: Number(row.expires_at),
      }
    case 'done':
      return { ...facts, state: 'done', finishedAt, result: row.result }
    case 'failed':
      return { ...facts, state: 'failed', finishedAt, error: row.error }
    case 'cancelled':
      return { ...facts, state: 'cancelled', finishedAt }
  }
}
