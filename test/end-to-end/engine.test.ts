import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEngine, type Engine } from '@muster/engine'
import type { Definition, Json } from '@muster/core'

let folder: string
let engine: Engine
let now = Date.parse('2026-03-01T12:00:00Z')
const problems: unknown[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-engine-'))
  engine = await createEngine({
    warehouse: { folder: join(folder, 'warehouse') },
    metadata: { folder: join(folder, 'metadata') },
    importFolder: join(folder, 'imports'),
    clock: () => now,
    pause: 10,
    onProblem: (problem) => problems.push(problem),
  })
})

afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
  expect(problems).toEqual([])
})

const send = async (...messages: Json[]) => {
  const outcome = await engine.ingest.take({
    messages,
    byteLengths: messages.map(() => 500),
    source: 'test',
  })
  await engine.settle()
  return outcome
}

const create = async (id: string, definition: Definition) => {
  const made = await engine.audiences.create({ id, name: id, definition, state: 'live' }, 'tester')
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  await engine.settle()
}

const membersOf = async (id: string) => {
  const page = await engine.audiences.members(id, { limit: 100 })
  if (!page.ok) throw new Error(page.error.message)
  return page.value.members.map((member) =>
    member.identifiers.map(({ kind, value }) => `${kind}:${value}`).join(' '),
  )
}

test('a buyer enters an audience at once, and leaves it to the millisecond when the window has passed', async () => {
  await create('recent-buyers', { event: 'Order Completed', window: { last: '1h' } })
  expect(
    await send({
      type: 'track',
      userId: 'u1',
      event: 'Order Completed',
      messageId: 'm1',
      properties: { total: 10 },
    }),
  ).toMatchObject({ kind: 'taken', accepted: 1 })
  expect(await membersOf('recent-buyers')).toEqual(['user_id:u1'])
  now += 3_600_000 - 1
  await engine.settle()
  expect(await membersOf('recent-buyers')).toEqual(['user_id:u1'])
  now += 1
  await engine.settle()
  expect(await membersOf('recent-buyers')).toEqual([])
  const { changes } = await engine.changes.page({ limit: 10, audience: 'recent-buyers' })
  expect(changes.map(({ entered, cause }) => [entered, cause.kind])).toEqual([
    [true, 'event'],
    [false, 'edge'],
  ])
})

test('a duplicate changes nothing, and a merge unites what two profiles did', async () => {
  await create('two-orders', { event: 'Order Completed', is: { atLeast: 2 } })
  await send({ type: 'track', anonymousId: 'a2', event: 'Order Completed', messageId: 'm2' })
  expect(
    await send({ type: 'track', anonymousId: 'a2', event: 'Order Completed', messageId: 'm2' }),
  ).toMatchObject({ accepted: 0, duplicates: 1 })
  await send({ type: 'track', userId: 'u2', event: 'Order Completed', messageId: 'm3' })
  expect(await membersOf('two-orders')).toEqual([])
  await send({ type: 'identify', userId: 'u2', anonymousId: 'a2', messageId: 'm4' })
  expect(await membersOf('two-orders')).toEqual(['user_id:u2 anonymous_id:a2'])
  const profile = await engine.profiles.find({ kind: 'user_id', value: 'u2' })
  const apart = await engine.profiles.unmerge(
    profile ?? 0n,
    [[{ kind: 'user_id', value: 'u2' }]],
    'tester',
  )
  expect(apart.ok).toBe(true)
  await engine.settle()
  expect(await membersOf('two-orders')).toEqual([])
})

test('another time zone moves midnight, and whoever that concerns', async () => {
  now = Date.parse('2026-03-02T03:00:00Z')
  await create('seen-today', { event: 'App Opened', window: { calendar: 'today' } })
  await send({
    type: 'track',
    userId: 'u3',
    event: 'App Opened',
    messageId: 'm5',
    timestamp: '2026-03-01T23:30:00Z',
  })
  expect(await membersOf('seen-today')).toEqual([])
  expect(await engine.settings.change({ zone: 'America/New_York' }, 'tester')).toMatchObject({
    ok: true,
  })
  await engine.settle()
  expect(await membersOf('seen-today')).toEqual(['user_id:u3'])
})
