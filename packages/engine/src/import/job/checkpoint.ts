import type { Json, JsonObject } from '@muster/core'
import type { ImportProgress } from '../importsApi.ts'

/** How far an import is, as its job keeps it. What it counts is durable; the rest is done again after a crash. */
export interface Checkpoint extends ImportProgress {
  /** How many outcomes of the file, in its fixed order, are dealt with. */
  readonly done: number
  /** The length of the rejects' file. */
  readonly rejectsBytes: number
  /** Of the file, so that another file under its name is begun anew. */
  readonly stamp: string
}

export function freshCheckpoint(stamp: string, bytesTotal: number): Checkpoint {
  return {
    ...{ rows: 0, skipped: {}, messages: 0, accepted: 0, duplicates: 0, rejected: 0 },
    ...{ bytesDone: 0, bytesTotal, done: 0, rejectsBytes: 0, stamp },
  }
}

export function checkpointToJson(checkpoint: Checkpoint): JsonObject {
  return { ...checkpoint }
}

/** What a job's progress says; of one that has none yet, nothing done. */
export function checkpointOf(json: Json): Checkpoint {
  if (json === null || typeof json !== 'object') return freshCheckpoint('', 0)
  // Written by `checkpointToJson`.
  return json as unknown as Checkpoint
}

/** What callers see of it. */
export function progressOf(checkpoint: Checkpoint): ImportProgress {
  const { rows, skipped, messages, accepted, duplicates, rejected } = checkpoint
  const { bytesDone, bytesTotal } = checkpoint
  return { rows, skipped, messages, accepted, duplicates, rejected, bytesDone, bytesTotal }
}
