import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '@muster/core'
import { createBench, runToEnd, until } from './importer.test-support.ts'
import type { Bench } from './importer.test-support.ts'

let bench: Bench

beforeAll(async () => {
  bench = await createBench()
})
beforeEach(() => {
  bench.ingest.forget()
})
afterEach(async () => {
  await bench.closeImporters()
})
afterAll(async () => {
  expect(bench.problems).toEqual([])
  await bench.close()
})

const orders = {
  name: 'orders',
  kind: 'track',
  event: 'Order Completed',
  timestamp: { column: 'at', format: 'yyyy-MM-dd', zone: 'UTC' },
  identifiers: { userId: 'customer' },
  properties: { total: { column: 'total', type: 'number' } },
  key: ['id'],
}
const header = 'id,at,customer,total\n'
const line = (id: number | string, total: number | string = 1) =>
  `${id},2026-01-31,c${id},${total}\n`
const many = (count: number) => header + Array.from({ length: count }, (_, i) => line(i)).join('')

test('a row becomes a message, and importing it again adds nothing', async () => {
  const importer = bench.open()
  const file = await bench.file('one.csv', header + line(1, '12.50'))
  const first = await runToEnd(importer, file, orders)
  expect(first).toMatchObject({ state: 'done', by: 'tester', file, name: 'orders' })
  expect(first.progress).toMatchObject({
    rows: 1,
    messages: 1,
    accepted: 1,
    duplicates: 0,
    rejected: 0,
  })
  const [message] = bench.ingest.kept.values()
  expect(message).toMatchObject({
    ...{ type: 'track', event: 'Order Completed', userId: 'c1' },
    ...{ timestamp: '2026-01-31T00:00:00.000Z', properties: { total: 12.5 } },
  })
  expect(message?.['messageId']).toMatch(/^import-[0-9a-f]{40}$/)
  const again = await runToEnd(importer, file, orders)
  expect(again.progress).toMatchObject({ accepted: 0, duplicates: 1 })
  const renamed = await runToEnd(importer, file, { ...orders, name: 'others' })
  expect(renamed.progress).toMatchObject({ accepted: 1, duplicates: 0 })
})

test('without a key, equal lines at different places are different messages', async () => {
  const file = await bench.file('equal.csv', header + line(1) + line(1))
  const { key, ...unkeyed } = orders
  expect(key).toEqual(['id'])
  const importer = bench.open()
  expect((await runToEnd(importer, file, unkeyed)).progress).toMatchObject({ accepted: 2 })
  expect((await runToEnd(importer, file, unkeyed)).progress).toMatchObject({ duplicates: 2 })
})

test('rejects are kept with their lines, in pages; the mapping’s own and those of ingest', async () => {
  const importer = bench.open()
  const bad = `x,2026-02-30,c,1\ny,2026-01-31,,1\nz,2026-01-31,c\nw,2026-01-31,c,many\n,2026-01-31,c,1\n`
  const long = `v,2026-01-31,"${'c'.repeat(600_000)}",1\n`
  const view = await runToEnd(
    importer,
    await bench.file('bad.csv', header + line(1) + bad + long),
    orders,
  )
  expect(view.progress).toMatchObject({ rows: 7, messages: 2, accepted: 1, rejected: 6 })
  const first = await importer.rejects(view.id, { limit: 4 })
  expect(first?.rejects.map(({ lines, code, at }) => [lines, code, at])).toEqual([
    [[3], 'invalid_time', ['at']],
    [[4], 'no_identifier', ['customer']],
    [[5], 'wrong_field_count', []],
    [[6], 'invalid_number', ['total']],
  ])
  const second = await importer.rejects(view.id, { limit: 4, after: first?.next ?? '' })
  expect(second?.rejects).toMatchObject([
    { lines: [7], code: 'missing_key' },
    { lines: [8], code: 'message_too_large', rejectId: 'r1' },
  ])
  expect(second?.next).toBeUndefined()
  expect(await importer.rejects('999999', { limit: 4 })).toBeUndefined()
  expect(await importer.rejects(view.id, { limit: 4, after: 'nonsense' })).toEqual({
    ...{ rejects: [], next: undefined },
  })
})

