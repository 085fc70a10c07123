import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type RunningServer } from '@muster/server'
import { startBridge, type Bridge } from '../bridge/bridge.ts'
import { postgresPrograms, startPostgres, type Postgres } from './postgres.ts'

/** How long a store is away, in milliseconds, and longer than a lease lasts; `MUSTER_FAULTS_AWAY=60000` for a whole minute. */
const AWAY = Number(process.env['MUSTER_FAULTS_AWAY'] ?? 7_000)
const programs = postgresPrograms()

// Said when the binaries of PostgreSQL are not on this machine.
describe.skipIf(programs === undefined)('stores by URL that go away and come back', () => {
  let root: string
  let postgres: Postgres
  let bridge: Bridge
  let server: RunningServer
  let writeKey = ''
  let sent = 0

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'muster-away-'))
    postgres = await startPostgres(programs ?? '', root)
    bridge = await startBridge(join(root, 'warehouse'))
    server = await startServer({
      ...{ port: 0, host: '127.0.0.1', data: join(root, 'data'), logLevel: 'silent' },
      ...{ clickhouseUrl: bridge.url, postgresUrl: postgres.url, writeThrough: undefined },
      ...{ maxBehindSeconds: 2, minFreeMegabytes: 0 },
    })
    writeKey = server.firstKeys?.writeKey ?? ''
    const definition = { event: 'Order Completed', is: { atLeast: 3 } }
    const made = await server.engine.audiences.create(
      { id: 'loyal', name: 'Loyal', definition, state: 'live' },
      'test',
    )
    expect(made).toMatchObject({ ok: true })
    await send(10)
    await server.engine.settle()
  }, 120_000)
  afterAll(async () => {
    await server.close()
    await bridge.stop()
    await postgres.stop()
    rmSync(root, { recursive: true })
  })

  const post = (count: number): Promise<Response> => {
    const batch = Array.from({ length: count }, (_, i) => ({
      ...{ type: 'track', event: 'Order Completed', userId: `user${(sent + i) % 7}` },
      messageId: `order${sent + i}`,
    }))
    return fetch(`${server.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ batch }),
    })
  }
  /** Sends as an SDK does: the same again until it is taken. Returns the answers before that. */
  const send = async (count: number): Promise<readonly number[]> => {
    const refused: number[] = []
    for (;;) {
      const response = await post(count)
      await response.text()
      if (response.ok) break
      refused.push(response.status)
      await sleep(100)
    }
    sent += count
    return refused
  }
  const reasons = async (): Promise<readonly string[]> => {
    const response = await fetch(`${server.url}/ready`)
    const { errors } = (await response.json()) as { errors?: readonly { code: string }[] }
    return errors?.map(({ code }) => code) ?? []
  }
  const settled = async () => {
    await server.engine.settle()
    const { messages } = await server.engine.status()
    const page = await server.engine.audiences.members('loyal', { limit: 100 })
    const { changes } = await server.engine.changes.page({ limit: 1_000 })
    return {
      messages,
      members: page.ok ? page.value.members.length : page.error.code,
      entered: changes.map(({ profile, entered }) => `${profile} ${entered}`).toSorted(),
      ready: await reasons(),
    }
  }
  const memory = (): number => process.memoryUsage().rss

  const stores = [
    ['metadata', 'metadata_unreachable', () => postgres.stop(), () => postgres.start()],
    ['warehouse', 'warehouse_unreachable', () => bridge.kill(), () => bridge.start()],
  ] as const
  test.each(stores)(
    'the %s store: calls are refused so that senders come back, it says so, and goes on by itself',
    { timeout: 60_000 + 3 * AWAY },
    async (_, reason, leave, comeBack) => {
      const before = await settled()
      expect(before).toMatchObject({ messages: sent, ready: [] })
      await leave()
      try {
        const during = memory()
        const answers: number[] = []
        const until = Date.now() + AWAY
        while (Date.now() < until) {
          const response = await post(50)
          expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
          answers.push(response.status)
          const { code } = (await response.json()) as { code: string }
          expect(['store_away', 'busy']).toContain(code)
          await sleep(20)
        }
        expect(new Set(answers)).toEqual(new Set([503]))
        expect(await reasons()).toContain(reason)
        expect((await fetch(`${server.url}/health`)).status).toBe(200)
        expect(memory() - during).toBeLessThan(200 * 1024 ** 2)
      } finally {
        await comeBack()
      }
      await send(50)
      const after = await settled()
      expect(after).toMatchObject({ messages: sent, ready: [] })
      expect(after.members).toBe(7)
      // Each entered once, whatever was tried meanwhile.
      expect(after.entered).toHaveLength(7)
      expect(new Set(after.entered).size).toBe(7)
    },
  )
})
