import { expect, test } from 'vitest'
import { compileIdentifierRules } from '../identity/identifierRules.ts'
import type { JsonObject } from '../value/json.ts'
import { defaultMessageLimits } from './messageLimits.ts'
import type { MessageCall, ReadMessage } from './readMessage.ts'
import { readMessage } from './readMessage.ts'

const identifierRules = compileIdentifierRules({ region: 'DE' })
const call: MessageCall = {
  receivedAt: Date.parse('2026-03-01T12:00:00Z'),
  newMessageId: 'generated',
  byteLength: 500,
  identifierRules,
}
const track: JsonObject = { type: 'track', userId: 'u1', event: 'Order Completed' }
const read = (raw: JsonObject, more: Partial<MessageCall> = {}): ReadMessage =>
  readMessage(raw, { ...call, ...more })

test('[M1] a track call as an SDK sends it', () => {
  const raw: JsonObject = {
    ...track,
    messageId: 'm1',
    anonymousId: 'a9',
    properties: { revenue: 9.5, items: [{ sku: '1' }] },
    context: { ip: '10.0.0.1' },
    integrations: { All: true },
    traits: { ignored: true },
  }
  expect(read(raw)).toEqual({
    ok: true,
    message: {
      kind: 'track',
      messageId: 'm1',
      timestamp: call.receivedAt,
      receivedAt: call.receivedAt,
      event: 'Order Completed',
      properties: { revenue: 9.5, items: [{ sku: '1' }] },
      traits: {},
      context: { ip: '10.0.0.1' },
      groupId: '',
      identifiers: [
        { kind: 'user_id', value: 'u1' },
        { kind: 'anonymous_id', value: 'a9' },
      ],
    },
  })
})

test('[M1] the route fixes the type, and a message of another type is refused there', () => {
  const untyped = { userId: 'u1', event: 'Order Completed' }
  expect(read(untyped, { kind: 'track' })).toMatchObject({ message: { kind: 'track' } })
  expect(read(track, { kind: 'track' })).toMatchObject({ ok: true })
  expect(read(track, { kind: 'page' })).toMatchObject({
    rejection: { code: 'type_mismatch', at: ['type'] },
  })
  for (const type of ['Track', 'constructor', 5, undefined]) {
    const raw = type === undefined ? untyped : { ...track, type }
    expect(read(raw)).toMatchObject({ rejection: { code: 'unknown_type', at: ['type'] } })
  }
})

test.each<[JsonObject, string]>([
  [{}, 'generated'],
  [{ messageId: null }, 'generated'],
  [{ messageId: 17 }, '17'],
  [{ messageId: 12345678901234567n }, '12345678901234567'],
  [{ messageId: ' kept ' }, ' kept '],
  [{ messageId: 'x'.repeat(256) }, 'x'.repeat(256)],
])('[M2] messageId of %o is %s', (raw, messageId) => {
  expect(read({ ...track, ...raw })).toMatchObject({ message: { messageId } })
})

test.each<[JsonObject[string]]>([[''], ['x'.repeat(257)], ['a\0'], [true], [{}]])(
  '[M2] messageId %j is refused',
  (messageId) => {
    expect(read({ ...track, messageId })).toMatchObject({
      rejection: { code: 'invalid_message_id', at: ['messageId'] },
    })
  },
)

const nested = (depth: number): JsonObject => (depth === 1 ? {} : { in: nested(depth - 1) })
const withKeys = (count: number): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]))

test('[M3] what is too large, too wide or too deep is refused with its own code', () => {
  expect(read(track, { byteLength: 32_768 })).toMatchObject({ ok: true })
  expect(read(track, { byteLength: 32_769 })).toMatchObject({
    rejection: { code: 'message_too_large', at: [] },
  })
  expect(read({ ...track, properties: nested(20) })).toMatchObject({ ok: true })
  expect(read({ ...track, context: nested(21) })).toMatchObject({
    rejection: { code: 'nested_too_deep', at: ['context'] },
  })
  expect(read({ ...track, properties: withKeys(600), context: withKeys(400) })).toMatchObject({
    ok: true,
  })
  expect(read({ ...track, properties: withKeys(600), context: withKeys(401) })).toMatchObject({
    rejection: { code: 'too_many_keys', at: [] },
  })
  const limits = { ...defaultMessageLimits, keys: 2 }
  expect(read({ ...track, properties: { list: [{ a: 1, b: 2 }] } }, { limits })).toMatchObject({
    rejection: { code: 'too_many_keys' },
  })
})

