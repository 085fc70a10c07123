/** The whole engine on the stores of a larger installation: ClickHouse by URL, and PostgreSQL if one answers. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Definition, Json } from '@muster/core'
import { createEngine, type Engine } from '@muster/engine'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBridge, type Bridge } from './bridge.ts'

const postgresUrl =
  process.env['MUSTER_TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'
const schema = `test_${randomBytes(8).toString('hex')}`

let folder: string
let bridge: Bridge
let engine: Engine
let now = Date.parse('2026-03-01T12:00:00Z')
const problems: unknown[] = []
const hasPostgres = await runInPostgres('select 1').then(
  () => true,
  () => false,
)

async function runInPostgres(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2_000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

const start = (): Promise<Engine> =>
  createEngine({
    warehouse: { url: bridge.url },
    metadata: hasPostgres
      ? { url: postgresUrl, schema, connections: 4 }
      : { folder: join(folder, 'metadata') },
    importFolder: join(folder, 'imports'),
    clock: () => now,
    pause: 10,
    onProblem: (problem) => problems.push(problem),
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-engine-'))
  bridge = await startBridge(join(folder, 'warehouse'))
  engine = await start()
})

afterAll(async () => {
  await engine.close()
  await bridge.stop()
  if (hasPostgres) await runInPostgres(`drop schema if exists ${schema} cascade`)
  await rm(folder, { recursive: true })
})

const send = async (...messages: Json[]): Promise<unknown> => {
  const byteLengths = messages.map(() => 500)
  const outcome = await engine.ingest.take({ messages, byteLengths, source: 'test' })
  await engine.settle()
  return outcome
}

const create = async (id: string, definition: Definition): Promise<void> => {
  const made = await engine.audiences.create({ id, name: id, definition, state: 'live' }, 'tester')
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  await engine.settle()
}

const membersOf = async (id: string): Promise<readonly string[]> => {
  const page = await engine.audiences.members(id, { limit: 100 })
  if (!page.ok) throw new Error(page.error.message)
  return page.value.members
    .map(({ identifiers }) => identifiers.map(({ value }) => value).join(' '))
    .sort()
}

const order = (userId: string, messageId: string, total: number): Json => ({
  type: 'track',
  userId,
  event: 'Order Completed',
  messageId,
  properties: { total },
})

test(`members enter with their events and leave by the clock (metadata in ${hasPostgres ? 'PostgreSQL' : 'PGlite'})`, async () => {
  await create('recent', { event: 'Order Completed', window: { last: '1h' } })
  expect(await send(order('u1', 'm1', 10), order("u'2\\", 'm2', 20))).toMatchObject({
    kind: 'taken',
    accepted: 2,
  })
  expect(await membersOf('recent')).toEqual(["u'2\\", 'u1'])
  now += 3_600_000 - 1
  await send(order('u1', 'm3', 5))
  now += 1
  await engine.settle()
  expect(await membersOf('recent')).toEqual(['u1'])
  const { changes } = await engine.changes.page({ limit: 10, audience: 'recent' })
  expect(changes.map(({ entered, cause }) => [entered, cause.kind])).toEqual([
    [true, 'event'],
    [true, 'event'],
    [false, 'edge'],
  ])
  expect(problems).toEqual([])
})

test('a new audience is found in what is stored, and everything is there after a restart', async () => {
  await create('twice', { event: 'Order Completed', is: { atLeast: 2 } })
  expect(await membersOf('twice')).toEqual(['u1'])
  await engine.close()
  await bridge.kill()
  await bridge.start()
  engine = await start()
  await engine.settle()
  expect(await membersOf('twice')).toEqual(['u1'])
  expect(await send(order('u1', 'm3', 5), order("u'2\\", 'm4', 7))).toMatchObject({
    accepted: 1,
    duplicates: 1,
  })
  expect(await membersOf('twice')).toEqual(["u'2\\", 'u1'])
  expect(problems).toEqual([])
})

test('a warehouse that is away for a while costs no message that was taken', async () => {
  await bridge.kill()
  const away = await engine.ingest
    .take({ messages: [order('u3', 'm5', 1)], byteLengths: [500], source: 'test' })
    .then(
      ({ kind }) => kind,
      () => 'rejected',
    )
  expect(away).not.toBe('taken')
  await bridge.start()
  // The sender comes back until it is taken, as senders do.
  await expect
    .poll(
      () =>
        send(order('u3', 'm5', 1), order('u3', 'm6', 1)).catch((error: unknown) => String(error)),
      { timeout: 20_000, interval: 500 },
    )
    .toMatchObject({ kind: 'taken' })
  await expect.poll(() => membersOf('twice'), { timeout: 20_000 }).toContain('u3')
  // It was away, and the engine said so.
  expect(problems.length).toBeGreaterThan(0)
})
