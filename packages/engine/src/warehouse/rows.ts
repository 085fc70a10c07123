/** Rows as the warehouse reads them: one JSON array a line. A `bigint` is written as digits. */
export function toLines(rows: Iterable<readonly unknown[]>): string {
  const lines: string[] = []
  for (const row of rows) lines.push(JSON.stringify(row, plain))
  return lines.join('\n')
}

/** 64-bit integers travel as text, which the warehouse reads into integer columns without losing a digit. */
const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value

/** The objects of an answer with one JSON object a line. */
export function fromLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
}
