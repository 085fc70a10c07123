import { printable } from './printable.ts'

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => string
  /** Numbers stand to the right. */
  readonly right?: boolean
  /** Paints the cell after it has been aligned. */
  readonly paint?: (text: string, row: Row) => string
}

/** Rows under their titles, in columns that are as wide as they need; or a line that says that there are none. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  if (rows.length === 0) return 'None.\n'
  const cells = rows.map((row) => columns.map(({ cell }) => printable(cell(row))))
  const widths = columns.map(({ title }, place) =>
    Math.max(...[title, ...cells.map((row) => row[place] ?? '')].map(widthOf)),
  )
  const align = (text: string, place: number) => {
    const gap = ' '.repeat(Math.max(0, (widths[place] ?? 0) - widthOf(text)))
    return columns[place]?.right === true ? gap + text : text + gap
  }
  const head = columns.map(({ title }, place) => align(title, place)).join('  ')
  const body = cells.map((row, index) =>
    row.map((text, place) => paintCell(columns[place], align(text, place), rows[index])).join('  '),
  )
  return [head, ...body].map((line) => `${line.trimEnd()}\n`).join('')
}

function paintCell<Row>(column: Column<Row> | undefined, text: string, row: Row | undefined) {
  return column?.paint === undefined || row === undefined ? text : column.paint(text, row)
}

/** Facts under one another: names to the left, as wide as the longest. */
export function facts(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => widthOf(name)))
  return pairs
    .map(([name, value]) => `${name.padEnd(width)}  ${printable(value)}`.trimEnd() + '\n')
    .join('')
}

/** Characters on the screen; wide ones of East Asia and emoji take two places. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += wide.test(character) ? 2 : mark.test(character) ? 0 : 1
  return width
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const mark = /[\p{Mn}\p{Me}\p{Cf}]/u
