import { checkCondition } from './checkCondition.ts'
import { checkField, checkFields, checkTime } from './checkField.ts'
import { columns as checkColumns } from './checkGrouping.ts'
import type { Checker } from './checker.ts'
import type { EventRule, Identifiers, Mapping, SkipRule, TimestampRule } from './mapping.ts'

/** A name, a column, or cases. */
export function checkEvent(value: unknown, check: Checker): EventRule | undefined {
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

/** A column, or columns, and how the time is written there. */
export function checkTimestamp(value: unknown, check: Checker): TimestampRule | undefined {
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

/** Whose a row is. */
export function checkIdentifiers(
  value: unknown,
  kind: Mapping['kind'],
  check: Checker,
): Identifiers {
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

/** Which rows are left out, by name. */
export function checkSkip(value: unknown, check: Checker): readonly SkipRule[] {
  return check.list(value, ['skip']).flatMap((one, index) => {
    const at = ['skip', index]
    const parts = check.object(one, at, ['name', 'when'])
    const name = parts && check.text(parts['name'], [...at, 'name'])
    const when = parts && checkCondition(parts['when'], [...at, 'when'], check)
    return name === undefined || when === undefined ? [] : [{ name, when }]
  })
}
