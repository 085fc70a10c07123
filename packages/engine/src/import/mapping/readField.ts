import { formatInstant, parseJson } from '@muster/core'
import type { Json, JsonObject } from '@muster/core'
import { cellOf, textOf } from './cell.ts'
import { holds, isMissing } from './condition.ts'
import { exactNumber, parseDecimal, withoutSign } from './decimal.ts'
import type { Read } from './fault.ts'
import { bad, good, quote } from './fault.ts'
import type { ColumnField, Field, Fields } from './mapping.ts'
import { timeReader } from './readTime.ts'

/** Reads what a field of the mapping says of a row; nothing when the row has no value there. */
export type FieldReader = (cells: JsonObject) => Read<Json | undefined>

const NOTHING = good(undefined)

export function fieldReader(field: Field, missing: readonly string[]): FieldReader {
  const { when } = field
  const read = 'constant' in field ? () => good(field.constant) : columnReader(field, missing)
  return when === undefined
    ? read
    : (cells) => (holds(when, cells, missing) ? read(cells) : NOTHING)
}

/** Reads several fields into an object; what is missing has no key. The first fault counts. */
export function fieldsReader(
  fields: Fields,
  missing: readonly string[],
): (cells: JsonObject) => Read<JsonObject> {
  const readers = Object.entries(fields).map(
    ([name, field]) => [name, fieldReader(field, missing)] as const,
  )
  return (cells) => {
    const entries: [string, Json][] = []
    for (const [name, read] of readers) {
      const value = read(cells)
      if (!value.ok) return value
      if (value.value !== undefined) entries.push([name, value.value])
    }
    // Unlike assignment, this makes an own key of any name.
    return good(Object.fromEntries(entries))
  }
}

function columnReader(field: ColumnField, missing: readonly string[]): FieldReader {
  const convert = converter(field)
  return (cells) => {
    const value = cellOf(cells, field.column)
    if (value === undefined || value === null) return NOTHING
    if (typeof value === 'string') {
      const text = cleaned(value, field)
      return isMissing(text, missing) ? NOTHING : convert(text)
    }
    return convert(value)
  }
}

function cleaned(value: string, { trim, lower, strip }: ColumnField): string {
  let text = trim ? value.trim() : value
  if (strip !== undefined && text.endsWith(strip)) text = text.slice(0, -strip.length)
  return lower ? text.toLowerCase() : text
}

type Converter = (value: Json) => Read<Json>

function converter(field: ColumnField): Converter {
  const at = [field.column]
  const { type } = field
  if (type === undefined) return good
  switch (type) {
    case 'text':
      return (value) => good(textOf(value))
    case 'number':
    case 'integer':
      return number(field, type)
    case 'boolean':
      return (value) => boolean(value, at)
    case 'instant': {
      if (field.time === undefined) throw new Error('Unchecked mapping: an instant without a form')
      const read = timeReader(field.time)
      return (value) => {
        const instant = read(textOf(value), field.column)
        return instant.ok ? good(formatInstant(instant.value)) : instant
      }
    }
    case 'json':
      return (value) => (typeof value === 'string' ? json(value, at) : good(value))
  }
}

function number({ column, decimal, absolute }: ColumnField, type: 'number' | 'integer'): Converter {
  return (value) => {
    const text = textOf(value)
    const parsed = parseDecimal(text, typeof value === 'string' ? decimal : '.')
    if (parsed === undefined) {
      return bad(
        'invalid_number',
        [column],
        `${quote(text)} is no number. Correct it, or list it under missing.`,
      )
    }
    const exact = exactNumber(absolute ? withoutSign(parsed) : parsed)
    if (exact === undefined) {
      const message = `${quote(text)} has more digits than a number keeps. Import the column as text.`
      return bad('inexact_number', [column], message)
    }
    if (type === 'integer' && !Number.isInteger(Number(exact))) {
      return bad(
        'invalid_number',
        [column],
        `${quote(text)} is no integer. Correct it, or say "type": "number".`,
      )
    }
    return good(exact)
  }
}

const YES: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', '1'])
const NO: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', '0'])

function boolean(value: Json, at: readonly string[]): Read<Json> {
  if (typeof value === 'boolean') return good(value)
  const text = textOf(value).trim().toLowerCase()
  if (YES.has(text)) return good(true)
  if (NO.has(text)) return good(false)
  const message = `${quote(text)} is neither true nor false. Write true, t, yes, y or 1, or false, f, no, n or 0.`
  return bad('invalid_boolean', at, message)
}

function json(text: string, at: readonly string[]): Read<Json> {
  const parsed = parseJson(text)
  if (parsed.ok) return good(parsed.value)
  return bad(
    parsed.code,
    at,
    `${quote(text)} is no JSON, from character ${parsed.offset + 1}. Correct it.`,
  )
}
