import type { Numeric } from '../audience/definition.ts'
import { int256, sql, type Sql } from './sql.ts'
import { operator, type Comparison } from './tagged.ts'

/**
 * An exact fraction in SQL, over Int256. Sums carry 9 decimal places, so their numerators are in units of 10^-9:
 * the value is `numerator / (denominator * 10^9)`. `isPresent` is false where there is nothing to compare.
 */
export interface Fraction {
  readonly numerator: Sql
  readonly denominator: Sql
  readonly isPresent: Sql
}

export const UNITS = 1_000_000_000n
/** Beyond these powers of ten an argument is larger, or nearer to zero, than any fraction that can occur. */
const LARGEST_POWER = 40
const SMALLEST_POWER = 30

/** A number as `mantissa / 10^places`, exact for its shortest decimal text, and clamped to what fractions can reach. */
export function decimalOf(value: Numeric): { readonly mantissa: bigint; readonly places: number } {
  const [, sign = '', whole = '0', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? []
  const digits = BigInt(`${sign}${whole}${fraction}`)
  const exponent = Number(power) - fraction.length
  if (digits === 0n) return { mantissa: 0n, places: 0 }
  const size = `${whole}${fraction}`.replace(/^0+/, '').length + exponent
  const one = sign === '-' ? -1n : 1n
  if (size > LARGEST_POWER) return { mantissa: one * 10n ** BigInt(LARGEST_POWER), places: 0 }
  if (size < -SMALLEST_POWER) return { mantissa: one, places: SMALLEST_POWER + 1 }
  return exponent >= 0
    ? { mantissa: digits * 10n ** BigInt(exponent), places: 0 }
    : { mantissa: digits, places: -exponent }
}

/** True when the fraction compares so with the argument. Denominators are positive. */
export function compareFraction(
  fraction: Fraction,
  comparison: Comparison,
  argument: Numeric,
): Sql {
  const { mantissa, places } = decimalOf(argument)
  const left = sql`${fraction.numerator} * ${int256(10n ** BigInt(places))}`
  const right = sql`${int256(mantissa * UNITS)} * ${fraction.denominator}`
  return sql`(${fraction.isPresent} AND ${left} ${operator(comparison)} ${right})`
}

/** True when x / y compares so with the argument; false when y is 0 or either is missing. */
export function compareQuotient(
  x: Fraction,
  y: Fraction,
  comparison: Comparison,
  argument: Numeric,
): Sql {
  const { mantissa, places } = decimalOf(argument)
  const sign = sql`toInt256(sign(${y.numerator}))`
  const left = sql`${x.numerator} * ${y.denominator} * ${int256(10n ** BigInt(places))} * ${sign}`
  const right = sql`${int256(mantissa)} * ${x.denominator} * ${y.numerator} * ${sign}`
  return sql`(${x.isPresent} AND ${y.isPresent} AND ${y.numerator} != 0 AND ${left} ${operator(comparison)} ${right})`
}

/** x / y; not present when y is 0 or either is missing. */
export const quotient = (x: Fraction, y: Fraction): Fraction => ({
  numerator: sql`(${x.numerator} * ${y.denominator} * ${int256(UNITS)} * toInt256(sign(${y.numerator})))`,
  denominator: sql`(${x.denominator} * if(${y.numerator} < 0, -${y.numerator}, ${y.numerator}))`,
  isPresent: sql`(${x.isPresent} AND ${y.isPresent} AND ${y.numerator} != 0)`,
})

/** x - y, where what is not present counts as 0; not present when neither is. */
export function difference(x: Fraction, y: Fraction): Fraction {
  const part = ({ numerator, isPresent }: Fraction): Sql =>
    sql`if(${isPresent}, ${numerator}, toInt256(0))`
  const over = ({ denominator, isPresent }: Fraction): Sql =>
    sql`if(${isPresent}, ${denominator}, toInt256(1))`
  return {
    numerator: sql`(${part(x)} * ${over(y)} - ${part(y)} * ${over(x)})`,
    denominator: sql`(${over(x)} * ${over(y)})`,
    isPresent: sql`(${x.isPresent} OR ${y.isPresent})`,
  }
}

/** A whole number as a fraction. */
export const wholeFraction = (count: Sql): Fraction => ({
  numerator: sql`(toInt256(${count}) * ${int256(UNITS)})`,
  denominator: sql`toInt256(1)`,
  isPresent: sql`1`,
})
