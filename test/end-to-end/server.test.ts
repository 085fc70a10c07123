import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseJson, type Definition, type Identifier } from '@muster/core'
import { startServer, type RunningServer } from '@muster/server'

let folder: string
let server: RunningServer
let writeKey: string
let secretKey: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-server-'))
  server = await startServer({
    port: 0,
    host: '127.0.0.1',
    data: folder,
    clickhouseUrl: undefined,
    postgresUrl: undefined,
    logLevel: 'silent',
    ...{ writeThrough: undefined, maxBehindSeconds: 60, minFreeMegabytes: 0 },
  })
  const keys = server.firstKeys
  if (keys === undefined) throw new Error('the first start makes keys')
  writeKey = keys.writeKey
  secretKey = keys.secretKey
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const live = async (id: string, definition: Definition): Promise<void> => {
  const made = await server.engine.audiences.create(
    { id, name: id, definition, state: 'live' },
    'test',
  )
  expect(made).toMatchObject({ ok: true })
}

const membersOf = async (id: string): Promise<readonly string[]> => {
  const page = await server.engine.audiences.members(id, { limit: 100 })
  if (!page.ok) throw new Error(page.error.message)
  return page.value.members.map(({ identifiers }) => identifiers.map(text).sort().join(' ')).sort()
}
const text = ({ kind, value }: Identifier): string => `${kind}:${value}`

const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${writeKey}:`)}`,
      ...headers,
    },
  })

test('the official SDK sends track, identify, page, group and alias, and memberships follow', async () => {
  await live('pro-buyers', {
    all: [
      { trait: 'plan', is: { equals: 'pro' } },
      { event: 'Order Completed', aggregate: { sum: 'revenue' }, is: { atLeast: 100 } },
    ],
  })
  await live('saw-pricing', {
    event: 'Page Viewed',
    where: [{ property: 'name', is: { equals: 'Pricing' } }],
  })
  await live('big-accounts', { account: { trait: 'employees', is: { atLeast: 1000 } } })
  await live('two-ids', { identifier: 'anonymous_id', is: { atLeast: 2 } })

  const analytics = new Analytics({ writeKey, host: server.url, path: '/v1/batch', flushAt: 3 })
  analytics.track({ anonymousId: 'visitor', event: 'Order Completed', properties: { revenue: 60 } })
  analytics.page({ anonymousId: 'visitor', name: 'Pricing' })
  analytics.identify({
    userId: 'sdk-user',
    anonymousId: 'visitor',
    traits: { plan: 'pro', email: 'Sdk@Example.com' },
  })
  analytics.track({ userId: 'sdk-user', event: 'Order Completed', properties: { revenue: 40 } })
  analytics.group({ userId: 'sdk-user', groupId: 'acme', traits: { employees: 5000 } })
  analytics.track({ anonymousId: 'second device', event: 'App Opened' })
  analytics.alias({ userId: 'sdk-user', previousId: 'second device' })
  await analytics.closeAndFlush()
  await server.engine.settle()

  const everything = [
    'anonymous_id:second device anonymous_id:visitor email:sdk@example.com user_id:sdk-user',
  ]
  expect(await membersOf('pro-buyers')).toEqual(everything)
  expect(await membersOf('saw-pricing')).toEqual(everything)
  expect(await membersOf('big-accounts')).toEqual(everything)
  expect(await membersOf('two-ids')).toEqual(everything)
})

describe('hostile bodies get a clear error or are kept exactly', () => {
  const kept: readonly (readonly [string, string])[] = [
    [
      'names that look like SQL',
      `{"userId":"h1","event":"x'; DROP TABLE messages; --","properties":{"a\`b'c\\"d":"'; SELECT 1; --"}}`,
    ],
    [
      '__proto__ and constructor',
      `{"userId":"h2","event":"Proto","properties":{"__proto__":{"polluted":true},"constructor":1}}`,
    ],
    ['NUL in a value', `{"userId":"h3","event":"Nul","properties":{"text":"a\\u0000b"}}`],
    [
      'integers beyond 2^53',
      `{"userId":"h4","event":"Big","properties":{"n":9007199254740993,"m":-9223372036854775808}}`,
    ],
    [
      'a dot in a key beside the same path',
      `{"userId":"h5","event":"Dots","properties":{"a.b":1,"a":{"b":2}}}`,
    ],
    [
      'empty objects, arrays and texts',
      `{"userId":"h6","event":"Empty","properties":{"t":"","o":{},"l":[],"f":false}}`,
    ],
  ]
  test.each(kept)('%s', async (_, body) => {
    const response = await post('/v1/track', body)
    expect(response.status).toBe(200)
    const { userId, properties } = exact(body)
    const profile = await server.engine.profiles.find({ kind: 'user_id', value: userId })
    const whole = await server.engine.profiles.get(profile ?? 0n)
    expect(whole?.events[0]?.properties).toEqual(properties)
  })

  const refused: readonly (readonly [string, string])[] = [
    ['a lone surrogate', `{"userId":"h","event":"x","properties":{"text":"\\ud800"}}`],
    ['1e400', `{"userId":"h","event":"x","properties":{"n":1e400}}`],
    [
      'a million properties',
      `{"userId":"h","event":"x","properties":{${Array.from({ length: 1_000_000 }, (_, i) => `"p${i}":1`).join(',')}}}`,
    ],
    [
      'nesting of 10,000',
      `{"userId":"h","event":"x","properties":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
    ],
    ['no JSON', `{"userId":`],
    ['nobody', `{"event":"x"}`],
    ['an empty key', `{"userId":"h","event":"x","properties":{"":1}}`],
  ]
  test.each(refused)('%s is refused with a code and a next step', async (_, body) => {
    const response = await post('/v1/track', body)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({
      code: expect.any(String) as string,
      detail: expect.any(String) as string,
    })
  })

  test('gzip is read, a bomb and a torn body are refused, and the server goes on', async () => {
    const good = gzipSync(
      JSON.stringify({
        batch: [{ type: 'track', userId: 'zip', event: 'Zipped', messageId: 'zip-1' }],
      }),
    )
    expect(
      (await post('/v1/batch', Uint8Array.from(good), { 'content-encoding': 'gzip' })).status,
    ).toBe(200)
    const bomb = gzipSync(Buffer.alloc(50_000_000, 32))
    expect(
      (await post('/v1/batch', Uint8Array.from(bomb), { 'content-encoding': 'gzip' })).status,
    ).toBe(413)
    expect(
      (
        await post('/v1/batch', Uint8Array.from(good.subarray(0, 20)), {
          'content-encoding': 'gzip',
        })
      ).status,
    ).toBe(400)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
  })
})

test('without a key nothing opens, and a write key only writes', async () => {
  expect((await fetch(`${server.url}/v1/track`, { method: 'POST', body: '{}' })).status).toBe(401)
  expect((await fetch(`${server.url}/api/v1/audiences`)).status).toBe(401)
  expect(
    (
      await fetch(`${server.url}/api/v1/audiences`, {
        headers: { authorization: `Bearer ${writeKey}` },
      })
    ).status,
  ).toBe(403)
  expect(
    (
      await fetch(`${server.url}/api/v1/audiences`, {
        headers: { authorization: `Bearer ${secretKey}` },
      })
    ).status,
  ).toBe(200)
})

/** What was sent, read with every digit. */
function exact(body: string): { readonly userId: string; readonly properties: unknown } {
  const parsed = parseJson(body)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.value as unknown as { readonly userId: string; readonly properties: unknown }
}
