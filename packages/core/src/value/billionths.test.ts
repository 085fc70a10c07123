import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountEach, amountText, readAmount } from './billionths.ts'

test('amounts keep every digit, both ways', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (amount) => {
      expect(readAmount(amountText(amount))).toBe(amount)
    }),
  )
  expect(amountText(readAmount('-0.500000000'))).toBe('-0.5')
  expect(amountText(readAmount('12.00'))).toBe('12')
})

test.each(['', '1e5', '1.0000000001', 'NaN', '.5', '1.'])('%j is no amount', (text) => {
  expect(() => readAmount(text)).toThrow()
})

test('shares are rounded half away from zero', () => {
  const each = (text: string, count: number, places?: number) =>
    amountText(amountEach(readAmount(text), count, places) ?? 0n)
  expect(each('10', 3, 2)).toBe('3.33')
  expect(each('0.05', 2, 2)).toBe('0.03')
  expect(each('-0.05', 2, 2)).toBe('-0.03')
  expect(each('10', 4)).toBe('2.5')
  expect(amountEach(5n, 0)).toBeUndefined()
})
