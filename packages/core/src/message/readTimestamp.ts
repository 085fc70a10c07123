import { parseInstant } from '../time/instant.ts'
import type { Json, JsonObject } from '../value/json.ts'
import type { Outcome } from './rejection.ts'
import { accept, quote, reject } from './rejection.ts'

/** 1900-01-01T00:00:00Z, the first instant that is taken. */
const earliest = -2_208_988_800_000
/** 2300-01-01T00:00:00Z, the first that is not. */
const end = 10_413_792_000_000
/** A number of smaller magnitude is an instant before March 1973, or, far more likely, seconds. */
const leastMilliseconds = 100_000_000_000

/** What SDKs write apart from the strict form: a space for the `T`, lower case, a comma, an offset without colon or minutes. */
const loose =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?:([Zz]|UTC)|([+-]\d\d)(?::?(\d\d))?)$/

/**
 * The instant of a message in milliseconds since 1970 UTC, its clock corrected ([M6], [M7]). `batchSentAt` is the `sentAt` of
 * the batch, for messages that have none of their own.
 */
export function readTimestamp(
  raw: JsonObject,
  receivedAt: number,
  batchSentAt: Json | undefined,
): Outcome<number> {
  const field = present(raw['originalTimestamp']) ? 'originalTimestamp' : 'timestamp'
  const sent = raw[field]
  if (!present(sent)) return accept(receivedAt)
  const original = readInstant(sent, field)
  if (!original.ok) return original
  const sentAtText = present(raw['sentAt']) ? raw['sentAt'] : batchSentAt
  if (!present(sentAtText)) return inRange(original.value, field)
  const sentAt = readInstant(sentAtText, 'sentAt')
  if (!sentAt.ok) return sentAt
  return inRange(receivedAt - (sentAt.value - original.value), field)
}

function readInstant(value: Json, field: string): Outcome<number> {
  if (typeof value === 'string') {
    const instant = parseInstant(value) ?? parseLoosely(value)
    return instant === undefined ? invalid(field, quote(value)) : accept(instant)
  }
  if (typeof value !== 'number') return invalid(field, 'The value')
  return Math.abs(value) >= leastMilliseconds
    ? accept(Math.floor(value))
    : invalid(field, `${value}, which would be seconds,`)
}

function parseLoosely(text: string): number | undefined {
  const match = loose.exec(text.trim())
  if (match === null) return undefined
  const [, date = '', time = '', utc, hours = '', minutes = '00'] = match
  const zone = utc === undefined ? `${hours}:${minutes}` : 'Z'
  return parseInstant(`${date}T${time.replace(',', '.')}${zone}`)
}

function invalid(field: string, what: string): Outcome<number> {
  const message = `${what} is no instant. Send text such as "2026-01-31T18:30:00.000Z", or milliseconds since 1970.`
  return reject('invalid_timestamp', [field], message)
}

function inRange(instant: number, field: string): Outcome<number> {
  if (instant >= earliest && instant < end) return accept(instant)
  const message = 'The message is not of the years 1900 to 2299. Check the clock that wrote it.'
  return reject('timestamp_out_of_range', [field], message)
}

function present(value: Json | undefined): value is Exclude<Json, null> {
  return value !== undefined && value !== null
}
