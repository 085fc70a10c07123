import { ratioOf, type Row } from './outcome.ts'
import type { Measure } from '../section.ts'

const HEAD = ['section', 'what', 'found', 'asked', 'ratio', 'p50 / p95 / p99', '']

/** The rows as a table of plain text, with what is to be said about a row under it. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.section,
    row.measure.says,
    row.figure === undefined ? 'not measured' : quantity(row.figure.value, row.measure.unit),
    asked(row.measure),
    ratioOf(row)?.toFixed(2) ?? '',
    spread(row),
    row.verdict === 'told' ? '' : row.verdict,
  ])
  const widths = HEAD.map((title, i) =>
    Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const lines = rows.flatMap(({ figure }, i) => [
    line(cells[i] ?? []),
    ...(figure?.note === undefined ? [] : [`${' '.repeat((widths[0] ?? 0) + 4)}${figure.note}`]),
  ])
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...lines].join('\n')
}

function asked({ atMost, atLeast, unit }: Measure): string {
  if (atMost !== undefined) return `at most ${quantity(atMost, unit)}`
  return atLeast === undefined ? '' : `at least ${quantity(atLeast, unit)}`
}

function spread({ figure, measure: { unit } }: Row): string {
  if (figure?.percentiles === undefined) return ''
  const { count, p50, p95, p99 } = figure.percentiles
  return `${[p50, p95, p99].map((value) => quantity(value, unit)).join(' / ')} of ${count}`
}

function quantity(value: number, unit: Measure['unit']): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2
  const text = value.toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${text}${unit === '%' ? '' : ' '}${unit}`
}
