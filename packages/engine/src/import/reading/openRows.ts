import type { Reading } from '../mapping/mapping.ts'
import { compressionOf, readBytes } from './readBytes.ts'
import { readCsv } from './readCsv.ts'
import { readLines } from './readLines.ts'
import { readNdjson } from './readNdjson.ts'
import { readParquet } from './readParquet.ts'
import type { RowSource } from './row.ts'

export type Format = 'csv' | 'ndjson' | 'parquet'

/** By the ending of the name, in front of that of a compression; anything that is not known is taken for CSV. */
export function formatOf(file: string): Format {
  const name = uncompressedName(file)
  if (/\.(?:ndjson|jsonl|json)$/.test(name)) return 'ndjson'
  return /\.(?:parquet|pq)$/.test(name) ? 'parquet' : 'csv'
}

/** Opens a file for reading, in the form that the mapping or else its name says. Throws `UnreadableFile`. */
export async function openRows(file: string, reading: Reading): Promise<RowSource> {
  const format = reading.format ?? formatOf(file)
  if (format === 'parquet') return readParquet(file)
  const { bytes, ...rest } = await readBytes(file)
  const lines = readLines(bytes, reading.encoding ?? 'utf-8')
  if (format === 'ndjson') return { columns: undefined, rows: readNdjson(lines), ...rest }
  const delimiter = reading.delimiter ?? (uncompressedName(file).endsWith('.tsv') ? '\t' : ',')
  const { header } = reading
  try {
    const csv = await readCsv(lines, { delimiter, ...(header === undefined ? {} : { header }) })
    return { ...csv, ...rest }
  } catch (error) {
    await rest.close()
    throw error
  }
}

function uncompressedName(file: string): string {
  const name = file.toLowerCase()
  return compressionOf(file) === 'none' ? name : name.slice(0, name.lastIndexOf('.'))
}
