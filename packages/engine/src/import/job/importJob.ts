import type { Json } from '@muster/core'
import type { Refusal } from '../../metadata/outcome.ts'
import type { Job } from '../../metadata/work/job.ts'
import type { ImportView } from '../importsApi.ts'
import { checkpointOf, progressOf } from './checkpoint.ts'

const importKind = 'import'

/** The kind of job that imports what lies at a place. */
export const importKindAt = (place: string | undefined): string =>
  place === undefined ? importKind : `${importKind}@${place}`

export const isImport = ({ kind }: Pick<Job, 'kind'>): boolean =>
  kind === importKind || kind.startsWith(`${importKind}@`)

export interface ImportInput {
  readonly name: string
  readonly file: string
  readonly mapping: Json
  readonly by: string
}

export function inputToJson({ name, file, mapping, by }: ImportInput): Json {
  return { name, file, mapping, by }
}

export function inputOf(input: Json): ImportInput {
  // Written by `inputToJson`.
  return input as unknown as ImportInput
}

/** An import as callers see it. */
export function viewOf(job: Job): ImportView {
  const { state, createdAt, updatedAt } = job
  const ended = job.state === 'done' || job.state === 'failed' || job.state === 'cancelled'
  return {
    id: String(job.id),
    ...inputOf(job.input),
    state,
    createdAt,
    updatedAt,
    finishedAt: ended ? job.finishedAt : undefined,
    progress: progressOf(checkpointOf(job.state === 'done' ? job.result : job.progress)),
    // Written by `failJob`.
    error: job.state === 'failed' ? (job.error as unknown as Refusal<string>) : undefined,
  }
}
