import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NUMBERS } from '../vocabulary.test-support.ts'
import { billionths, ofBillionths } from './decimal.ts'
import { compare, decimalText, fractionOf } from './number.ts'
import { event, holds } from './profile.test-support.ts'

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(...NUMBERS),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
)

test('[N1] comparison agrees with the exact comparison of integers and doubles', () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      const expected = a < b ? -1 : a > b ? 1 : 0
      expect(compare(fractionOf(a), fractionOf(b))).toBe(expected)
    }),
  )
  expect(compare(fractionOf(-0), fractionOf(0))).toBe(0)
  expect(fractionOf(0.1)).toEqual({ numerator: 1n, denominator: 10n })
})

test('[N2] an addend is cut toward zero to nine places, and a huge one takes no part', () => {
  expect(billionths(fractionOf(1e-7))).toBe(100n)
  expect(billionths(fractionOf(-1.9999999999))).toBe(-1_999_999_999n)
  expect(billionths(fractionOf(1e-12))).toBe(0n)
  expect(billionths(fractionOf(999_999_999_999_999_999n))).toBe(
    999_999_999_999_999_999n * 10n ** 9n,
  )
  expect(billionths(fractionOf(1e18))).toBeUndefined()
  expect(billionths(fractionOf(-1e18))).toBeUndefined()
  expect(billionths(fractionOf(5e-324))).toBe(0n)
  const events = [1e20, 3, 5].map((x, i) => event('2024-03-01', 'A', { x }, `m${i}`))
  expect(holds({ event: 'A', aggregate: { average: 'x' }, is: { exactly: 4 } }, { events })).toBe(
    true,
  )
})

test('[N3] sums are exact whatever the order', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([0.1, 0.2, 0.3, 1e15, -1e15, 1e-9], { minLength: 6 }),
      (values) => {
        const events = values.map((x, i) => event('2024-03-01', 'A', { x }, `m${i}`))
        const is = { exactly: 0.600000001 }
        return holds({ event: 'A', aggregate: { sum: 'x' }, is }, { events })
      },
    ),
  )
})

test('a number is written with at most nine places for people', () => {
  expect(decimalText(fractionOf(-0.5))).toBe('-0.5')
  expect(decimalText({ numerator: 2n, denominator: 3n })).toBe('0.666666666')
  expect(decimalText(ofBillionths(12_500_000_000n))).toBe('12.5')
  expect(decimalText(fractionOf(7n))).toBe('7')
})
