import { expect, test } from 'vitest'
import { sparkPath } from './sparkPath.ts'

test('the least value lies at the bottom and the greatest at the top', () => {
  expect(sparkPath([0, 10], 100, 23).line).toBe('M0 21.5L100 1.5')
})

test('a run that never changes is a line in the middle', () => {
  expect(sparkPath([7, 7, 7], 100, 20).line).toBe('M0 10L50 10L100 10')
})

test('one value makes no line', () => {
  expect(sparkPath([1], 100, 20)).toEqual({ line: '', area: '' })
})