test.each(['', 'a\0b', 'x'.repeat(257)])('[M3] the name %j of a property is refused', (name) => {
  expect(read({ ...track, properties: { [name]: 1 } })).toMatchObject({
    rejection: { code: 'invalid_key', at: ['properties', name] },
  })
})

test('[M4] properties, traits and context are objects, or missing', () => {
  expect(read({ ...track, properties: null, context: null })).toMatchObject({
    message: { properties: {}, context: {} },
  })
  for (const part of ['properties', 'traits', 'context']) {
    for (const wrong of [[], 'text', 5, true]) {
      expect(read({ ...track, [part]: wrong })).toMatchObject({
        rejection: { code: 'not_an_object', at: [part] },
      })
    }
  }
  expect(readMessage([track], call)).toMatchObject({ rejection: { code: 'not_an_object', at: [] } })
})

test('[M4] __proto__ is a plain name', () => {
  // Only JSON.parse makes it an own key.
  const properties = JSON.parse('{"__proto__":{"isAdmin":true}}') as JsonObject
  const result = read({ type: 'page', userId: 'u1', properties, name: 'Home' })
  if (!result.ok) throw new Error(result.rejection.message)
  expect(Object.keys(result.message.properties)).toEqual(['__proto__', 'name'])
  expect('isAdmin' in result.message.properties).toBe(false)
})

test.each<[JsonObject[string]]>([[''], ['  '], [5], [null], [{}], ['x'.repeat(257)], ['a\0']])(
  '[M5] %j is no name of an event',
  (event) => {
    expect(read({ ...track, event })).toMatchObject({
      rejection: { code: 'invalid_event', at: ['event'] },
    })
  },
)

test('[M5] the name of an event is kept as it is', () => {
  expect(read({ ...track, event: ' order completed ' })).toMatchObject({
    message: { event: ' order completed ' },
  })
})

test('[M8] a page is "Page Viewed", a screen "Screen Viewed", and their own name and category win', () => {
  const properties = { name: 'of the properties', category: 'kept', url: '/' }
  const raw = { userId: 'u1', properties, name: 'of the call' }
  expect(read({ ...raw, type: 'page' })).toMatchObject({
    message: {
      event: 'Page Viewed',
      properties: { name: 'of the call', category: 'kept', url: '/' },
    },
  })
  expect(read({ ...raw, type: 'screen', name: null, category: 'c' })).toMatchObject({
    message: {
      event: 'Screen Viewed',
      properties: { name: 'of the properties', category: 'c', url: '/' },
    },
  })
})

test('[M9] traits are of identify and group, and a group names its account', () => {
  const raw = { userId: 'u1', traits: { plan: 'pro' }, properties: { not: 'kept' } }
  expect(read({ ...raw, type: 'identify' })).toMatchObject({
    message: { event: '', traits: { plan: 'pro' }, properties: {}, groupId: '' },
  })
  expect(read({ ...raw, type: 'group', groupId: 42 })).toMatchObject({
    message: { event: '', traits: { plan: 'pro' }, properties: {}, groupId: '42' },
  })
  for (const groupId of [null, '', ' ', 'x'.repeat(513), 'a\0', true]) {
    expect(read({ ...raw, type: 'group', groupId })).toMatchObject({
      rejection: { code: 'invalid_group_id', at: ['groupId'] },
    })
  }
})

test('[M10] alias joins a previous id to a user', () => {
  const raw = { type: 'alias', userId: 'u1', previousId: 77 }
  expect(read(raw)).toMatchObject({
    message: {
      identifiers: [{ kind: 'user_id', value: 'u1' }],
      previous: { kind: 'anonymous_id', value: '77' },
    },
  })
  expect(read({ ...raw, previousId: null })).toMatchObject({
    rejection: { code: 'missing_previous_id', at: ['previousId'] },
  })
  expect(read({ ...raw, previousId: 'undefined' })).toMatchObject({
    rejection: { code: 'no_identifier', at: ['previousId'] },
  })
  expect(read({ ...raw, userId: 'null', anonymousId: 'a' })).toMatchObject({
    rejection: { code: 'missing_user_id', at: ['userId'] },
  })
})
