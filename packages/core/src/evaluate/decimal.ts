import type { Fraction } from './number.ts'

/** Sums are whole numbers of billionths: exact, so the order of adding never matters. */
export const BILLIONTHS = 10n ** 9n
const FIRST_TOO_LARGE = 10n ** 18n

/**
 * A number cut toward zero to 9 decimal places, in billionths. `undefined` for a magnitude of 10^18 or more, which takes no part in
 * sums, averages and ratios.
 */
export function billionths({ numerator, denominator }: Fraction): bigint | undefined {
  const size = numerator < 0n ? -numerator : numerator
  if (size >= FIRST_TOO_LARGE * denominator) return undefined
  // Division of bigints cuts toward zero.
  return (numerator * BILLIONTHS) / denominator
}

/** The exact decimal of 9 places that a number of billionths is. */
export function ofBillionths(count: bigint): Fraction {
  return { numerator: count, denominator: BILLIONTHS }
}
