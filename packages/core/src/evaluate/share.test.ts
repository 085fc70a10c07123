import { expect, test } from 'vitest'
import { utf8Bytes } from '../value/utf8.ts'
import { murmurHash3, shareOf } from './share.ts'

// Answers of ClickHouse's murmurHash3_32.
test.each([
  ['', 0],
  ['a', 1_009_084_850],
  ['ab', 2_613_040_991],
  ['abc', 3_017_643_002],
  ['abcd', 1_139_631_978],
  ['abcde', 3_902_511_862],
  ['x:1', 4_184_390_096],
  ['holdout:1', 2_168_439_255],
  ['é:18446744073709551615', 1_801_093_118],
  ['👍 x', 4_242_859_391],
])('[A5] the hash of %j is the warehouse’s', (text, hash) => {
  expect(murmurHash3(utf8Bytes(text))).toBe(hash)
})

test('[A5] a share is the hash of salt and id, in [0, 1)', () => {
  expect(shareOf('x', 1n)).toBe(4_184_390_096 / 2 ** 32)
})
