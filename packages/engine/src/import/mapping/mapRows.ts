import type { JsonObject } from '@muster/core'
import type { RowSource, Rows } from '../reading/row.ts'
import type { Fault } from './fault.ts'
import type { Groups } from './groups.ts'
import { mostRows } from './groups.ts'
import type { Mapper } from './mapper.ts'

/** What became of a row, or of the rows of one message. */
export type Mapped =
  | { readonly kind: 'message'; readonly lines: readonly number[]; readonly message: JsonObject }
  | { readonly kind: 'skipped'; readonly lines: readonly number[]; readonly rule: string }
  | { readonly kind: 'rejected'; readonly lines: readonly number[]; readonly fault: Fault }

/**
 * Maps a file from its first row to its last, always in the same order. With `groups`, a message comes only after all rows were read,
 * since a row of it may be the last of the file. `onRow` is called for every row. Ends early when `signal` is aborted.
 */
export async function* mapRows(
  source: RowSource,
  mapper: Mapper,
  groups: Groups | undefined,
  onRow: () => void,
  signal: AbortSignal,
): AsyncGenerator<Mapped> {
  for await (const rows of source.rows) {
    if (signal.aborted) return
    for (const row of rows) {
      onRow()
      const lines = [row.line]
      if ('fault' in row) {
        yield { kind: 'rejected', lines, fault: row.fault }
        continue
      }
      const rule = mapper.skipOf(row)
      if (rule !== undefined) {
        yield { kind: 'skipped', lines, rule }
        continue
      }
      const key = mapper.groupOf(row)
      if (!key.ok) yield { kind: 'rejected', lines, fault: key.fault }
      else if (groups === undefined) yield mapped([row], mapper)
      else await groups.add(key.value, row)
    }
  }
  if (groups === undefined) return
  for await (const group of groups.each()) {
    yield 'rows' in group ? mapped(group.rows, mapper) : tooMany(group.lines, group.tooMany)
  }
}

function mapped(rows: Rows, mapper: Mapper): Mapped {
  const lines = rows.map(({ line }) => line)
  const read = mapper.messageOf(rows)
  return read.ok
    ? { kind: 'message', lines, message: read.value }
    : { kind: 'rejected', lines, fault: read.fault }
}

/** Of the lines only some are named. */
function tooMany(rows: Rows, count: number): Mapped {
  const lines = rows.slice(0, 100).map(({ line }) => line)
  const message = `${count} rows have one key, and a message is of at most ${mostRows}. Group by more columns.`
  return { kind: 'rejected', lines, fault: { code: 'too_many_rows', at: ['groupBy'], message } }
}
