import { stat } from 'node:fs/promises'
import type { Refusal } from '../../metadata/outcome.ts'
import type { ImportOutcome } from '../importsApi.ts'
import { checkMapping } from '../mapping/checkMapping.ts'
import { checkReading } from '../mapping/checkReading.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { openRows } from '../reading/openRows.ts'
import type { RowSource } from '../reading/row.ts'
import { UnreadableFile } from '../reading/row.ts'

export interface Prepared {
  readonly source: RowSource
  readonly mapping: Mapping
}

/** Opens a file and checks the mapping against its columns. Whoever gets the source closes it. */
export async function prepare(file: string, mapping: unknown): Promise<ImportOutcome<Prepared>> {
  const opened = await openFile(file, mapping)
  if (!opened.ok) return opened
  const checked = checkMapping(mapping, opened.value.columns)
  if (checked.ok) return { ok: true, value: { source: opened.value, mapping: checked.value } }
  await opened.value.close()
  return failed(checked.issues)
}

/** Opens a file as the mapping says that it is to be read. */
export async function openFile(file: string, mapping: unknown): Promise<ImportOutcome<RowSource>> {
  const reading = checkReading(mapping)
  if (!reading.ok) return failed(reading.issues)
  return attempt(() => openRows(file, reading.value))
}

/** Runs what reads a file; a file that can't be read is an outcome. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<ImportOutcome<Value>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (error instanceof UnreadableFile) return failed([refusalOf(error)])
    throw error
  }
}

export function refusalOf({ code, message }: UnreadableFile): Refusal<string> {
  return { code, at: ['file'], message }
}

/** What tells that a file is still the one that was begun with; '' when it is not there. */
export async function stampOf(file: string): Promise<string> {
  const facts = await stat(file).catch(() => undefined)
  return facts === undefined ? '' : `${facts.size}-${Math.floor(facts.mtimeMs)}`
}

function failed<Value>(issues: readonly Refusal<string>[]): ImportOutcome<Value> {
  const [error] = issues
  if (error === undefined) throw new Error('A failure without an issue')
  return { ok: false, error, issues }
}
