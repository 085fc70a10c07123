/** A row as an array in the order of the columns, or the text of that array as JSON, from whoever can write it in one go. */
export type Row = readonly unknown[] | string

/**
 * Rows as the warehouse reads them: one JSON array a line. A `bigint` among a row's values travels as text, which the warehouse reads into
 * integer columns without losing a digit; inside of objects there is none.
 */
export function toLines(rows: Iterable<Row>): string {
  const lines: string[] = []
  for (const row of rows) lines.push(typeof row === 'string' ? row : JSON.stringify(row.map(plain)))
  return lines.join('\n')
}

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)

/** The objects of an answer with one JSON object a line. */
export function fromLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
}
