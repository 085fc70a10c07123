import type { Predicate, Scalar } from '../audience/definition.ts'
import { durationOf, instantOf } from '../time/checked.ts'
import { parseInstant } from '../time/instant.ts'
import { isArray } from '../value/canonicalJson.ts'
import type { Json } from '../value/json.ts'
import { encodeValue } from '../value/tagged.ts'
import { comesRound } from './anniversary.ts'
import { isNear } from './near.ts'
import { fractionOf, satisfiesNumber, wholeNumber } from './number.ts'
import { matchesPattern, simpleLowerCase } from './text.ts'
import type { World } from './world.ts'

type Clock = Pick<World, 'at' | 'zone'>

/**
 * Whether what a path leads to satisfies a predicate: it is enough that one of several values does. Nothing at all satisfies
 * only `{"exists": false}`.
 */
export function satisfies(values: readonly Json[], predicate: Predicate, clock: Clock): boolean {
  if ('exists' in predicate) return values.length > 0 === predicate.exists
  return values.some((value) => holdsFor(value, predicate, clock))
}

/** Whether one value satisfies a predicate. Types are strict: a value of another type than the predicate is about does not. */
function holdsFor(value: Json, predicate: Predicate, clock: Clock): boolean {
  const { at, zone } = clock
  const text = (test: (text: string) => boolean): boolean =>
    typeof value === 'string' && test(value)
  const folded = (test: (text: string, fold: (part: string) => string) => boolean): boolean => {
    const fold = 'ignoreCase' in predicate && predicate.ignoreCase ? simpleLowerCase : asItIs
    return text((whole) => test(fold(whole), fold))
  }
  const instant = (test: (instant: number) => boolean): boolean =>
    text((written) => {
      const parsed = parseInstant(written)
      return parsed !== undefined && test(parsed)
    })
  const element = (test: (element: Json) => boolean): boolean => isArray(value) && value.some(test)

  if ('exists' in predicate) return (value !== null) === predicate.exists
  if ('equals' in predicate) {
    const { equals } = predicate
    return predicate.ignoreCase
      ? folded((t, fold) => t === fold(String(equals)))
      : isEqual(value, equals)
  }
  if ('oneOf' in predicate) {
    const { oneOf } = predicate
    return predicate.ignoreCase
      ? folded((t, fold) => oneOf.some((scalar) => t === fold(String(scalar))))
      : oneOf.some((scalar) => isEqual(value, scalar))
  }
  if ('contains' in predicate) return folded((t, fold) => t.includes(fold(predicate.contains)))
  if ('startsWith' in predicate)
    return folded((t, fold) => t.startsWith(fold(predicate.startsWith)))
  if ('endsWith' in predicate) return folded((t, fold) => t.endsWith(fold(predicate.endsWith)))
  if ('matches' in predicate) return text((t) => matchesPattern(t, predicate.matches))
  if ('before' in predicate) return instant((i) => i < instantOf(predicate.before))
  if ('onOrAfter' in predicate) return instant((i) => i >= instantOf(predicate.onOrAfter))
  if ('withinLast' in predicate) {
    return instant((i) => i > at - durationOf(predicate.withinLast) && i <= at)
  }
  if ('moreThanAgo' in predicate) return instant((i) => i <= at - durationOf(predicate.moreThanAgo))
  if ('withinNext' in predicate) {
    return instant((i) => i > at && i <= at + durationOf(predicate.withinNext))
  }
  if ('moreThanAhead' in predicate) {
    return instant((i) => i > at + durationOf(predicate.moreThanAhead))
  }
  if ('anniversaryWithin' in predicate) {
    return text((t) => comesRound(t, at, durationOf(predicate.anniversaryWithin), zone))
  }
  if ('includes' in predicate) return element((e) => isEqual(e, predicate.includes))
  if ('some' in predicate) return element((e) => holdsFor(e, predicate.some, clock))
  if ('length' in predicate) {
    return isArray(value) && satisfiesNumber(wholeNumber(value.length), predicate.length)
  }
  if ('near' in predicate) return isNear(value, predicate.near)
  return isNumber(value) && satisfiesNumber(fractionOf(value), predicate)
}

/** Same type and same value; two numbers are equal when they are the same number, however they are kept. */
function isEqual(value: Json, scalar: Scalar): boolean {
  if (typeof value === 'string' || typeof scalar === 'string') return value === scalar
  return encodeValue(value) === encodeValue(scalar)
}

export function isNumber(value: Json): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function asItIs(text: string): string {
  return text
}
