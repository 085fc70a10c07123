import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createClient } from '@muster/client'
import {
  buildMuster,
  killChildren,
  musterCommand,
  startChild,
  type Child,
  type Listening,
} from './child.ts'

let root: string
/** Shown at the first start. */
let adminKey = ''
const data = (): string => join(root, 'data')
beforeAll(() => {
  buildMuster()
  root = mkdtempSync(join(tmpdir(), 'muster-process-'))
}, 180_000)
afterAll(() => {
  killChildren()
  rmSync(root, { recursive: true })
})

const listeningOf = async (child: Child): Promise<Listening> => {
  const listening = await child.listening
  if (listening === undefined) throw new Error(child.log().join('\n'))
  return listening
}

/** Runs a command to its end. */
async function muster(...args: readonly string[]) {
  const [command = '', ...rest] = musterCommand(...args)
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...text }
}

const call = (access: Listening, from: number, count: number) => ({
  url: `${access.url}/v1/batch`,
  method: 'POST',
  headers: {
    ...{ authorization: `Bearer ${access.writeKey ?? ''}`, 'x-request-id': `call-${from}` },
    'content-type': 'application/json',
  },
  body: JSON.stringify({
    batch: Array.from({ length: count }, (_, i) => ({
      ...{ type: 'track', event: 'Seen', userId: `user${from + i}` },
      messageId: `seen${from + i}`,
    })),
  }),
})

const send = (access: Listening, from: number, count: number): Promise<Response> => {
  const { url, ...rest } = call(access, from, count)
  return fetch(url, rest)
}

/** Begins a call, and resolves when the server has said that it waits for the body: that it has taken the call. */
async function begin(access: Listening, from: number, count: number) {
  const { url, body, headers, method } = call(access, from, count)
  const sending = request(url, { method, headers: { ...headers, expect: '100-continue' } })
  sending.flushHeaders()
  await once(sending, 'continue')
  return {
    status: async (): Promise<number | undefined> => {
      sending.end(body)
      const [answer] = (await once(sending, 'response')) as [IncomingMessage]
      answer.resume()
      return answer.statusCode
    },
  }
}

describe('a server in a process of its own', { timeout: 300_000 }, () => {
  test('is backed up while it runs, ends in order, and stands in an empty folder as it was', async () => {
    const child = startChild({ data: data(), env: { MUSTER_LOG_LEVEL: 'info' } })
    const access = await listeningOf(child)
    adminKey = access.key ?? ''
    const client = createClient({ url: access.url, key: adminKey })
    const definition = { event: 'Seen' }
    await client.audiences.create({ id: 'seen', name: 'Seen', definition, state: 'live' })
    expect((await send(access, 0, 300)).headers.get('x-request-id')).toBe('call-0')

    const file = join(root, 'muster.tar.gz')
    const made = await muster('backup', file, '--data', data(), '--json')
    expect(made).toMatchObject({ code: 0 })
    expect(JSON.parse(made.out)).toMatchObject({ file, from: 'the running server' })
    expect(existsSync(`${file}.partial`)).toBe(false)
    expect(await muster('backup', file, '--data', data())).toMatchObject({ code: 2 })
    // The folder is not empty: a server has it open.
    expect((await muster('restore', file, '--data', data())).err).toContain('folder_not_empty')

    // Whoever is being answered when it is asked to stop gets the answer.
    const underWay = await Promise.all(
      [1_000, 2_000, 3_000].map((from) => begin(access, from, 200)),
    )
    child.signal('SIGTERM')
    await vi.waitUntil(() => child.log().some((line) => line.includes('"stopping"')), 10_000)
    expect(await Promise.all(underWay.map(({ status }) => status()))).toEqual([200, 200, 200])
    expect(await child.ended).toEqual({ code: 0, signal: null })
    const lines = child
      .log()
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      // On a machine that is busy with other tests it may not be ready for a moment.
      .filter(({ msg }) => !/ready/.test(String(msg)))
    expect(lines.map(({ msg }) => msg)).toEqual([
      ...['listening', 'request', 'backup made', 'stopping', 'stopped'],
    ])
    expect(lines[1]).toMatchObject({ level: 'info', operation: 'createAudience', by: 'owner' })
    expect(lines[1]?.['requestId']).toMatch(/^[0-9a-f-]{36}$/)

    const again = join(root, 'again')
    const restored = await muster('restore', file, '--data', again, '--json')
    expect(restored).toMatchObject({ code: 0 })
    const second = startChild({ data: again })
    const there = { ...access, ...(await listeningOf(second)) }
    const reading = createClient({ url: there.url, key: adminKey })
    expect(await reading.status()).toMatchObject({ messages: 300, profiles: 300 })
    expect((await reading.audiences.get('seen')).id).toBe('seen')
    second.signal('SIGINT')
    expect(await second.ended).toEqual({ code: 0, signal: null })

    // And of the folder, when no server has it.
    const cold = await muster('backup', join(root, 'cold.tar.gz'), '--data', again)
    expect(cold).toMatchObject({ code: 0 })
    writeFileSync(join(root, 'foreign'), 'not a backup')
    const foreign = await muster('restore', join(root, 'foreign'), '--data', join(root, 'third'))
    expect(foreign.code).toBe(1)
    expect(foreign.err).toContain('not_a_backup')
  })

  test('a second signal, of either kind, ends it at once', async () => {
    const child = startChild({ data: data() })
    const { url } = await listeningOf(child)
    // A live reader that stays would be let go; a request that never ends is waited for.
    void fetch(`${url}/api/v1/uploads?name=x.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}` },
      body: new ReadableStream({ pull: () => new Promise(() => undefined) }),
      duplex: 'half',
    }).catch(() => undefined)
    await fetch(`${url}/health`)
    child.signal('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 300))
    child.signal('SIGINT')
    expect(await child.ended).toEqual({ code: null, signal: 'SIGINT' })
  })

  test('what is wrong at the start is said, and with which code it ends', async () => {
    const wrong = await muster('serve', '--port', 'x', '--write-through', 'maybe')
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain('--port')
    expect(wrong.err).toContain('--write-through')

    const child = startChild({ data: data() })
    await listeningOf(child)
    const second = await muster('serve', '--port', '0', '--data', data())
    expect(second.code).toBe(1)
    expect(second.err).toContain('Stop it')
    child.signal('SIGTERM')
    await child.ended

    // Nobody listens there: it says so and ends, and the embedded warehouse lets go of its folder.
    const nowhere = 'postgres://nobody@127.0.0.1:1/nothing'
    const lost = await muster(
      'serve',
      '--port',
      '0',
      '--data',
      join(root, 'lost'),
      '--postgres-url',
      nowhere,
    )
    expect(lost.code).toBe(1)
    expect(lost.err).toContain('ECONNREFUSED')
  })
})
