import { checkWhen } from './checkCondition.ts'
import { checkFields } from './checkField.ts'
import type { Checker, Place } from './checker.ts'
import type { Grouping, Sum } from './mapping.ts'

/** `{ by, lines?, sums? }`. */
export function checkGrouping(value: unknown, at: Place, check: Checker): Grouping | undefined {
  const parts = check.object(value, at, ['by', 'lines', 'sums'])
  if (parts === undefined) return undefined
  const by = columns(parts['by'], [...at, 'by'], check)
  const sums = Object.entries(
    parts['sums'] === undefined ? {} : (check.object(parts['sums'], [...at, 'sums']) ?? {}),
  ).flatMap(([name, sum]) => {
    const checked = checkSum(sum, [...at, 'sums', name], check)
    return checked === undefined ? [] : [[name, checked] as const]
  })
  const lines =
    parts['lines'] === undefined ? undefined : checkLines(parts['lines'], [...at, 'lines'], check)
  return { by, sums: Object.fromEntries(sums), ...(lines === undefined ? {} : { lines }) }
}

function checkLines(value: unknown, at: Place, check: Checker): Grouping['lines'] {
  const parts = check.object(value, at, ['as', 'fields', 'most'])
  if (parts === undefined) return undefined
  const most = parts['most'] === undefined ? undefined : check.count(parts['most'], [...at, 'most'])
  return {
    as: check.text(parts['as'], [...at, 'as']) ?? '',
    fields: checkFields(parts['fields'], [...at, 'fields'], check),
    ...(most === undefined ? {} : { most }),
  }
}

function checkSum(value: unknown, at: Place, check: Checker): Sum | undefined {
  const parts = check.object(value, at, ['product', 'decimal', 'absolute', 'when'])
  if (parts === undefined) return undefined
  return {
    product: columns(parts['product'], [...at, 'product'], check),
    decimal: check.word(parts['decimal'], [...at, 'decimal'], ['.', ',']),
    absolute: check.flag(parts['absolute'], [...at, 'absolute']),
    ...checkWhen(parts, at, check),
  }
}

/** At least one column, each of the file. */
export function columns(value: unknown, at: Place, check: Checker): readonly string[] {
  const names = check.texts(value, at) ?? []
  return names.map((name, index) => check.column(name, [...at, index]))
}
