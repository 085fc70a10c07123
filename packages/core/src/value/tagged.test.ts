import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryObject, arbitraryValue } from '../vocabulary.test-support.ts'
import { decodeValue, encodeValue } from './tagged.ts'

test('[V1] a missing or null value is absent', () => {
  expect(encodeValue(undefined)).toBeUndefined()
  expect(encodeValue(null)).toBeUndefined()
})

test('[V2] each value has one text', () => {
  expect(encodeValue('')).toBe('s')
  expect(encodeValue('i5')).toBe('si5')
  expect(encodeValue(true)).toBe('b1')
  expect(encodeValue(false)).toBe('b0')
  expect(encodeValue(5)).toBe('i5')
  expect(encodeValue(5n)).toBe('i5')
  expect(encodeValue(-0)).toBe('i0')
  expect(encodeValue(1e18)).toBe('i1000000000000000000')
  expect(encodeValue(0.1)).toBe('d0.1')
  expect(encodeValue(1e-12)).toBe('d1e-12')
  expect(encodeValue(-(2 ** 63))).toBe('i-9223372036854775808')
  expect(encodeValue(2 ** 63)).toBe('d9.223372036854776e+18')
  expect(encodeValue(1e21)).toBe('d1e+21')
  expect(encodeValue(9_223_372_036_854_775_807n)).toBe('i9223372036854775807')
})

test('[V2] arrays and objects of equal content have equal texts', () => {
  expect(encodeValue({ b: 1e18, a: [5.0, null, 'x'] })).toBe(
    encodeValue({ a: [5n, null, 'x'], b: 1_000_000_000_000_000_000n }),
  )
  expect(encodeValue({ '10': 1, '9': 2, a: 3, B: 4 })).toBe('o{"10":1,"9":2,"B":4,"a":3}')
  expect(encodeValue(Object.fromEntries([['__proto__', 1]]))).toBe('o{"__proto__":1}')
})

const values = fc.oneof(
  arbitraryValue(),
  arbitraryObject(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string({ unit: 'grapheme' }),
)

test('[V2] a text reads back as the value that it was written from', () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = encodeValue(value)
      if (text === undefined) return
      expect(encodeValue(decodeValue(text))).toBe(text)
      if (typeof value === 'number') expect(Number(decodeValue(text))).toBe(value + 0)
      if (typeof value === 'string' || typeof value === 'boolean') {
        expect(decodeValue(text)).toBe(value)
      }
    }),
  )
})

test('a text that is no tagged value is a bug', () => {
  expect(() => decodeValue('x1')).toThrow('Not a tagged value')
  expect(() => decodeValue('')).toThrow('Not a tagged value')
  expect(() => decodeValue('a[')).toThrow('Not a tagged value')
})
