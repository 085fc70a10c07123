import { expect, test } from 'vitest'
import { memo } from './memo.ts'

test('an answer is worked out once for each argument, and again when too many are known', () => {
  const asked: string[] = []
  const length = memo((text: string) => {
    asked.push(text)
    return text.length
  }, 2)
  expect([length('a'), length('bb'), length('a')]).toEqual([1, 2, 1])
  expect(asked).toEqual(['a', 'bb'])
  expect([length('ccc'), length('a')]).toEqual([3, 1])
  expect(asked).toEqual(['a', 'bb', 'ccc', 'a'])
})
