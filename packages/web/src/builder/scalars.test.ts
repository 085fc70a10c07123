import { expect, test } from 'vitest'
import { encodeScalar, scalarItems, scalarText, scalarsTyped } from './scalars.ts'
import type { Seen } from './seen.ts'

const seen = (type: string, samples: Seen['samples']): Seen => ({
  ...{ path: 'x', samples, firstSeenAt: 0, lastSeenAt: 0, promoted: false },
  types: [{ type, count: 1 }],
})

test('the text 5 and the number 5 are two values, and look like two', () => {
  expect([encodeScalar('5'), encodeScalar(5)]).toEqual(['"5"', '5'])
  expect([scalarText('5'), scalarText(5), scalarText('pro')]).toEqual(['“5”', '5', 'pro'])
})

test('what was typed is meant as what has been seen', () => {
  expect(scalarsTyped('5', seen('number', [])).map(({ id }) => id)).toEqual(['5', '"5"'])
  expect(scalarsTyped('5', seen('text', [])).map(({ id }) => id)).toEqual(['"5"', '5'])
  expect(scalarsTyped('pro', undefined).map(({ id }) => id)).toEqual(['"pro"'])
  expect(scalarsTyped('true', undefined).map(({ id }) => id)).toEqual(['true', '"true"'])
})

test('no digit of a large number is lost', () => {
  expect(scalarsTyped('9007199254740993', undefined)[0]?.id).toBe('9007199254740993')
})

test('values of which one alone can be meant are offered', () => {
  const items = scalarItems(seen('text', ['pro', '', { a: 1 }, 7]))
  expect(items.map(({ text }) => text)).toEqual(['pro', '7'])
})
