import type { Predicate, Scalar } from '../audience/definition.ts'
import { durationOf, instantOf } from '../time/checked.ts'
import { parseInstant } from '../time/instant.ts'
import { isArray } from '../value/canonicalJson.ts'
import type { Json } from '../value/json.ts'
import { encodeValue } from '../value/tagged.ts'
import { comesRound } from './anniversary.ts'
import { isNear } from './near.ts'
import { fractionOf, isNumberTest, satisfiesNumber, wholeNumber } from './number.ts'
import { matchesPattern, simpleLowerCase } from './text.ts'
import type { World } from './world.ts'

type Clock = Pick<World, 'at' | 'zone'>
type Having<Key extends string> = Extract<Predicate, { readonly [key in Key]: unknown }>
type EqualityTest = Having<'equals'> | Having<'oneOf'>
type InstantTest =
  | Having<'before'>
  | Having<'onOrAfter'>
  | Having<'withinLast'>
  | Having<'moreThanAgo'>
  | Having<'withinNext'>
  | Having<'moreThanAhead'>
type TextTest =
  | InstantTest
  | Having<'contains'>
  | Having<'startsWith'>
  | Having<'endsWith'>
  | Having<'matches'>
  | Having<'anniversaryWithin'>

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
  if ('exists' in predicate) return (value !== null) === predicate.exists
  if ('equals' in predicate || 'oneOf' in predicate) return isOneOf(value, predicate)
  if ('includes' in predicate)
    return isArray(value) && value.some((element) => isEqual(element, predicate.includes))
  if ('some' in predicate)
    return isArray(value) && value.some((element) => holdsFor(element, predicate.some, clock))
  if ('length' in predicate)
    return isArray(value) && satisfiesNumber(wholeNumber(value.length), predicate.length)
  if ('near' in predicate) return isNear(value, predicate.near)
  return typeof value === 'string'
    ? !isNumberTest(predicate) && textHolds(value, predicate, clock)
    : isNumber(value) && isNumberTest(predicate) && satisfiesNumber(fractionOf(value), predicate)
}

function isOneOf(value: Json, predicate: EqualityTest): boolean {
  const scalars = 'equals' in predicate ? [predicate.equals] : predicate.oneOf
  if (predicate.ignoreCase !== true) return scalars.some((scalar) => isEqual(value, scalar))
  if (typeof value !== 'string') return false
  const folded = simpleLowerCase(value)
  return scalars.some((scalar) => folded === simpleLowerCase(String(scalar)))
}

function textHolds(text: string, predicate: TextTest, clock: Clock): boolean {
  if ('matches' in predicate) return matchesPattern(text, predicate.matches)
  if ('contains' in predicate || 'startsWith' in predicate || 'endsWith' in predicate) {
    const fold = predicate.ignoreCase ? simpleLowerCase : asItIs
    const folded = fold(text)
    if ('contains' in predicate) return folded.includes(fold(predicate.contains))
    if ('startsWith' in predicate) return folded.startsWith(fold(predicate.startsWith))
    return folded.endsWith(fold(predicate.endsWith))
  }
  if ('anniversaryWithin' in predicate) {
    return comesRound(text, clock.at, durationOf(predicate.anniversaryWithin), clock.zone)
  }
  const instant = parseInstant(text)
  return instant !== undefined && instantHolds(instant, predicate, clock.at)
}

function instantHolds(instant: number, predicate: InstantTest, at: number): boolean {
  if ('before' in predicate) return instant < instantOf(predicate.before)
  if ('onOrAfter' in predicate) return instant >= instantOf(predicate.onOrAfter)
  if ('withinLast' in predicate)
    return instant > at - durationOf(predicate.withinLast) && instant <= at
  if ('moreThanAgo' in predicate) return instant <= at - durationOf(predicate.moreThanAgo)
  if ('withinNext' in predicate)
    return instant > at && instant <= at + durationOf(predicate.withinNext)
  return instant > at + durationOf(predicate.moreThanAhead)
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
