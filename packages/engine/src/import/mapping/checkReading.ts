import type { Refusal } from '../../metadata/outcome.ts'
import { createChecker } from './checker.ts'
import type { Checker, Parts } from './checker.ts'
import type { Reading } from './mapping.ts'

export type CheckedMapping<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly Refusal<string>[] }

export const readingKeys = ['format', 'delimiter', 'encoding', 'header'] as const

/** How to read the file, which can be known before its columns are; what else the mapping holds is not looked at. */
export function checkReading(mapping: unknown): CheckedMapping<Reading> {
  const check = createChecker(undefined)
  const parts = mapping === undefined ? {} : check.object(mapping, [])
  const reading = parts === undefined ? {} : readingOf(parts, check)
  return check.issues.length === 0
    ? { ok: true, value: reading }
    : { ok: false, issues: check.issues }
}

/** The part of a mapping that tells how the file is read. */
export function readingOf(parts: Parts, check: Checker): Reading {
  const { format, delimiter, encoding, header } = parts
  const form =
    format === undefined ? undefined : check.word(format, ['format'], ['csv', 'ndjson', 'parquet'])
  const mark = delimiter === undefined ? undefined : check.text(delimiter, ['delimiter'])
  if (mark !== undefined && mark !== 'blanks' && (mark.length > 8 || /["\r\n]/.test(mark))) {
    check.say(
      'invalid_delimiter',
      ['delimiter'],
      'A delimiter is a character such as "," or ";", or the word blanks. Give one.',
    )
  }
  const code = encoding === undefined ? undefined : check.text(encoding, ['encoding'])
  if (code !== undefined && !isEncoding(code)) {
    check.say(
      'unknown_encoding',
      ['encoding'],
      `"${code}" is no encoding. Give one such as "utf-8" or "windows-1252".`,
    )
  }
  const names = header === undefined ? undefined : check.texts(header, ['header'])
  if (names !== undefined && new Set(names).size < names.length) {
    check.say('duplicate_column', ['header'], 'Two columns have one name. Give each its own.')
  }
  return {
    ...(form === undefined ? {} : { format: form }),
    ...(mark === undefined ? {} : { delimiter: mark }),
    ...(code === undefined ? {} : { encoding: code }),
    ...(names === undefined ? {} : { header: names }),
  }
}

function isEncoding(name: string): boolean {
  try {
    new TextDecoder(name)
    return true
  } catch {
    return false
  }
}
