import { expect, test } from 'vitest'
import { diffLines } from './diff.ts'

const diff = (old: string, now: string) =>
  diffLines(old.split(' '), now.split(' ')).map(
    ({ side, text }) => `${{ both: ' ', old: '-', new: '+' }[side]}${text}`,
  )

test('what is common stays, what went stands before what came', () => {
  expect(diff('a b c', 'a x c')).toEqual([' a', '-b', '+x', ' c'])
})

test('lines at the ends come and go', () => {
  expect(diff('a b', 'b c')).toEqual(['-a', ' b', '+c'])
})

test('the same is no difference', () => {
  expect(diff('a b', 'a b')).toEqual([' a', ' b'])
})
