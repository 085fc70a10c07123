import { expect, test } from 'vitest'
import { accepts, refuses, trait } from '../checkContext.test-support.ts'
import { patternSize } from './patternSize.ts'

test.each([
  ['a', 10],
  ['abc', 30],
  ['a{1000}', 10_000],
  ['a{2,5}', 50],
  ['a{3,}', 40],
  ['a{0}', 10],
  ['(ab){3}', 90],
  ['((a{2}){3}){4}', 10 * 2 * 3 * 4 + 10 * 3 * 4 + 10 * 4],
  ['(?:a|b){10}', 10 * 40],
  ['(?P<n>\\pL){10}', 10 * 940],
  ['\\pL', 930],
  ['\\p{Greek}{2}', 2 * 990],
  ['[^\\pL\\pN]', 1_890],
  ['[[:alpha:]_]{2}', 2 * 120],
  ['[]a]{2}', 2 * 40],
  ['\\Q(a{9}\\E', 90],
  ['\\{9}', 40],
  ['(?i)a{2}', 60],
])('[L18] %s takes at most %i instructions', (pattern, size) => {
  expect(patternSize(pattern)).toBe(size)
})

const bad = [['bad_pattern', ['is', 'matches']]] as const

// Each of these failed, or would fail, in the warehouse with "pattern too large".
refuses([
  ['L18', 'a thousand letters of any script', trait({ matches: '\\pL{1000}' }), ...bad],
  ['L18', 'five hundred of them', trait({ matches: '(?:\\pL){500}' }), ...bad],
  ['L18', 'as many written out', trait({ matches: '\\pL'.repeat(500) }), ...bad],
])

accepts([
  ['L18', 'a few letters of any script', trait({ matches: '^\\pL{1,64}$' })],
  ['L18', 'a long repetition of little', trait({ matches: '.{1000}' })],
  ['L18', 'a UUID', trait({ matches: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })],
])
