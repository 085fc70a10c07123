import type { JsonObject } from '@muster/core'
import { cellOf, textOf } from './cell.ts'
import type { Condition } from './mapping.ts'

/** Whether a condition holds for a row. Texts are compared exactly; what is no number is neither below nor above one. */
export function holds(
  condition: Condition,
  cells: JsonObject,
  missing: readonly string[],
): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, cells, missing))
  if ('any' in condition) return condition.any.some((one) => holds(one, cells, missing))
  if ('not' in condition) return !holds(condition.not, cells, missing)
  const text = textOf(cellOf(cells, condition.column))
  if ('empty' in condition) return isMissing(text, missing) === condition.empty
  if ('equals' in condition) return condition.equals.includes(text)
  if ('beginsWith' in condition) return text.startsWith(condition.beginsWith)
  if ('endsWith' in condition) return text.endsWith(condition.endsWith)
  if ('contains' in condition) return text.includes(condition.contains)
  const number = text.trim() === '' ? NaN : Number(text)
  return 'below' in condition ? number < condition.below : number > condition.above
}

/** Whether a cell's text stands for no value: empty or blank, or one of the mapping's own signs for it. */
export function isMissing(text: string, missing: readonly string[]): boolean {
  return text.trim() === '' || missing.includes(text)
}