test('too many rejects end the import, since the mapping is wrong', async () => {
  const importer = bench.open()
  const mapping = {
    ...orders,
    timestamp: { column: 'at', format: 'dd/MM/yyyy', zone: 'UTC' },
    stopAfterRejects: 500,
  }
  const view = await runToEnd(importer, await bench.file('wrong.csv', many(5_000)), mapping)
  expect(view).toMatchObject({ state: 'failed', error: { code: 'too_many_rejects' } })
  expect(view.progress.rejected).toBe(1_000)
})

test('an import waits while ingest is busy and bears with it when it fails', async () => {
  let calls = 0
  bench.ingest.before = () => {
    calls++
    if (calls === 1) return Promise.reject(new Error('the store is away'))
    return Promise.resolve(calls < 4 ? 'busy' : 'go')
  }
  const view = await runToEnd(bench.open(), await bench.file('busy.csv', many(10)), orders)
  expect(view).toMatchObject({ state: 'done', progress: { accepted: 10 } })
  expect(calls).toBe(4)
})

test('an import goes on where it was when its process stopped', async () => {
  const file = await bench.file('long.csv', `${many(2_500)}x,soon,c,1\n${line('last')}`)
  const first = bench.open()
  let reached: () => void = () => undefined
  const atThird = new Promise<void>((resolve) => (reached = resolve))
  let calls = 0
  bench.ingest.before = async () => {
    if (++calls < 3) return 'go'
    reached()
    // Busy until it is stopped.
    await new Promise((resolve) => setTimeout(resolve, 10))
    return 'busy'
  }
  const started = await first.start(file, orders, 'tester')
  if (!started.ok) throw new Error('refused')
  await atThird
  await first.close()
  const waiting = await first.progress(started.value.id)
  expect(waiting).toMatchObject({ state: 'queued', progress: { accepted: 2_000 } })
  bench.ingest.before = () => Promise.resolve('go')
  const importer = bench.open()
  const view = await until(importer, started.value.id, ({ finishedAt }) => finishedAt !== undefined)
  expect(view).toMatchObject({
    state: 'done',
    progress: { rows: 2_502, messages: 2_501, accepted: 2_501, duplicates: 0, rejected: 1 },
  })
  expect((await importer.rejects(view.id, { limit: 10 }))?.rejects.length).toBe(1)
})

test('an import begins anew when its file has changed meanwhile', async () => {
  const file = await bench.file('changing.csv', many(1_500))
  const first = bench.open()
  let calls = 0
  bench.ingest.before = () => Promise.resolve(++calls < 2 ? 'go' : 'busy')
  const started = await first.start(file, orders, 'tester')
  if (!started.ok) throw new Error('refused')
  await until(first, started.value.id, ({ progress }) => progress.messages === 1_000)
  await first.close()
  bench.ingest.before = () => Promise.resolve('go')
  await bench.file('changing.csv', header + line('new') + line(1))
  const importer = bench.open()
  const view = await until(importer, started.value.id, ({ finishedAt }) => finishedAt !== undefined)
  expect(view.progress).toMatchObject({ rows: 2, messages: 2, accepted: 1, duplicates: 1 })
})

test('a cancelled import stops, and what it sent stays', async () => {
  const importer = bench.open()
  bench.ingest.before = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return 'go'
  }
  const started = await importer.start(
    await bench.file('cancel.csv', many(50_000)),
    orders,
    'tester',
  )
  if (!started.ok) throw new Error('refused')
  await until(importer, started.value.id, ({ progress }) => progress.messages > 0)
  expect(await importer.cancel(started.value.id)).toBe(true)
  expect(await importer.cancel(started.value.id)).toBe(false)
  expect(await importer.cancel('no-id')).toBe(false)
  const view = await importer.progress(started.value.id)
  expect(view?.state).toBe('cancelled')
  expect(bench.ingest.kept.size).toBeGreaterThan(0)
  expect(bench.ingest.kept.size).toBeLessThan(50_000)
})

