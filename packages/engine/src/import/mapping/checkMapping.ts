import type { Refusal } from '../../metadata/outcome.ts'
import { checkCondition } from './checkCondition.ts'
import { checkField, checkFields, checkTime } from './checkField.ts'
import { checkGrouping, columns as checkColumns } from './checkGrouping.ts'
import { createChecker } from './checker.ts'
import type { Checker, Parts } from './checker.ts'
import { isJson } from './isJson.ts'
import type {
  EventRule,
  Identifiers,
  Mapping,
  Reading,
  SkipRule,
  TimestampRule,
} from './mapping.ts'

export type CheckedMapping<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly Refusal<string>[] }

const READING = ['format', 'delimiter', 'encoding', 'header'] as const
const KEYS = [
  ...['name', ...READING, 'kind', 'event', 'timestamp', 'identifiers', 'properties', 'traits'],
  ...['context', 'missing', 'skip', 'key', 'groupBy', 'stopAfterRejects'],
]
const KINDS = ['track', 'identify', 'page', 'group', 'message'] as const
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u

/** How to read the file, which can be known before its columns are; what else the mapping holds is not looked at. */
export function checkReading(mapping: unknown): CheckedMapping<Reading> {
  const check = createChecker(undefined)
  const parts = mapping === undefined ? {} : check.object(mapping, [])
  const reading = parts === undefined ? {} : readingOf(parts, check)
  return check.issues.length === 0
    ? { ok: true, value: reading }
    : { ok: false, issues: check.issues }
}

/** A mapping as it was sent, checked as a whole against the columns of the file, as far as they are known. */
export function checkMapping(
  mapping: unknown,
  columns: readonly string[] | undefined,
): CheckedMapping<Mapping> {
  const check = createChecker(columns)
  if (!isJson(mapping)) {
    check.say('not_json', [], 'A mapping is JSON without the character U+0000. Send it so.')
    return { ok: false, issues: check.issues }
  }
  const parts = check.object(mapping, [], KEYS)
  const value = parts && wholeOf(parts, check)
  if (value === undefined || check.issues.length > 0) return { ok: false, issues: check.issues }
  return { ok: true, value }
}

function wholeOf(parts: Parts, check: Checker): Mapping {
  const name = check.text(parts['name'], ['name']) ?? ''
  if (name !== '' && !NAME.test(name)) {
    check.say(
      'invalid_name',
      ['name'],
      'A name has letters, digits, blanks, ".", "_" and "-", at most 100. Choose one.',
    )
  }
  if (parts['kind'] === undefined) {
    check.say('missing_kind', ['kind'], `Say what the rows are: ${KINDS.join(', ')}.`)
  }
  const kind = check.word(parts['kind'], ['kind'], KINDS)
  const event = parts['event'] === undefined ? undefined : checkEvent(parts['event'], check)
  const timestamp =
    parts['timestamp'] === undefined ? undefined : checkTimestamp(parts['timestamp'], check)
  const grouping =
    parts['groupBy'] === undefined ? undefined : checkGrouping(parts['groupBy'], ['groupBy'], check)
  checkWhole(parts, kind, check)
  return {
    ...readingOf(parts, check),
    name,
    kind,
    ...(event === undefined ? {} : { event }),
    ...(timestamp === undefined ? {} : { timestamp }),
    identifiers: checkIdentifiers(parts['identifiers'], kind, check),
    properties: checkFields(parts['properties'], ['properties'], check),
    traits: checkFields(parts['traits'], ['traits'], check),
    context: checkFields(parts['context'], ['context'], check),
    missing:
      parts['missing'] === undefined ? [] : (check.texts(parts['missing'], ['missing']) ?? []),
    skip: parts['skip'] === undefined ? [] : checkSkip(parts['skip'], check),
    ...(parts['key'] === undefined ? {} : { key: checkColumns(parts['key'], ['key'], check) }),
    ...(grouping === undefined ? {} : { grouping }),
    stopAfterRejects:
      parts['stopAfterRejects'] === undefined
        ? 10_000
        : (check.count(parts['stopAfterRejects'], ['stopAfterRejects']) ?? 1),
  }
}

