import { checkWhen } from './checkCondition.ts'
import type { Checker, Parts, Place } from './checker.ts'
import { isJson } from './isJson.ts'
import { isZone } from './localTime.ts'
import type { Field, Fields, TimeForm } from './mapping.ts'
import { compileTimePattern } from './timePattern.ts'

const TIME_KEYS = ['format', 'zone', 'ambiguous'] as const
const FIELD_KEYS = [
  ...['column', 'type', 'trim', 'lower', 'strip', 'absolute', 'decimal', 'when'],
  ...TIME_KEYS,
]
const TYPES = ['text', 'number', 'integer', 'boolean', 'instant', 'json'] as const

/** A field: a column's name, `{ "column": ... }` with what to do to it, or `{ "constant": ... }`. */
export function checkField(value: unknown, at: Place, check: Checker): Field | undefined {
  const parts = typeof value === 'string' ? { column: value } : check.object(value, at)
  if (parts === undefined) return undefined
  if ('constant' in parts) {
    check.object(parts, at, ['constant', 'when'])
    const { constant } = parts
    if (!isJson(constant)) {
      check.say('not_json', [...at, 'constant'], 'A constant is a JSON value. Give one.')
      return undefined
    }
    return { constant, ...checkWhen(parts, at, check) }
  }
  check.object(parts, at, FIELD_KEYS)
  const type =
    parts['type'] === undefined ? undefined : check.word(parts['type'], [...at, 'type'], TYPES)
  const strip =
    parts['strip'] === undefined ? undefined : check.text(parts['strip'], [...at, 'strip'])
  const time = type === 'instant' ? checkTime(parts, at, check) : undefined
  if (type !== 'instant') noTime(parts, at, check)
  return {
    column: check.column(parts['column'], [...at, 'column']),
    trim: check.flag(parts['trim'], [...at, 'trim']),
    lower: check.flag(parts['lower'], [...at, 'lower']),
    absolute: check.flag(parts['absolute'], [...at, 'absolute']),
    decimal: check.word(parts['decimal'], [...at, 'decimal'], ['.', ',']),
    ...(type === undefined ? {} : { type }),
    ...(strip === undefined ? {} : { strip }),
    ...(time === undefined ? {} : { time }),
    ...checkWhen(parts, at, check),
  }
}

/** Fields by their names; none at all without a value. */
export function checkFields(value: unknown, at: Place, check: Checker): Fields {
  if (value === undefined) return {}
  const fields = Object.entries(check.object(value, at) ?? {}).flatMap(([name, field]) => {
    const checked = checkField(field, [...at, name], check)
    return checked === undefined ? [] : [[name, checked] as const]
  })
  return Object.fromEntries(fields)
}

/** How a time is written: `format`, and for a pattern `zone` and `ambiguous` beside it. */
export function checkTime(parts: Parts, at: Place, check: Checker): TimeForm {
  const format = check.text(parts['format'] ?? 'iso', [...at, 'format']) ?? 'iso'
  const ambiguous = check.word(
    parts['ambiguous'],
    [...at, 'ambiguous'],
    ['reject', 'earlier', 'later'],
  )
  const zone = parts['zone'] === undefined ? undefined : check.text(parts['zone'], [...at, 'zone'])
  if (zone !== undefined && !isZone(zone)) {
    const message = `"${zone}" is no time zone. Give an IANA name such as "Europe/London".`
    check.say('unknown_zone', [...at, 'zone'], message)
  }
  if (!['iso', 'epoch_seconds', 'epoch_milliseconds'].includes(format)) {
    const pattern = compileTimePattern(format)
    if (pattern === undefined) {
      const message = `"${format}" is no form of a time. Give iso, epoch_seconds, epoch_milliseconds, or a pattern such as "yyyy-MM-dd HH:mm:ss".`
      check.say('invalid_time_format', [...at, 'format'], message)
    } else if (!pattern.hasOffset && parts['zone'] === undefined) {
      const message =
        'The pattern says nothing of the zone. Name the one that the times are local to, such as "UTC".'
      check.say('missing_zone', [...at, 'zone'], message)
    }
  }
  return { format, ambiguous, ...(zone === undefined ? {} : { zone }) }
}

function noTime(parts: Parts, at: Place, check: Checker): void {
  for (const key of TIME_KEYS) {
    if (parts[key] === undefined) continue
    check.say(
      'not_an_instant',
      [...at, key],
      `"${key}" is of an instant. Say "type": "instant", or leave it out.`,
    )
  }
}
