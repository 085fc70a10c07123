import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import type { TestApp } from '../test-support/testApp.ts'
import { createTestApp } from '../test-support/testApp.ts'

let t: TestApp
beforeEach(async () => {
  t = await createTestApp()
})

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

async function send(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await t.app.request(path, {
    method: 'POST',
    headers: {
      authorization: basic(t.keys.writer),
      'content-type': 'application/json',
      ...headers,
    },
    body,
  })
  // The answers here hold nothing that JSON.parse would lose.
  const answer = (await response.json()) as Record<string, unknown>
  return { status: response.status, headers: response.headers, answer }
}
const calls = () => t.engine.calls
const messages = () => calls().flatMap((call) => call.messages)

test.each([
  ['track', 'track'],
  ['t', 'track'],
  ['identify/', 'identify'],
  ['i', 'identify'],
  ['page', 'page'],
  ['p/', 'page'],
  ['screen', 'screen'],
  ['s', 'screen'],
  ['group', 'group'],
  ['g', 'group'],
  ['alias', 'alias'],
  ['a', 'alias'],
])('/v1/%s takes one %s message', async (path, kind) => {
  const body = '{"userId":"u1","event":"Order Completed","sentAt":"2026-01-01T00:00:00Z"}'
  const { status, answer } = await send(`/v1/${path}`, body)
  expect({ status, answer }).toEqual({ status: 200, answer: { success: true } })
  expect(calls()).toEqual([
    {
      messages: [{ userId: 'u1', event: 'Order Completed', sentAt: '2026-01-01T00:00:00Z' }],
      kind,
      sentAt: '2026-01-01T00:00:00Z',
      byteLengths: [body.length],
      source: 'site',
    },
  ])
})

describe('a batch', () => {
  test('passes on its messages, its sentAt and the size of each', async () => {
    const batch = [
      { type: 'track', userId: 'u"1', event: 'É' },
      { type: 'page', userId: 'u2', n: [1, -2.5, true, false, null, {}] },
    ]
    const body = JSON.stringify({ batch, sentAt: '2026-01-01T00:00:00Z' }, undefined, 2)
    expect((await send('/v1/batch', body)).answer).toEqual({ success: true })
    expect(calls()[0]).toMatchObject({ messages: batch, sentAt: '2026-01-01T00:00:00Z' })
    expect(calls()[0]).not.toHaveProperty('kind')
    expect(calls()[0]?.byteLengths).toEqual(
      batch.map((each) => Buffer.byteLength(JSON.stringify(each))),
    )
  })

  test('says which messages were rejected and takes the others', async () => {
    const body = JSON.stringify({ batch: [{ type: 'track', userId: 'u' }, { type: 'track' }, 5] })
    const { status, answer } = await send('/v1/b/', body)
    expect(status).toBe(200)
    expect(answer).toMatchObject({
      success: true,
      rejected: [
        { index: 1, code: 'no_identifier', at: ['userId'], rejectId: 'r1' },
        { index: 2, code: 'not_an_object', at: [], rejectId: 'r2' },
      ],
    })
  })

  test('lends its context to each message, whose own keys win', async () => {
    const body = {
      batch: [
        { userId: 'u', context: { ip: '1.1.1.1' } },
        { userId: 'v' },
        { userId: 'w', context: 5 },
      ],
      context: { ip: '9.9.9.9', locale: 'de' },
    }
    await send('/v1/batch', JSON.stringify(body))
    expect(messages()).toEqual([
      { userId: 'u', context: { ip: '1.1.1.1', locale: 'de' } },
      { userId: 'v', context: { ip: '9.9.9.9', locale: 'de' } },
      { userId: 'w', context: 5 },
    ])
  })

  test.each(['{}', '{"batch":{}}', '[]', '5', 'null'])('%s is none', async (body) => {
    expect(await send('/v1/batch', body)).toMatchObject({
      status: 400,
      answer: { code: 'invalid_batch', at: ['batch'] },
    })
  })
})

describe('keys', () => {
  const body = (key: unknown) => JSON.stringify({ userId: 'u', writeKey: key })

  test('a write key may stand in the body, and is not kept with the message', async () => {
    const { status } = await send('/v1/t', body(t.keys.writer), { authorization: '' })
    expect(status).toBe(200)
    expect(messages()).toEqual([{ userId: 'u' }])
  })

  test.each([['none'], [5], [undefined]])('%s in the body opens nothing', async (key) => {
    expect((await send('/v1/t', body(key), { authorization: '' })).status).toBe(401)
  })

  test('a secret key is refused, so that none ends up in a page', async () => {
    expect(await send('/v1/t', '{}', { authorization: basic(t.keys.admin) })).toMatchObject({
      status: 403,
      answer: { code: 'not_allowed' },
    })
  })

  test.each(['Basic', 'Basic !!!', 'Digest x', 'Basic Og=='])('%s is no key', async (header) => {
    expect((await send('/v1/t', '{}', { authorization: header })).status).toBe(401)
  })
})

