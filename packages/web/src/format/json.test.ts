import { parseJson } from '@muster/core'
import { expect, test } from 'vitest'
import { prettyJson, shortJson } from './json.ts'

test('what fits on a line stays on it, the rest is broken', () => {
  const long = { all: [{ event: 'A'.repeat(40) }, { event: 'B'.repeat(30), is: { atLeast: 2 } }] }
  expect(prettyJson({ event: 'Order Completed', window: { last: '30d' } })).toBe(
    '{ "event": "Order Completed", "window": { "last": "30d" } }',
  )
  expect(prettyJson(long)).toBe(`{
  "all": [
    { "event": "${'A'.repeat(40)}" },
    { "event": "${'B'.repeat(30)}", "is": { "atLeast": 2 } }
  ]
}`)
})

test('no digit of a large integer is lost', () => {
  const value = { n: 9_007_199_254_740_993n, list: [], none: {} }
  expect(parseJson(prettyJson(value))).toEqual({ ok: true, value })
})

test('a text is shown without quotes, and cut when it is long', () => {
  expect(shortJson('pro')).toBe('pro')
  expect(shortJson('x'.repeat(100))).toHaveLength(80)
})
