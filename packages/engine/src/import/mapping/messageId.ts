import { createHash } from 'node:crypto'
import { canonicalJson } from '@muster/core'
import type { JsonObject } from '@muster/core'
import { cellOf } from './cell.ts'
import { isMissing } from './condition.ts'
import { textOf } from './cell.ts'
import type { Read } from './fault.ts'
import { bad, good } from './fault.ts'
import type { GoodRow } from '../reading/row.ts'

/**
 * The id that a row's message always has, so that importing it again adds nothing: of the values of the mapping's key, or without a key
 * of the row's line and content.
 */
export function messageIdOf(
  name: string,
  row: GoodRow,
  key: readonly string[] | undefined,
): string {
  if (key === undefined) return hashed('row', name, String(row.line), canonicalJson(row.cells))
  return hashed('key', name, keyOf(row.cells, key))
}

/** The values of some columns as one text; equal only if all of them are. */
export function keyOf(cells: JsonObject, columns: readonly string[]): string {
  return canonicalJson(columns.map((column) => textOf(cellOf(cells, column))))
}

/** Fails when a column of the key is empty: then the rows without it would all be the same message. */
export function checkKey(
  cells: JsonObject,
  columns: readonly string[],
  missing: readonly string[],
): Read<null> {
  const empty = columns.find((column) => isMissing(textOf(cellOf(cells, column)), missing))
  if (empty === undefined) return good(null)
  const message = `The row has no ${empty}, which makes its message's id. Fill it in, or skip such rows by a rule.`
  return bad('missing_key', [empty], message)
}

/** 160 bits of SHA-256 over the parts. No part but the last holds a NUL, so no two lists of parts are one text. */
function hashed(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\0')).digest('hex')
  return `import-${digest.slice(0, 40)}`
}
