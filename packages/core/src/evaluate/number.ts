import type { NumberTest, Numeric, Predicate } from '../audience/definition.ts'
import { numberText } from '../value/canonicalJson.ts'
import { memo } from '../value/memo.ts'

/** An exact number; the denominator is positive. Not reduced: it is only compared. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/

/**
 * A number exactly as it is meant: an integer of 64 bits by its digits, any other double by its shortest decimal text, so that 0.1 is
 * one tenth. Order is kept: no integer lies between a double and its shortest text.
 */
export const fractionOf = memo((value: Numeric): Fraction => {
  const match = DECIMAL.exec(numberText(value))
  if (match === null) throw new Error(`Not a finite number: ${String(value)}`)
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match
  const digits = BigInt(sign + whole + decimals)
  const power = Number(exponent) - decimals.length
  return power >= 0
    ? { numerator: digits * 10n ** BigInt(power), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-power) }
})

export const wholeNumber = memo((value: number | bigint): Fraction => ({
  numerator: BigInt(value),
  denominator: 1n,
}))

/** The quotient, or `undefined` when the divisor is 0. */
export function divide(a: Fraction, b: Fraction): Fraction | undefined {
  if (b.numerator === 0n) return undefined
  const numerator = a.numerator * b.denominator
  const denominator = a.denominator * b.numerator
  return denominator > 0n
    ? { numerator, denominator }
    : { numerator: -numerator, denominator: -denominator }
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator - b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const isAlike = a.denominator === b.denominator
  const left = isAlike ? a.numerator : a.numerator * b.denominator
  const right = isAlike ? b.numerator : b.numerator * a.denominator
  return left < right ? -1 : left > right ? 1 : 0
}

export function satisfiesNumber(value: Fraction, test: NumberTest): boolean {
  if ('atLeast' in test) return compare(value, fractionOf(test.atLeast)) >= 0
  if ('atMost' in test) return compare(value, fractionOf(test.atMost)) <= 0
  if ('moreThan' in test) return compare(value, fractionOf(test.moreThan)) > 0
  if ('lessThan' in test) return compare(value, fractionOf(test.lessThan)) < 0
  if ('exactly' in test) return compare(value, fractionOf(test.exactly)) === 0
  const [least, most] = test.between
  return compare(value, fractionOf(least)) >= 0 && compare(value, fractionOf(most)) <= 0
}

export function isNumberTest(predicate: NumberTest | Predicate): predicate is NumberTest {
  return (
    'atLeast' in predicate ||
    'atMost' in predicate ||
    'moreThan' in predicate ||
    'lessThan' in predicate ||
    'exactly' in predicate ||
    'between' in predicate
  )
}

/** The number as decimal text with at most 9 places, cut toward zero: for people to read. */
export function decimalText({ numerator, denominator }: Fraction): string {
  const size = numerator < 0n ? -numerator : numerator
  const places = (((size % denominator) * 10n ** 9n) / denominator).toString().padStart(9, '0')
  const decimals = places.replace(/0+$/, '')
  const sign = numerator < 0n ? '-' : ''
  return `${sign}${String(size / denominator)}${decimals === '' ? '' : `.${decimals}`}`
}
