import type { JsonObject } from '@muster/core'
import { cellOf, textOf } from './cell.ts'
import { holds } from './condition.ts'
import type { Decimal } from './decimal.ts'
import { add, exactNumber, multiply, parseDecimal, withoutSign, ZERO } from './decimal.ts'
import type { Read } from './fault.ts'
import { bad, good, quote } from './fault.ts'
import type { Grouping, Sum } from './mapping.ts'
import { fieldsReader } from './readField.ts'
import type { Rows } from '../reading/row.ts'

/** Reads what only the rows of a message together say: its lines, and sums over them. */
export function groupReader(
  { lines, sums }: Grouping,
  missing: readonly string[],
): (rows: Rows) => Read<JsonObject> {
  const readLine = lines && fieldsReader(lines.fields, missing)
  const allSums = Object.entries(sums)
  return (rows) => {
    const properties: JsonObject[] = []
    for (const [name, sum] of allSums) {
      const total = sumOf(rows, sum, missing)
      if (!total.ok) return total
      if (total.value !== undefined) properties.push({ [name]: total.value })
    }
    if (lines !== undefined && readLine !== undefined) {
      const most = lines.most ?? rows.length
      const told: JsonObject[] = []
      for (const [index, { cells }] of rows.entries()) {
        // Those that are not told are read all the same: a fault in any of them makes the sums wrong.
        const line = readLine(cells)
        if (!line.ok) return line
        if (index < most) told.push(line.value)
      }
      properties.push({ [lines.as]: told })
      const leftOut = rows.length - told.length
      if (leftOut > 0) properties.push({ [`${lines.as}_left_out`]: leftOut })
    }
    return good(Object.assign({}, ...properties) as JsonObject)
  }
}

/** Nothing when the sum's condition holds for no row. */
function sumOf(
  rows: Rows,
  { product, decimal, absolute, when }: Sum,
  missing: readonly string[],
): Read<number | bigint | undefined> {
  let total: Decimal | undefined
  for (const { cells, line } of rows) {
    if (when !== undefined && !holds(when, cells, missing)) continue
    let value: Decimal = { digits: 1n, places: 0 }
    for (const column of product) {
      const cell = cellOf(cells, column)
      const factor = parseDecimal(textOf(cell), typeof cell === 'string' ? decimal : '.')
      if (factor === undefined) {
        const message = `${quote(textOf(cell))} in line ${line} is no number, so there is no sum. Correct it.`
        return bad('invalid_number', [column], message)
      }
      value = multiply(value, factor)
    }
    total = add(total ?? ZERO, value)
  }
  if (total === undefined) return good(undefined)
  const exact = exactNumber(absolute ? withoutSign(total) : total)
  if (exact !== undefined) return good(exact)
  const message =
    'The sum has more digits than a number keeps. Leave it out, and sum the lines where they are used.'
  return bad('inexact_number', [...product], message)
}
