import { parseJson } from '@muster/core'
import type { Json } from '@muster/core'
import { parquetColumns, parquetCount, parquetRows } from './fileQueries.ts'
import { sizeOf } from './readBytes.ts'
import { readLines } from './readLines.ts'
import { readWithChild } from './readWithChild.ts'
import type { GoodRow, RowSource } from './row.ts'
import { UnreadableFile } from './row.ts'

/**
 * The rows of a Parquet file with their own types: instants as ISO text in UTC, decimals as text, lists and structs as JSON. The line of
 * a row is its number, from 1. Throws {@link UnreadableFile}, at once or while it is read.
 */
export async function readParquet(file: string): Promise<RowSource> {
  const bytesTotal = await sizeOf(file)
  const values = arraysOf(file)
  const [columns, count] = [await values.next(), await values.next()]
  if (columns.done === true || count.done === true) {
    throw new UnreadableFile('unreadable_file', 'The file has no columns. Is it complete?')
  }
  const names = columns.value.map(String)
  const total = Number(count.value[0])
  let read = 0
  async function* rows(): AsyncGenerator<readonly GoodRow[]> {
    let some: GoodRow[] = []
    for await (const fields of values) {
      const cells = Object.create(null) as Record<string, Json>
      names.forEach((name, i) => (cells[name] = fields[i] ?? null))
      some.push({ line: ++read, cells })
      if (some.length < 1_000) continue
      yield some
      some = []
    }
    yield some
  }
  const bytesDone = () => (total === 0 ? bytesTotal : Math.floor((bytesTotal * read) / total))
  const close = async () => {
    await values.return(undefined)
  }
  return { columns: names, rows: rows(), bytesDone, bytesTotal, close }
}

async function* arraysOf(file: string): AsyncGenerator<readonly Json[], undefined> {
  const bytes = readWithChild(file, 'parquet', [parquetColumns, parquetCount, parquetRows])
  for await (const lines of readLines(bytes, 'utf-8')) {
    for (const { text, number } of lines) {
      if (text === '') continue
      const parsed = parseJson(text)
      if (parsed.ok && Array.isArray(parsed.value)) yield parsed.value as readonly Json[]
      else
        throw new UnreadableFile(
          'unreadable_file',
          `Line ${number} of what the reader told is no row.`,
        )
    }
  }
}
