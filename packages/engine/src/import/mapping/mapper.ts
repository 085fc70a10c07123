import { formatInstant } from '@muster/core'
import type { Json, JsonObject } from '@muster/core'
import type { GoodRow, Rows } from '../reading/row.ts'
import { cellOf, textOf } from './cell.ts'
import { holds, isMissing } from './condition.ts'
import { eventReader } from './eventReader.ts'
import type { Fault, Read } from './fault.ts'
import { bad, good } from './fault.ts'
import { groupReader } from './groupReader.ts'
import { identifiersReader } from './identifiersReader.ts'
import type { Mapping, TimestampRule } from './mapping.ts'
import { checkKey, keyOf, messageIdOf } from './messageId.ts'
import { fieldsReader } from './readField.ts'
import { timeReader } from './readTime.ts'

export interface Mapper {
  /** The name of the rule by which a row is left out. */
  readonly skipOf: (row: GoodRow) => string | undefined
  /** Rows of one group make one message. Fails when a column that makes the message's id is empty. */
  readonly groupOf: (row: GoodRow) => Read<string>
  readonly messageOf: (rows: Rows) => Read<JsonObject>
}

/** Makes messages of rows by a checked mapping. */
export function createMapper(mapping: Mapping): Mapper {
  const { name, missing, skip, grouping } = mapping
  const key = grouping?.by ?? mapping.key
  const read =
    mapping.kind === 'message' ? (rows: Rows) => good(rows[0].cells) : partsReader(mapping)
  return {
    skipOf: ({ cells }) => skip.find(({ when }) => holds(when, cells, missing))?.name,
    groupOf: ({ cells }) => {
      const present = key === undefined ? good(null) : checkKey(cells, key, missing)
      return present.ok ? good(grouping === undefined ? '' : keyOf(cells, grouping.by)) : present
    },
    messageOf: (rows) => {
      const parts = read(rows)
      if (!parts.ok) return parts
      return good({ messageId: messageIdOf(name, rows[0], key), ...parts.value })
    },
  }
}

/** Everything of a message but its id. */
function partsReader(mapping: Mapping): (rows: Rows) => Read<JsonObject> {
  const { kind, missing, timestamp } = mapping
  const event = mapping.event && eventReader(mapping.event, missing)
  const identifiers = identifiersReader(mapping.identifiers, missing)
  const [properties, traits, context] = [mapping.properties, mapping.traits, mapping.context].map(
    (fields) => fieldsReader(fields, missing),
  )
  const group = mapping.grouping && groupReader(mapping.grouping, missing)
  const time = timestamp && timestampReader(timestamp, missing)
  return (rows) => {
    const { cells } = rows[0]
    const read = all({
      event: event && agreed(rows, event, 'event'),
      time: time && earliest(rows, time),
      identifiers: agreed(rows, identifiers, 'identifiers'),
      properties: properties?.(cells),
      traits: traits?.(cells),
      context: context?.(cells),
      group: group?.(rows),
    })
    if (!read.ok) return read
    const found = read.value
    const { ids, contact, externalIds } = found.identifiers ?? {
      ids: {},
      contact: {},
      externalIds: [],
    }
    const named = found.event !== undefined && { [kind === 'page' ? 'name' : 'event']: found.event }
    // What an identify call tells of a profile's address is a trait of it.
    const ownTraits = kind === 'identify' ? { ...contact, ...found.traits } : { ...found.traits }
    const around: Record<string, Json> = { ...found.context }
    if (kind !== 'identify' && Object.keys(contact).length > 0) around['traits'] = contact
    if (externalIds.length > 0) around['externalIds'] = externalIds
    return good({
      type: kind,
      ...named,
      ...(found.time !== undefined && { timestamp: formatInstant(found.time) }),
      ...ids,
      ...filled('properties', { ...found.properties, ...found.group }),
      ...filled('traits', ownTraits),
      ...filled('context', around),
    })
  }
}

function filled(name: string, value: JsonObject): JsonObject {
  return Object.keys(value).length === 0 ? {} : { [name]: value }
}

type Found<Parts> = {
  readonly [Name in keyof Parts]: Parts[Name] extends Read<infer Value> | undefined
    ? Value | undefined
    : never
}

/** The values of several readings, or the first fault. */
function all<Parts extends Record<string, Read<unknown> | undefined>>(
  parts: Parts,
):
  | { readonly ok: true; readonly value: Found<Parts> }
  | { readonly ok: false; readonly fault: Fault } {
  const values: Record<string, unknown> = {}
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue
    if (!part.ok) return part
    values[name] = part.value
  }
  // Each name has the value of its own reading.
  return good(values as Found<Parts>)
}

/** What all rows say alike; rows of one message that differ are a fault, since either could be wrong. */
function agreed<Value>(
  rows: Rows,
  read: (cells: JsonObject) => Read<Value>,
  what: string,
): Read<Value> {
  const first = read(rows[0].cells)
  if (rows.length === 1 || !first.ok) return first
  const text = JSON.stringify(first.value)
  for (const { cells, line } of rows) {
    const other = read(cells)
    if (!other.ok) return other
    if (JSON.stringify(other.value) === text) continue
    const message = `Lines ${rows[0].line} and ${line} are of one message, but differ in the ${what}. Correct them, or group by that too.`
    return bad('lines_differ', [what], message)
  }
  return first
}

function timestampReader(
  { columns, time }: TimestampRule,
  missing: readonly string[],
): (cells: JsonObject) => Read<number> {
  const read = timeReader(time)
  return (cells) => {
    const texts = columns.map((column) => textOf(cellOf(cells, column)))
    const empty = columns.find((_, index) => isMissing(texts[index] ?? '', missing))
    if (empty === undefined) return read(texts.join(' '), columns.join(' '))
    return bad(
      'missing_time',
      [empty],
      `The row has no ${empty}, which is its time. Fill it in, or skip such rows by a rule.`,
    )
  }
}

function earliest(rows: Rows, read: (cells: JsonObject) => Read<number>): Read<number> {
  let least = Infinity
  for (const { cells } of rows) {
    const time = read(cells)
    if (!time.ok) return time
    least = Math.min(least, time.value)
  }
  return good(least)
}
