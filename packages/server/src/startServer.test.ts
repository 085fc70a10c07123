import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Analytics } from '@segment/analytics-node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Configuration } from './configuration.ts'
import type { RunningServer } from './startServer.ts'
import { startServer } from './startServer.ts'
import type { FakeEngine } from './test-support/fakeEngine.ts'
import { changeOf, createFakeEngine } from './test-support/fakeEngine.ts'

let engine: FakeEngine
let server: RunningServer
let data: string
let writeKey: string
let secretKey: string

const configuration = (): Configuration => ({
  ...{ port: 0, host: '127.0.0.1', data, logLevel: 'silent' },
  ...{ clickhouseUrl: undefined, postgresUrl: undefined },
  ...{ writeThrough: undefined, maxBehindSeconds: 60, minFreeMegabytes: 0 },
})

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'muster-server-test-'))
  engine = createFakeEngine()
  server = await startServer(configuration(), () => Promise.resolve(engine))
  writeKey = server.firstKeys?.writeKey ?? ''
  secretKey = server.firstKeys?.secretKey ?? ''
})
afterEach(async () => {
  await server.close()
  await rm(data, { recursive: true, force: true })
})

const get = (path: string) =>
  fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${secretKey}` } })

describe('starting and stopping', () => {
  test('an empty workspace gets its first keys once', async () => {
    expect(writeKey).toMatch(/^mw_/)
    expect(secretKey).toMatch(/^ms_/)
    const again = await startServer(configuration(), () => Promise.resolve(engine))
    expect(again.firstKeys).toBeUndefined()
    await again.close()
  })

  test('a link for the owner is made by each start until there is one', async () => {
    expect(server.ownerToken).toMatch(/^[\w-]{43}$/)
    const start = () => startServer(configuration(), () => Promise.resolve(engine))
    const second = await start()
    expect(second.ownerToken).toMatch(/^[\w-]{43}$/)
    expect(second.ownerToken).not.toBe(server.ownerToken)
    await second.close()
    const { access } = engine
    await access.users.create({ email: 'a@example.com', name: 'A', role: 'owner' }, 'test')
    const third = await start()
    expect(third.ownerToken).toBeUndefined()
    await third.close()
  })

  test("a command on this machine has a key of its own, which is another start's no more", async () => {
    const { machineKey } = server
    const ask = (key: string) =>
      fetch(`${server.url}/api/v1/users`, { headers: { authorization: `Bearer ${key}` } })
    expect((await ask(machineKey)).status).toBe(200)
    expect((await ask(`${machineKey}x`)).status).toBe(401)
    const again = await startServer(configuration(), () => Promise.resolve(engine))
    expect(again.machineKey).not.toBe(machineKey)
    await again.close()
  })

  test('a port that is taken is said, and the engine is let go', async () => {
    const other = createFakeEngine()
    const taken = { ...configuration(), port: Number(new URL(server.url).port) }
    await expect(startServer(taken, () => Promise.resolve(other))).rejects.toThrow(/is taken/)
    expect(other.closed).toBe(true)
  })

  test('stopping ends live feeds, answers what is under way, and closes the engine', async () => {
    const feed = await get('/api/v1/changes/live')
    await server.close()
    await server.close()
    expect(await feed.text()).toContain(': connected')
    expect(engine.closed).toBe(true)
    await expect(get('/health')).rejects.toThrow()
  })
})

describe("Segment's own SDK, unchanged", () => {
  test('every kind of call arrives', async () => {
    const errors: unknown[] = []
    const analytics = new Analytics({ writeKey, host: server.url, maxRetries: 0 })
    analytics.on('error', (error) => errors.push(error))
    analytics.identify({ userId: 'u1', traits: { email: 'ada@example.com' } })
    analytics.track({ userId: 'u1', event: 'Order Completed', properties: { total: 12.5 } })
    analytics.page({ anonymousId: 'a1', name: 'Home' })
    analytics.screen({ anonymousId: 'a1', name: 'Start' })
    analytics.group({ userId: 'u1', groupId: 'acme' })
    analytics.alias({ userId: 'u1', previousId: 'a1' })
    await analytics.closeAndFlush()
    expect(errors).toEqual([])
    const messages = engine.calls.flatMap((call) => call.messages)
    expect(messages.map((message) => Reflect.get(message as object, 'type') as unknown)).toEqual([
      ...['identify', 'track', 'page', 'screen', 'group', 'alias'],
    ])
    expect(messages[1]).toMatchObject({ event: 'Order Completed', properties: { total: 12.5 } })
    expect(engine.calls[0]?.sentAt).toBeDefined()
  })

  test('it comes back when the engine was busy, and loses nothing', async () => {
    engine.busyFor = 0.2
    const analytics = new Analytics({ writeKey, host: server.url, maxRetries: 5 })
    analytics.track({ userId: 'u1', event: 'Later' })
    setTimeout(() => {
      engine.busyFor = undefined
    }, 100)
    await analytics.closeAndFlush()
    expect(engine.calls).toHaveLength(1)
  })

  test('a wrong key is told to it, and not tried for ever', async () => {
    const analytics = new Analytics({ writeKey: 'wrong', host: server.url, maxRetries: 1 })
    const errors: string[] = []
    analytics.on('error', ({ reason }) => errors.push(String(reason)))
    analytics.track({ userId: 'u1', event: 'x' })
    await analytics.closeAndFlush()
    expect(errors).toEqual([expect.stringContaining('401')])
  })
})

describe('on the wire', () => {
  /** Sends bytes as they are and answers with all that comes back until `until` or the end. */
  async function raw(bytes: string, until = /\r\n\r\n/): Promise<string> {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.write(bytes)
    let answer = ''
    for await (const chunk of socket) {
      answer += String(chunk)
      if (until.test(answer)) break
    }
    socket.destroy()
    return answer
  }
  const head = (path: string, ...lines: readonly string[]) =>
    [
      `POST ${path} HTTP/1.1`,
      'Host: x',
      `Authorization: Bearer ${writeKey}`,
      ...lines,
      '',
      '',
    ].join('\r\n')

  test('a body without a length is bounded as it comes', async () => {
    const chunk = 'x'.repeat(0x8000)
    const chunks = `8000\r\n${chunk}\r\n`.repeat(17)
    const answer = await raw(`${head('/v1/batch', 'Transfer-Encoding: chunked')}${chunks}`)
    expect(answer).toContain(' 413 ')
    expect((await get('/health')).status).toBe(200)
  })

  test('a length that promises too much is refused before the body comes', async () => {
    expect(await raw(head('/v1/batch', 'Content-Length: 99999999'))).toContain(' 413 ')
  })

  test('a sender that goes away in the middle of its body does no harm', async () => {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.write(`${head('/v1/track', 'Content-Length: 100')}{"userId"`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    expect((await get('/health')).status).toBe(200)
    expect(engine.calls).toEqual([])
  })

  test('a body longer than its length ends the connection', async () => {
    const body = '{"userId":"u"}'
    const sent = `${head('/v1/track', `Content-Length: ${body.length}`)}${body}GARBAGE`
    expect(await raw(sent)).toContain(' 400 ')
    expect((await get('/health')).status).toBe(200)
  })

  test('a live reader that never reads makes the server hold a page or two, and no more', async () => {
    for (let i = 0; i < 60_000; i++) engine.recorded.push(changeOf(i))
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.pause()
    socket.write(
      `GET /api/v1/changes/live?after=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secretKey}\r\n\r\n`,
    )
    await new Promise((resolve) => setTimeout(resolve, 700))
    const read = engine.pagesRead()
    // 120 pages wait; what was read lies in the buffers of the two sockets.
    expect(read).toBeLessThan(60)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(engine.pagesRead()).toBe(read)
    socket.destroy()
  })
})
