import { parseDuration } from '../../time/duration.ts'
import { parseInstant } from '../../time/instant.ts'
import type { Duration, Instant, Numeric, Path, Scalar } from '../definition.ts'
import { listed, quote } from '../quote.ts'
import { refuseType } from './shape.ts'
import type { Parser, Spot } from './spot.ts'
import { inside, refuse, refuseName } from './spot.ts'

const loneSurrogate = /\p{Surrogate}/u
const lowest = -(2n ** 63n)
const highest = 2n ** 63n - 1n

/** Any text of whole characters, the empty one too. */
export const text: Parser<string> = (value, spot) => {
  if (typeof value !== 'string') return refuseType(spot, 'text', value)
  if (!loneSurrogate.test(value)) return value
  const message = 'The text has half of a surrogate pair, which is no character. Take it out.'
  return refuse(spot, 'invalid_text', message)
}

/** The name of an event or of a kind of identifiers, or an id. */
export const name: Parser<string> = (value, spot) => {
  const parsed = text(value, spot)
  return parsed === '' ? refuse(spot, 'empty_name', 'The name is empty. Write a name.') : parsed
}

/** Any text that is not empty: every name may be a key of JSON, and the exact key wins over what dots mean. */
export const path: Parser<Path> = (value, spot) => name(value, spot)

/** What is looked for inside a text: nothing is found everywhere, so it can't have been meant. */
export const needle: Parser<string> = (value, spot) => {
  const parsed = text(value, spot)
  return parsed === ''
    ? refuse(spot, 'empty_needle', 'The text to look for is empty. Write at least one character.')
    : parsed
}

export const truth: Parser<boolean> = (value, spot) =>
  typeof value === 'boolean' ? value : refuseType(spot, 'true or false', value)

/**
 * A number in the one form that JSON values have inside: an integer beyond 2^53 as a `bigint`, every other number as a double, and
 * no negative zero. Integers that don't fit 64 bits are refused, since they would have lost digits.
 */
export const numeric: Parser<Numeric> = (value, spot) => {
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isFinite(value))) {
    return refuseType(spot, 'a number', value)
  }
  if (typeof value === 'number' && Math.abs(value) <= 2 ** 53) return value === 0 ? 0 : value
  const integer = BigInt(value)
  if (integer < lowest || integer > highest) {
    const message = 'Integers reach from -2^63 to 2^63 - 1. Use a smaller number.'
    return refuse(spot, 'out_of_range', message)
  }
  const small = Number(integer)
  return Math.abs(small) <= 2 ** 53 && BigInt(small) === integer ? small : integer
}

export const scalar: Parser<Scalar> = (value, spot) => {
  if (typeof value === 'string') return text(value, spot)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number' || typeof value === 'bigint') return numeric(value, spot)
  return refuseType(spot, 'text, a number, or true or false', value)
}

/** A double from `least` to `most`, both included. */
export function numberBetween(least: number, most: number): Parser<number> {
  return (value, spot) => {
    const parsed = numeric(value, spot)
    if (parsed === null) return null
    if (parsed >= least && parsed <= most) return Number(parsed)
    return refuse(spot, 'out_of_range', `Expected a number from ${least} to ${most}.`)
  }
}

export const duration: Parser<Duration> = (value, spot) => {
  if (typeof value === 'string' && parseDuration(value) !== undefined) return value
  const message =
    'Expected a duration: a positive whole number with s, m (minutes), h, d or w, such as "30d".'
  return refuse(spot, 'bad_duration', message)
}

export const instant: Parser<Instant> = (value, spot) => {
  if (typeof value === 'string' && parseInstant(value) !== undefined) return value
  const message =
    'Expected an instant: a date such as "2025-01-31", or a date with time and zone such as "2025-01-31T09:30:00Z".'
  return refuse(spot, 'bad_instant', message)
}

/** One of a closed list of names. */
export function oneOfNames<const N extends string>(names: readonly N[]): Parser<N> {
  return (value, spot) => {
    if (typeof value !== 'string') return refuseType(spot, `one of ${listed(names)}`, value)
    const found = names.find((candidate) => candidate === value)
    if (found !== undefined) return found
    const message = `${quote(value)} is not known here.`
    return refuseName(spot, 'unknown_value', message, value, names)
  }
}

/** A list of exactly two, read by the same parser. */
export function pair<T>(
  member: Parser<T>,
  wanted: string,
  judge: (first: T, second: T, spot: Spot) => boolean,
): Parser<readonly [T, T]> {
  return (value, spot) => {
    if (!Array.isArray(value) || value.length !== 2) return refuseType(spot, wanted, value)
    const members: readonly unknown[] = value
    const first = member(members[0], inside(spot, 0))
    const second = member(members[1], inside(spot, 1))
    if (first === null || second === null) return null
    return judge(first, second, spot) ? [first, second] : null
  }
}

/** Half-open ranges need their first end before the second: of equal ends they would hold nothing. */
export function increasing(first: Numeric, second: Numeric, spot: Spot): boolean {
  if (first < second) return true
  const message =
    'The pair is reversed or empty. Put the smaller end first, and a larger one second.'
  refuse(spot, 'reversed_pair', message)
  return false
}
