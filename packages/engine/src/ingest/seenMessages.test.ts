import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { render, sql, strings } from '@muster/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWarehouse } from '../warehouse/openWarehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { HASHES_IN_SQL, hashesOf } from './hashesOf.ts'
import { createSeenMessages } from './seenMessages.ts'

let folder: string
let warehouse: Warehouse
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-seen-'))
  warehouse = await openWarehouse({ folder })
})
afterAll(async () => {
  await warehouse.close()
  await rm(folder, { recursive: true })
})

const ASCII = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code + 1))

const failed = (error: unknown): void => {
  throw error
}

test('the warehouse computes the same hashes', async () => {
  // Of every length up to several words, and of every character.
  const random = fc.sample(fc.string({ unit: fc.constantFrom(...ASCII), maxLength: 40 }), {
    seed: 20261122,
    numRuns: 500,
  })
  const ids = [
    ...Array.from({ length: 20 }, (_, n) => 'abcdefghijklmnopqrst'.slice(0, n)),
    ASCII.join(''),
    ...random,
  ]
  const rows = await warehouse.query<{ hashes: string }>(
    render(
      sql`SELECT ${HASHES_IN_SQL} AS hashes FROM (SELECT arrayJoin(${strings(ids)}) AS message_id)`,
    ),
  )
  const found = rows.map(({ hashes }) => [
    Number(BigInt(hashes) >> 32n),
    Number(BigInt(hashes) & 0xffffffffn),
  ])
  expect(found).toEqual(ids.map(hashesOf))
})

test('a text whose bytes are not its characters has none', () => {
  for (const id of ['é', 'abcé', 'abcdé', '\ud800', 'ab🙂c']) expect(hashesOf(id)).toBeUndefined()
})

test('what was recorded is known, before it is loaded, afterwards, and loaded once more', async () => {
  const recorded = ['order-1', 'order-2', 'élan', '🙂', 'x'.repeat(500)]
  await warehouse.insert(
    'messages',
    ['node', 'ts', 'message_id'],
    recorded.map((id, i) => [i + 1, 0, id]),
  )
  const seen = createSeenMessages(warehouse, failed)
  const asked = [...recorded, 'order-3', 'elan', '🙃']
  for (const load of [() => Promise.resolve(), seen.load, seen.load]) {
    await load()
    expect([...(await seen.known(asked))].toSorted()).toEqual(recorded.toSorted())
  }
})

test('of very many ids each is asked for, and hardly any other', async () => {
  const many = Array.from({ length: 120_000 }, (_, i) => `many-${i}`)
  await warehouse.insert(
    'messages',
    ['node', 'ts', 'message_id'],
    many.map((id, i) => [i + 100, 1, id]),
  )
  let asked = 0
  const watched: Warehouse = {
    ...warehouse,
    query: (statement, lane) => {
      if (!statement.text.includes('DISTINCT')) return warehouse.query(statement, lane)
      asked = Object.values(statement.params).flat().length
      return Promise.resolve([])
    },
  }
  const seen = createSeenMessages(watched, failed)
  await seen.load()
  await seen.known(many)
  expect(asked).toBe(many.length)
  asked = 0
  await seen.known(many.map((id) => `x${id}`))
  expect(asked).toBeLessThan(100)
})

test('what is certainly new is not asked for, and what was added is', async () => {
  const asked: string[] = []
  const watched: Warehouse = {
    ...warehouse,
    query: (statement, lane) => {
      if (statement.text.includes('DISTINCT')) asked.push(JSON.stringify(statement.params))
      return warehouse.query(statement, lane)
    },
  }
  const seen = createSeenMessages(watched, failed)
  await seen.load()
  expect(await seen.known(['order-4', 'order-5'])).toEqual(new Set())
  expect(asked).toEqual([])
  seen.add(['order-4'])
  // Not recorded after all.
  expect(await seen.known(['order-4', 'order-5'])).toEqual(new Set())
  expect(asked).toHaveLength(1)
  expect(asked[0]).toContain('order-4')
  expect(asked[0]).not.toContain('order-5')
})

test('a loading that fails is told and begins again, and ends when it is closed', async () => {
  let failures = 2
  const failing: Warehouse = {
    ...warehouse,
    query: (statement, lane) =>
      statement.text.includes('arraySort') && failures-- > 0
        ? Promise.reject(new Error('away'))
        : warehouse.query(statement, lane),
  }
  const told: unknown[] = []
  const seen = createSeenMessages(failing, (error) => told.push(error))
  await seen.load()
  expect(told).toHaveLength(2)
  expect(await seen.known(['order-1'])).toEqual(new Set(['order-1']))
  failures = Infinity
  const loading = seen.load()
  seen.close()
  await loading
  expect(told).toHaveLength(2)
})