/** What the parts need of each other. */
function checkWhole(parts: Parts, kind: Mapping['kind'], check: Checker): void {
  if (kind === 'message') {
    for (const key of [
      'event',
      'timestamp',
      'identifiers',
      'properties',
      'traits',
      'context',
      'groupBy',
    ]) {
      if (parts[key] === undefined) continue
      check.say(
        'message_as_it_is',
        [key],
        `Rows that are messages are taken as they are. Leave out ${key}.`,
      )
    }
    return
  }
  if (kind === 'track' && parts['event'] === undefined) {
    check.say(
      'missing_event',
      ['event'],
      'A track call has an event. Name it, or the column that does.',
    )
  }
  if ((kind === 'track' || kind === 'page') && parts['timestamp'] === undefined) {
    check.say('missing_timestamp', ['timestamp'], 'An event has a time. Name its column.')
  }
  if (parts['groupBy'] !== undefined && parts['key'] !== undefined) {
    check.say('key_of_group', ['key'], 'The columns of groupBy are the key already. Leave out key.')
  }
}

function readingOf(parts: Parts, check: Checker): Reading {
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

function checkEvent(value: unknown, check: Checker): EventRule | undefined {
  const at = ['event']
  if (typeof value === 'string') {
    const event = check.text(value, at)
    return event === undefined ? undefined : { kind: 'constant', event }
  }
  const parts = check.object(value, at, ['column', 'values', 'cases', 'otherwise'])
  if (parts === undefined) return undefined
  if (parts['cases'] === undefined) {
    const column = check.column(parts['column'], [...at, 'column'])
    if (parts['values'] === undefined) return { kind: 'column', column }
    const values = Object.entries(check.object(parts['values'], [...at, 'values']) ?? {}).map(
      ([text, event]) => [text, check.text(event, [...at, 'values', text]) ?? ''] as const,
    )
    return { kind: 'column', column, values: Object.fromEntries(values) }
  }
  const cases = check.list(parts['cases'], [...at, 'cases']).flatMap((one, index) => {
    const place = [...at, 'cases', index]
    const part = check.object(one, place, ['when', 'event'])
    const when = part && checkCondition(part['when'], [...place, 'when'], check)
    const event = part && check.text(part['event'], [...place, 'event'])
    return when === undefined || event === undefined ? [] : [{ when, event }]
  })
  const otherwise =
    parts['otherwise'] === undefined
      ? undefined
      : check.text(parts['otherwise'], [...at, 'otherwise'])
  return { kind: 'cases', cases, ...(otherwise === undefined ? {} : { otherwise }) }
}

function checkTimestamp(value: unknown, check: Checker): TimestampRule | undefined {
  const at = ['timestamp']
  const parts =
    typeof value === 'string'
      ? { column: value }
      : check.object(value, at, ['column', 'format', 'zone', 'ambiguous'])
  if (parts === undefined) return undefined
  const column = parts['column']
  const names = checkColumns(Array.isArray(column) ? column : [column], [...at, 'column'], check)
  return { columns: names, time: checkTime(parts, at, check) }
}

function checkIdentifiers(value: unknown, kind: Mapping['kind'], check: Checker): Identifiers {
  const at = ['identifiers']
  if (value === undefined) {
    if (kind !== 'message') {
      check.say(
        'missing_identifiers',
        at,
        'A message says whose it is. Name the column of the userId, or of another identifier.',
      )
    }
    return { externalIds: {} }
  }
  const names = ['userId', 'anonymousId', 'groupId', 'email', 'phone'] as const
  const parts = check.object(value, at, [...names, 'externalIds']) ?? {}
  const found = names.flatMap((name) => {
    const field =
      parts[name] === undefined ? undefined : checkField(parts[name], [...at, name], check)
    return field === undefined ? [] : [[name, field] as const]
  })
  const externalIds = checkFields(parts['externalIds'], [...at, 'externalIds'], check)
  return { ...Object.fromEntries(found), externalIds }
}

function checkSkip(value: unknown, check: Checker): readonly SkipRule[] {
  return check.list(value, ['skip']).flatMap((one, index) => {
    const at = ['skip', index]
    const parts = check.object(one, at, ['name', 'when'])
    const name = parts && check.text(parts['name'], [...at, 'name'])
    const when = parts && checkCondition(parts['when'], [...at, 'when'], check)
    return name === undefined || when === undefined ? [] : [{ name, when }]
  })
}
