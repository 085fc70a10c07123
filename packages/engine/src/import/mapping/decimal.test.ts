import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, exactNumber, multiply, parseDecimal, withoutSign, ZERO } from './decimal.ts'
import type { Decimal } from './decimal.ts'

const exact = (text: string, mark?: '.' | ',') => {
  const parsed = parseDecimal(text, mark)
  return parsed && exactNumber(parsed)
}

test('numbers keep every digit or are refused', () => {
  expect(exact('2.55')).toBe(2.55)
  expect(exact(' -0.10 ')).toBe(-0.1)
  expect(exact('1e3')).toBe(1000)
  expect(exact('9007199254740993')).toBe(9007199254740993n)
  expect(exact('-9223372036854775808')).toBe(-9223372036854775808n)
  expect(exact('9223372036854775808')).toBeUndefined()
  expect(exact('0.30000000000000004')).toBe(0.30000000000000004)
  expect(exact('3.14159265358979323846')).toBeUndefined()
})

test('a decimal comma is one only where the mapping says so', () => {
  expect(exact('12,50', ',')).toBe(12.5)
  expect(exact('1.234,5', ',')).toBeUndefined()
  expect(exact('12,50')).toBeUndefined()
})

test.each(['', '.', '-', '1.2.3', '0x10', 'NaN', 'Infinity', '1 000', '1e9999'])(
  '%j is no number',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined()
  },
)

test('a sum does not depend on the order of its terms, and has no error', () => {
  const cents = fc.integer({ min: -1_000_000, max: 1_000_000 })
  fc.assert(
    fc.property(fc.array(fc.tuple(cents, fc.integer({ min: -50, max: 50 }))), (lines) => {
      const sum = (of: typeof lines) =>
        of.reduce<Decimal>((total, [price, quantity]) => {
          const factors = [parseDecimal((price / 100).toFixed(2)), parseDecimal(String(quantity))]
          return add(total, multiply(factors[0] ?? ZERO, factors[1] ?? ZERO))
        }, ZERO)
      const whole = lines.reduce((total, [price, quantity]) => total + price * quantity, 0)
      expect(exactNumber(sum(lines))).toBe(whole / 100 + 0)
      expect(exactNumber(sum([...lines].reverse()))).toBe(exactNumber(sum(lines)))
    }),
  )
})

test('the sign can be left away', () => {
  expect(withoutSign({ digits: -5n, places: 1 })).toEqual({ digits: 5n, places: 1 })
})
