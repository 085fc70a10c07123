import { checkFields } from './checkField.ts'
import { checkGrouping, columns as checkColumns } from './checkGrouping.ts'
import { createChecker } from './checker.ts'
import type { Checker, Parts } from './checker.ts'
import { checkEvent, checkIdentifiers, checkSkip, checkTimestamp } from './checkParts.ts'
import { readingKeys, readingOf } from './checkReading.ts'
import type { CheckedMapping } from './checkReading.ts'
import { isJson } from './isJson.ts'
import type { Mapping } from './mapping.ts'

const KEYS = [
  ...['name', ...readingKeys, 'kind', 'event', 'timestamp', 'identifiers', 'properties', 'traits'],
  ...['context', 'missing', 'skip', 'key', 'groupBy', 'stopAfterRejects'],
]
const KINDS = ['track', 'identify', 'page', 'group', 'message'] as const
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u

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