test('a single message that is rejected is refused with its reason', async () => {
  const { status, headers, answer } = await send('/v1/track', '{"event":"x"}')
  expect(status).toBe(400)
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(answer).toMatchObject({
    code: 'no_identifier',
    at: ['userId'],
    rejectId: 'r1',
    success: false,
  })
})

test('an engine that is busy asks to come back', async () => {
  t.engine.busyFor = 1.2
  const { status, headers, answer } = await send('/v1/track', '{"userId":"u"}')
  expect(status).toBe(429)
  expect(headers.get('retry-after')).toBe('2')
  expect(answer).toMatchObject({ code: 'busy' })
})

describe('size', () => {
  const padded = (bytes: number) => `{"userId":"u","x":"${'x'.repeat(bytes - 21)}"}`

  test('a message above its limit is refused by the engine, as 413', async () => {
    const { status, answer } = await send('/v1/track', padded(32 * 1024 + 1))
    expect({ status, answer }).toMatchObject({ status: 413, answer: { code: 'message_too_large' } })
    expect((await send('/v1/track', padded(32 * 1024))).status).toBe(200)
  })

  test('a body above 500 KB is refused whole', async () => {
    const { status, answer } = await send('/v1/batch', padded(500 * 1024 + 1))
    expect({ status, answer }).toMatchObject({ status: 413, answer: { code: 'body_too_large' } })
    expect(calls()).toEqual([])
  })
})

describe('gzip', () => {
  const headers = { 'content-encoding': 'gzip' }

  test('is inflated', async () => {
    const { status } = await send('/v1/batch', gzipSync('{"batch":[{"userId":"u"}]}'), headers)
    expect(status).toBe(200)
    expect(messages()).toEqual([{ userId: 'u' }])
  })

  test('a bomb is refused before it is large', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20))
    expect(bomb.byteLength).toBeLessThan(100 * 1024)
    expect(await send('/v1/batch', bomb, headers)).toMatchObject({
      status: 413,
      answer: { code: 'body_too_large' },
    })
  })

  test('cut short, or no gzip at all, is refused', async () => {
    const whole = gzipSync('{"batch":[{"userId":"u"}]}')
    expect(await send('/v1/batch', whole.subarray(0, -6), headers)).toMatchObject({
      status: 400,
      answer: { code: 'invalid_gzip' },
    })
    expect((await send('/v1/batch', '{"batch":[]}', headers)).answer).toMatchObject({
      code: 'invalid_gzip',
    })
  })

  test('other encodings are not taken', async () => {
    expect(await send('/v1/batch', '{}', { 'content-encoding': 'br' })).toMatchObject({
      status: 415,
      answer: { code: 'unsupported_encoding' },
    })
  })
})

test.each([
  ['application/json; charset=utf-8', 200],
  ['text/plain', 200],
  ['application/vnd.api+json', 200],
  ['multipart/form-data; boundary=x', 415],
  ['application/x-www-form-urlencoded', 415],
])('a body of type %s is answered with %i', async (type, status) => {
  expect((await send('/v1/track', '{"userId":"u"}', { 'content-type': type })).status).toBe(status)
})

describe('hostile bodies', () => {
  test.each([
    ['nothing', '', 'invalid_json'],
    ['half an object', '{"userId":', 'invalid_json'],
    ['half a character', '{"userId":"\\ud800"}', 'invalid_text'],
    ['a number beyond doubles', '{"x":1e400}', 'number_out_of_range'],
    ['10,000 levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'nested_too_deep'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'invalid_utf8'],
  ])('%s: refused, and the server goes on', async (_, body, code) => {
    expect(await send('/v1/track', body)).toMatchObject({ status: 400, answer: { code } })
    expect((await send('/v1/track', '{"userId":"u"}')).status).toBe(200)
  })

  test('keys, digits and text arrive exactly as they were', async () => {
    const body = `{"userId":"x'); DROP TABLE messages;--","properties":{"__proto__":{"admin":true},"constructor":1,"n":9007199254740993,"nul":"a\\u0000b"}}`
    expect((await send('/v1/track', body)).status).toBe(200)
    const [message] = messages()
    const { properties, userId } = message as { properties: object; userId: string }
    expect(userId).toBe("x'); DROP TABLE messages;--")
    expect(Object.keys(properties)).toEqual(['__proto__', 'constructor', 'n', 'nul'])
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype)
    expect(properties).toMatchObject({ n: 9_007_199_254_740_993n, nul: 'a\0b' })
  })

  test('`__proto__` beside a write key or under a shared context stays a plain key', async () => {
    const single = `{"writeKey":"${t.keys.writer}","userId":"u","__proto__":{"x":1}}`
    await send('/v1/track', single, { authorization: '' })
    await send('/v1/batch', '{"context":{"a":1},"batch":[{"userId":"u","__proto__":{"x":1}}]}')
    for (const message of messages()) {
      expect(Object.keys(message as object)).toContain('__proto__')
      expect(Object.getPrototypeOf(message)).toBe(Object.prototype)
    }
  })
})
