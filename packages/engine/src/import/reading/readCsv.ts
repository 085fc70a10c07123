import type { CsvRecord } from './csvRecords.ts'
import { csvRecords } from './csvRecords.ts'
import type { TextLine } from './readLines.ts'
import type { Row } from './row.ts'
import { UnreadableFile } from './row.ts'

export interface CsvForm {
  /** One or more characters, or `blanks`. */
  readonly delimiter: string
  /** The names of the columns, for a file whose first line is a row already. */
  readonly header?: readonly string[]
}

/** The columns and the rows of a CSV. Throws {@link UnreadableFile} when its header names no columns. */
export async function readCsv(
  lines: AsyncGenerator<readonly TextLine[]>,
  form: CsvForm,
): Promise<{ readonly columns: readonly string[]; readonly rows: AsyncGenerator<readonly Row[]> }> {
  const records = recordsOf(lines, form.delimiter)
  if (form.header !== undefined) {
    return { columns: form.header, rows: rowsOf([], records, form.header) }
  }
  let next = await records.next()
  while (next.done !== true && next.value.length === 0) next = await records.next()
  const [head, ...others] = next.done === true ? [] : next.value
  if (head === undefined) {
    throw new UnreadableFile('no_header', 'The file has no line. Name one that has a header.')
  }
  if ('fault' in head) {
    throw new UnreadableFile('no_header', `The header can't be read. ${head.fault.message}`)
  }
  const columns = named(head.fields)
  return { columns, rows: rowsOf(others, records, columns) }
}

async function* recordsOf(
  lines: AsyncGenerator<readonly TextLine[]>,
  delimiter: string,
): AsyncGenerator<readonly CsvRecord[]> {
  const reader = csvRecords(delimiter)
  for await (const some of lines) {
    const records: CsvRecord[] = []
    for (const line of some) {
      const record = reader.feed(line)
      if (record !== undefined) records.push(record)
    }
    yield records
  }
  const left = reader.end()
  if (left !== undefined) yield [left]
}

async function* rowsOf(
  first: readonly CsvRecord[],
  records: AsyncGenerator<readonly CsvRecord[]>,
  columns: readonly string[],
): AsyncGenerator<readonly Row[]> {
  yield first.map((record) => rowOf(record, columns))
  for await (const some of records) yield some.map((record) => rowOf(record, columns))
}

function rowOf(record: CsvRecord, columns: readonly string[]): Row {
  if ('fault' in record) return record
  const { line, fields } = record
  if (fields.length !== columns.length) {
    const message = `The line has ${fields.length} fields, the header ${columns.length}. Quote fields that hold the delimiter, and write empty ones.`
    return { line, fault: { code: 'wrong_field_count', at: [], message } }
  }
  const cells = Object.create(null) as Record<string, string>
  for (let i = 0; i < columns.length; i++) {
    const text = fields[i] ?? ''
    if (text.includes('\uFFFD')) return { line, fault: badText(columns[i] ?? '') }
    cells[columns[i] ?? ''] = text
  }
  return { line, cells }
}

function badText(column: string) {
  const message = `The field is no text in the encoding of the mapping. Is it another, such as "encoding": "windows-1252"?`
  return { code: 'invalid_text', at: [column], message }
}

/** Blanks around a name are left away; a column without a name is called by its place. */
function named(fields: readonly string[]): readonly string[] {
  const names = fields.map((field, index) => field.trim() || `column_${index + 1}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return names
  const message = `Two columns are called "${twice}". Give the names in the mapping's header, after deleting the file's own.`
  throw new UnreadableFile('duplicate_column', message)
}
