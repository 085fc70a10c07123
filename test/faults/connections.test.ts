import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type RunningServer } from '@muster/server'

/** So many at once. */
const CONNECTIONS = 150
const MEGABYTE = 1024 ** 2

let folder: string
let server: RunningServer
let keys: NonNullable<RunningServer['firstKeys']>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-connections-'))
  server = await startServer({
    ...{ port: 0, host: '127.0.0.1', data: folder, logLevel: 'silent' },
    ...{ clickhouseUrl: undefined, postgresUrl: undefined, writeThrough: undefined },
    ...{ maxBehindSeconds: 60, minFreeMegabytes: 0 },
  })
  if (server.firstKeys === undefined) throw new Error('the first start makes keys')
  keys = server.firstKeys
  await server.engine.audiences.create(
    { id: 'all', name: 'All', definition: { event: 'Seen' }, state: 'live' },
    'test',
  )
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const dial = async (): Promise<Socket> => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}
const head = (first: string, key: string, ...lines: readonly string[]): string =>
  [`${first} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${key}`, ...lines, '', ''].join('\r\n')

const batch = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ type: 'track', event: 'Seen', userId: `user${from + i}`, messageId: `seen${from + i}` },
    properties: { note: 'x'.repeat(600) },
  }))
const post = (from: number, count: number): Promise<Response> =>
  fetch(`${server.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.writeKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch: batch(from, count) }),
  })

test(`${CONNECTIONS} clients that go away in the middle of their bodies: nothing of them is kept, and memory is given back`, async () => {
  const body = JSON.stringify({ batch: batch(0, 500) })
  const started = process.memoryUsage().rss
  for (let round = 0; round < 3; round++) {
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, dial))
    for (const socket of sockets) {
      socket.write(head('POST /v1/batch', keys.writeKey, `Content-Length: ${body.length}`))
      socket.write(body.slice(0, body.length - 1))
    }
    await sleep(200)
    for (const socket of sockets) socket.destroy()
    await sleep(100)
  }
  // What was sent in all: 3 rounds, each with a whole body less one byte.
  expect(process.memoryUsage().rss - started).toBeLessThan(200 * MEGABYTE)
  const { messages } = await server.engine.status()
  expect(messages).toBe(0)
  expect((await post(0, 100)).status).toBe(200)
  await server.engine.settle()
  expect(await server.engine.status()).toMatchObject({ messages: 100, ready: true })
})

test('readers of the live feed that never read hold up nobody, and cost no more than their connections', async () => {
  const readers = await Promise.all(Array.from({ length: 50 }, dial))
  for (const reader of readers) {
    reader.pause()
    reader.write(head('GET /api/v1/changes/live?after=0', keys.secretKey))
  }
  const started = process.memoryUsage().rss
  for (let i = 0; i < 20; i++) expect((await post(1_000 + i * 500, 500)).status).toBe(200)
  await server.engine.settle()
  const status = await server.engine.status()
  expect(status).toMatchObject({ messages: 10_100, ready: true })
  // 50 times 10,000 changes of 250 bytes would be 125 MB besides.
  expect(process.memoryUsage().rss - started).toBeLessThan(400 * MEGABYTE)
  for (const reader of readers) reader.destroy()
})
