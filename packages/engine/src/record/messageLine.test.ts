import { canonicalJson, type Json, type JsonObject, type Message } from '@muster/core'
import { expect, test } from 'vitest'
import { MESSAGE_COLUMNS, messageLine } from './messageLine.ts'

const messageOf = (context: JsonObject, properties: JsonObject = {}): Message => ({
  kind: 'track',
  messageId: 'm',
  timestamp: 1,
  receivedAt: 2,
  event: 'E',
  properties,
  traits: {},
  context,
  groupId: '',
  identifiers: [{ kind: 'user_id', value: 'ü"' }],
})
const columnOf = (line: string, name: (typeof MESSAGE_COLUMNS)[number]): unknown => {
  // The test's own lines have no digits that JSON.parse would lose.
  const row = JSON.parse(line) as readonly unknown[]
  expect(row).toHaveLength(MESSAGE_COLUMNS.length)
  return row[MESSAGE_COLUMNS.indexOf(name)]
}

test('a node keeps every digit, values are tagged, and identifiers are pairs', () => {
  const properties = { total: 5, gone: null, 'a.b': [9007199254740993n] }
  const line = messageLine(messageOf({}, properties), 2n ** 64n - 1n)
  expect(columnOf(line, 'node')).toBe('18446744073709551615')
  expect(columnOf(line, 'props')).toEqual({ total: 'i5', 'a.b': 'a[9007199254740993]' })
  expect(columnOf(line, 'identifiers')).toEqual([['user_id', 'ü"']])
})

test('a context stands in the row as the object that it is', () => {
  const context = { page: { path: '/', n: 1.5 }, '}{': ['"\\', null] }
  expect(columnOf(messageLine(messageOf(context), 1n), 'context')).toEqual(context)
})

test.each<[string, Json]>([
  ['an integer beyond 2^53', 9007199254740993n],
  ['a whole number beyond 64 bits', 123456789012345680000],
])('a context with %s is text, spelled as the warehouse reads it without loss', (_, value) => {
  const context = { a: { value } }
  const text = columnOf(messageLine(messageOf(context), 1n), 'context')
  expect(text).toBe(canonicalJson(context))
})

test('long digits elsewhere in the row do no harm', () => {
  const context = { z: 1, a: '2' }
  const line = messageLine(messageOf(context, { id: '1234567890123456' }), 1n)
  expect(columnOf(line, 'context')).toBe('{"z":1,"a":"2"}')
})