test('a file that breaks off within a quote gives all that was before it', async () => {
  const importer = bench.open()
  const view = await runToEnd(importer, await bench.file('torn.csv', `${many(1_500)}"x`), orders)
  expect(view).toMatchObject({ state: 'done', progress: { accepted: 1_500, rejected: 1 } })
})

test('a wrong mapping is refused with everything that is wrong with it', async () => {
  const importer = bench.open()
  const file = await bench.file('refused.csv', header)
  const wrong = {
    ...orders,
    kind: 'trak',
    identifiers: { userId: 'custmer' },
    properties: { t: { column: 'total', type: 'money' } },
  }
  const started = await importer.start(file, wrong, 'tester')
  expect(started).toMatchObject({
    ok: false,
    issues: [
      { code: 'unknown_word', at: ['kind'] },
      { code: 'unknown_column', at: ['identifiers', 'userId', 'column'] },
      { code: 'unknown_word', at: ['properties', 't', 'type'] },
    ],
  })
  expect(await importer.start(`${file}.gone`, orders, 'tester')).toMatchObject({
    ...{ ok: false, error: { code: 'file_not_found', at: ['file'] } },
  })
})

test('a look at a file, and a dry run that keeps nothing', async () => {
  const importer = bench.open()
  const file = await bench.file('dry.csv', header + line(1) + 'x,soon,c,1\n' + line(2))
  expect(await importer.inspect(file, undefined, 1)).toMatchObject({
    value: {
      format: 'csv',
      columns: ['id', 'at', 'customer', 'total'],
      rows: [{ line: 2, cells: { id: '1' } }],
    },
  })
  const skip = [{ name: 'second', when: { column: 'id', equals: '2' } }]
  const dry = await importer.dryRun(file, { ...orders, skip }, 10)
  expect(dry).toMatchObject({
    ok: true,
    value: {
      results: [
        { kind: 'message', lines: [2], message: { userId: 'c1' } },
        { kind: 'rejected', lines: [3], fault: { code: 'invalid_time' } },
        { kind: 'skipped', lines: [4], rule: 'second' },
      ],
    },
  })
  expect(bench.ingest.calls).toBe(0)
})

test('imports are listed newest first, a page at a time', async () => {
  const importer = bench.open()
  const file = await bench.file('list.csv', header + line(1))
  for (const name of ['first', 'second', 'third'])
    await runToEnd(importer, file, { ...orders, name })
  const page = await importer.list({ limit: 2 })
  expect(page.imports.map(({ name }) => name)).toEqual(['third', 'second'])
  const rest = await importer.list({ limit: 1, after: page.next ?? '' })
  expect(rest.imports.map(({ name }) => name)).toEqual(['first'])
})

test('messages as they are, one a line', async () => {
  const lines = [
    { type: 'track', event: 'A', userId: 'u', messageId: 'own', timestamp: '2026-01-01T00:00:00Z' },
    { type: 'identify', userId: 'u', traits: { big: 1 } },
    { type: 'nonsense', userId: 'u' },
  ]
  const text = lines
    .map((one) => JSON.stringify(one))
    .join('\n')
    .replace('"big":1', '"big":9007199254740993')
  const mapping = { name: 'old', kind: 'message' }
  const view = await runToEnd(bench.open(), await bench.file('messages.ndjson', text), mapping)
  expect(view.progress).toMatchObject({ accepted: 2, rejected: 1 })
  expect(bench.ingest.kept.get('"own"')).toMatchObject({ event: 'A' })
  const traits = [...bench.ingest.kept.values()].map(
    (one) => one['traits'] as JsonObject | undefined,
  )
  expect(traits[1]?.['big']).toBe(9007199254740993n)
})
