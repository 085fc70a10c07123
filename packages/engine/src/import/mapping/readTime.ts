import { parseInstant } from '@muster/core'
import { exactNumber, multiply, parseDecimal } from './decimal.ts'
import type { Read } from './fault.ts'
import { bad, good, quote } from './fault.ts'
import { firstInstantFrom, instantsOf } from './localTime.ts'
import type { TimeForm } from './mapping.ts'
import type { TimePattern, WallTime } from './timePattern.ts'
import { compileTimePattern } from './timePattern.ts'

/** Reads the text of a column as an instant, in milliseconds since 1970 UTC. */
export type TimeReader = (text: string, column: string) => Read<number>

/** The reader of a checked form: a pattern without an offset has a zone. Throws on one that is not checked. */
export function timeReader({ format, zone, ambiguous }: TimeForm): TimeReader {
  if (format === 'iso') return readIso
  if (format === 'epoch_seconds') return readEpoch(1_000n)
  if (format === 'epoch_milliseconds') return readEpoch(1n)
  const pattern = compileTimePattern(format)
  if (pattern === undefined) throw new Error(`Unchecked mapping: no time pattern: ${format}`)
  return readPattern(pattern, format, zone, ambiguous)
}

const readIso: TimeReader = (text, column) => {
  const instant = parseInstant(text.trim())
  if (instant !== undefined) return good(instant)
  const message = `${quote(text)} is no instant such as "2026-01-31T18:30:00Z". Correct it, or name its pattern as the format.`
  return bad('invalid_time', [column], message)
}

function readEpoch(factor: bigint): TimeReader {
  return (text, column) => {
    const number = parseDecimal(text)
    const scaled = number && multiply(number, { digits: factor, places: 0 })
    // What is below a millisecond is cut off, as it is of text.
    const whole = scaled && floor(scaled.digits, 10n ** BigInt(scaled.places))
    const instant = whole === undefined ? undefined : exactNumber({ digits: whole, places: 0 })
    if (typeof instant === 'number' && Math.abs(instant) <= 8.64e15) return good(instant)
    const unit = factor === 1n ? 'milliseconds' : 'seconds'
    return bad(
      'invalid_time',
      [column],
      `${quote(text)} is no number of ${unit} since 1970. Correct it.`,
    )
  }
}

function floor(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
}

function readPattern(
  pattern: TimePattern,
  format: string,
  zone: string | undefined,
  ambiguous: TimeForm['ambiguous'],
): TimeReader {
  return (text, column) => {
    const time = pattern.read(text)
    if (time === undefined) {
      return bad(
        'invalid_time',
        [column],
        `${quote(text)} is no time of the form ${format}. Correct it.`,
      )
    }
    if (time.offset !== undefined) return good(time.wall - time.offset)
    if (zone === undefined) throw new Error('Unchecked mapping: a pattern without offset and zone')
    return resolve(time, text, column, zone, ambiguous)
  }
}

function resolve(
  { wall, dateOnly }: WallTime,
  text: string,
  column: string,
  zone: string,
  ambiguous: TimeForm['ambiguous'],
): Read<number> {
  // A day begins whether or not its clocks ever show midnight.
  if (dateOnly) return good(firstInstantFrom(wall, zone))
  const [first, second] = instantsOf(wall, zone)
  if (first === undefined) {
    const message = `${quote(text)} never was: the clocks of ${zone} jump over it. Correct it, or name the zone that it was written in.`
    return bad('nonexistent_time', [column], message)
  }
  if (second === undefined) return good(first)
  if (ambiguous !== 'reject') return good(ambiguous === 'earlier' ? first : second)
  const message = `${quote(text)} was twice: the clocks of ${zone} were put back. Say "ambiguous": "earlier" or "later" in the mapping.`
  return bad('ambiguous_time', [column], message)
}
