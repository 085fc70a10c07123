import { stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { Refusal } from '../../metadata/outcome.ts'
import type { DryResult, DryRun, ImportOutcome, Inspection } from '../importsApi.ts'
import { checkReading } from '../mapping/checkReading.ts'
import { createGroups } from '../mapping/groups.ts'
import { createMapper } from '../mapping/mapper.ts'
import { mapRows } from '../mapping/mapRows.ts'
import type { Mapped } from '../mapping/mapRows.ts'
import { formatOf } from '../reading/openRows.ts'
import type { Row, RowSource } from '../reading/row.ts'
import { attempt, openFile, prepare } from './prepare.ts'

/** What ingest would say to a message; nothing when it would take it. */
export type CheckMessage = (message: Json, byteLength: number) => Refusal<string> | undefined

/** The first rows as the file has them. */
export async function inspect(
  file: string,
  mapping: unknown,
  limit: number,
): Promise<ImportOutcome<Inspection>> {
  const opened = await openFile(file, mapping)
  if (!opened.ok) return opened
  const source = opened.value
  return attempt(async () => {
    const rows = await firstRows(source, limit)
    const reading = checkReading(mapping)
    const format = (reading.ok ? reading.value.format : undefined) ?? formatOf(file)
    return { format, columns: columnsOf(source, rows), rows: [...rows] }
  })
}

/** What the first rows would become. Of a group whose rows go on behind them, only those are seen. */
export async function dryRun(
  file: string,
  mapping: unknown,
  limit: number,
  check: CheckMessage,
): Promise<ImportOutcome<DryRun>> {
  const prepared = await prepare(file, mapping)
  if (!prepared.ok) return prepared
  const { source, mapping: checked } = prepared.value
  return attempt(async () => {
    const rows = await firstRows(source, limit)
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator like the one that waits
    async function* known() {
      yield rows
    }
    const groups = checked.grouping && createGroups(1, '')
    const some = { ...source, rows: known() }
    const never = new AbortController().signal
    const results: DryResult[] = []
    for await (const outcome of mapRows(
      some,
      createMapper(checked),
      groups,
      () => undefined,
      never,
    )) {
      results.push(resultOf(outcome, check))
    }
    return { columns: columnsOf(source, rows), results }
  })
}

function resultOf(outcome: Mapped, check: CheckMessage): DryResult {
  if (outcome.kind !== 'message') return outcome
  const { lines, message } = outcome
  const fault = check(message, Buffer.byteLength(stringifyJson(message)))
  return fault === undefined ? outcome : { kind: 'rejected', lines, fault, message }
}

/** Reads no more than that, and lets go of the file. */
async function firstRows(source: RowSource, limit: number): Promise<readonly Row[]> {
  const first: Row[] = []
  try {
    for await (const rows of source.rows) {
      first.push(...rows.slice(0, limit - first.length))
      if (first.length >= limit) break
    }
    return first
  } finally {
    await source.close()
  }
}

function columnsOf(source: RowSource, rows: readonly Row[]): readonly string[] {
  if (source.columns !== undefined) return source.columns
  return [...new Set(rows.flatMap((row) => ('cells' in row ? Object.keys(row.cells) : [])))]
}
