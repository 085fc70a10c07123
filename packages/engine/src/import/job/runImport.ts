import type { JsonObject } from '@muster/core'
import type { IngestApi } from '../../ingest/ingestApi.ts'
import type { Refusal } from '../../metadata/outcome.ts'
import type { ImportReject } from '../importsApi.ts'
import { createGroups } from '../mapping/groups.ts'
import { createMapper } from '../mapping/mapper.ts'
import { mapRows } from '../mapping/mapRows.ts'
import type { Mapped } from '../mapping/mapRows.ts'
import { compressionOf } from '../reading/readBytes.ts'
import { formatOf } from '../reading/openRows.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Prepared } from './prepare.ts'
import type { RejectsFile } from './rejectsFile.ts'
import { send } from './sender.ts'

export interface Run {
  readonly file: string
  readonly prepared: Prepared
  readonly from: Checkpoint
  readonly take: IngestApi['take']
  readonly rejects: RejectsFile
  /** For what does not fit into memory. */
  readonly folder: string
  /** Called for every row, with how far the reading is, which runs ahead of what is sent. */
  readonly onRow: (rows: number, bytesDone: number) => void
  /** Keeps the checkpoint. */
  readonly onCheckpoint: (checkpoint: Checkpoint) => Promise<void>
  readonly signal: AbortSignal
}

export type RunOutcome =
  | { readonly kind: 'done'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: Refusal<string> }

/** Outcomes of one step: so many go to ingest at once, and so much is done again after a crash. */
const batchSize = 1_000

/**
 * Takes a file in from a checkpoint on: reads it from the start, passes over what is done, and sends the rest in batches, each followed
 * by a checkpoint. What a crash lets it send twice is a duplicate by its id. Throws `UnreadableFile`, and what ingest keeps failing with.
 */
export async function runImport(run: Run): Promise<RunOutcome> {
  const { source, mapping } = run.prepared
  const groups = mapping.grouping && createGroups(partsFor(run.file, source.bytesTotal), run.folder)
  try {
    await run.rejects.cutTo(run.from.rejectsBytes)
    let rows = 0
    const onRow = () => {
      run.onRow(++rows, source.bytesDone())
    }
    const outcomes = mapRows(source, createMapper(mapping), groups, onRow, run.signal)
    let checkpoint = run.from
    let batch: Mapped[] = []
    let seen = 0
    const step = async (): Promise<RunOutcome | undefined> => {
      const next = await deal(run, checkpoint, batch)
      if (next === undefined) return { kind: 'stopped' }
      batch = []
      checkpoint = { ...next, rows, bytesDone: source.bytesDone() }
      await run.onCheckpoint(checkpoint)
      if (run.signal.aborted) return { kind: 'stopped' }
      const { rejected } = checkpoint
      return rejected >= mapping.stopAfterRejects ? tooManyRejects(rejected) : undefined
    }
    for await (const outcome of outcomes) {
      if (++seen <= run.from.done) continue
      batch.push(outcome)
      const end = batch.length >= batchSize ? await step() : undefined
      if (end !== undefined) return end
    }
    if (run.signal.aborted) return { kind: 'stopped' }
    const end = batch.length > 0 ? await step() : undefined
    if (end !== undefined) return end
    return { kind: 'done', checkpoint: { ...checkpoint, rows, bytesDone: source.bytesTotal } }
  } finally {
    await source.close()
    await groups?.close()
  }
}

/** Sends the messages of a batch and keeps what was rejected; the counts after it, or nothing when it was stopped meanwhile. */
async function deal(
  run: Run,
  before: Checkpoint,
  batch: readonly Mapped[],
): Promise<Checkpoint | undefined> {
  const messages: { readonly lines: readonly number[]; readonly message: JsonObject }[] = []
  const rejects: ImportReject[] = []
  const skipped: Record<string, number> = { ...before.skipped }
  for (const outcome of batch) {
    if (outcome.kind === 'message') messages.push(outcome)
    else if (outcome.kind === 'rejected') rejects.push({ lines: outcome.lines, ...outcome.fault })
    else skipped[outcome.rule] = (skipped[outcome.rule] ?? 0) + 1
  }
  let [accepted, duplicates] = [0, 0]
  if (messages.length > 0) {
    const source = `import:${run.prepared.mapping.name}`
    const all = messages.map(({ message }) => message)
    const taken = await send(run.take, source, all, run.signal)
    if (taken === undefined) return undefined
    for (const { index, ...reject } of taken.rejected) {
      rejects.push({ lines: messages[index]?.lines ?? [], ...reject })
    }
    accepted = taken.accepted
    duplicates = taken.duplicates
  }
  return {
    ...before,
    skipped,
    messages: before.messages + messages.length,
    accepted: before.accepted + accepted,
    duplicates: before.duplicates + duplicates,
    rejected: before.rejected + rejects.length,
    done: before.done + batch.length,
    rejectsBytes: await run.rejects.append(rejects),
  }
}

/** Of the file's text, in bytes, what is grouped in memory at once; as objects it takes a few times as much. */
const partBytes = 16_777_216
const mostParts = 512

function partsFor(file: string, bytes: number): number {
  const packed = compressionOf(file) !== 'none' || formatOf(file) === 'parquet'
  return Math.min(mostParts, Math.ceil((packed ? 8 * bytes : bytes) / partBytes))
}

function tooManyRejects(rejected: number): RunOutcome {
  const message = `${rejected} rejects: the mapping does not fit the file. Look at the rejects, correct it and start again; what was taken is not taken twice. To go on regardless, raise stopAfterRejects.`
  return { kind: 'failed', error: { code: 'too_many_rejects', at: ['stopAfterRejects'], message } }
}
