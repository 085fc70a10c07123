import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareUtf8, utf8Bytes } from './utf8.ts'

const text = fc.string({ unit: 'binary', maxLength: 6 })

test('[E1] texts are ordered by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(text, text, text, (start, a, b) => {
      const [left, right] = [start + a, start + b]
      const expected = Buffer.compare(Buffer.from(left), Buffer.from(right))
      expect(Math.sign(compareUtf8(left, right))).toBe(expected)
    }),
  )
  expect(compareUtf8('\uFFFD', '👍')).toBeLessThan(0)
  expect(compareUtf8('👍', '👎')).toBeLessThan(0)
})

test('bytes are those of UTF-8', () => {
  fc.assert(
    fc.property(text, (t) => {
      expect(utf8Bytes(t)).toEqual([...Buffer.from(t)])
    }),
  )
})
