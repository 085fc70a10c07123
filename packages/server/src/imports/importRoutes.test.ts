import { beforeEach, expect, test } from 'vitest'
import type { TestApp } from '../test-support/testApp.ts'
import { createTestApp } from '../test-support/testApp.ts'

let t: TestApp
beforeEach(async () => {
  t = await createTestApp()
})

async function send(body: string | ReadableStream<Uint8Array>, name = 'orders.csv') {
  const response = await t.app.request(`/api/v1/uploads?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${t.keys.editor}` },
    body,
    duplex: 'half',
  })
  // Answers of this route hold nothing that JSON.parse would lose.
  const answer = (await response.json()) as { upload: string; bytes: number; code: string }
  return { status: response.status, ...answer }
}
const mapping = { name: 'orders' }

test('a file is sent, looked at, tried, imported and followed', async () => {
  const { status, upload, bytes } = await send('id\n1\n2\n')
  expect({ status, bytes }).toEqual({ status: 201, bytes: 7 })
  const look = { body: { upload, mapping, rows: 2 } }
  const inspected = await t.ask('POST', '/api/v1/imports/inspect', look)
  expect(inspected.body).toMatchObject({ rows: [{ line: 1, cells: { text: 'id' } }, { line: 2 }] })
  const tried = await t.ask('POST', '/api/v1/imports/dry-run', look)
  expect(tried.body).toMatchObject({ results: [{ kind: 'message' }, { kind: 'message' }] })

  const started = await t.ask('POST', '/api/v1/imports', { body: { upload, mapping } })
  expect(started).toMatchObject({ status: 202, body: { id: '1', by: 'admin', upload } })
  expect(started.body).not.toHaveProperty('file')
  const path = '/api/v1/imports/1'
  expect((await t.ask('GET', path)).body).toMatchObject({ progress: { accepted: 2 } })
  expect((await t.ask('GET', '/api/v1/imports')).body).toMatchObject({ imports: [{ id: '1' }] })
  expect((await t.ask('GET', `${path}/rejects`)).body).toMatchObject({ rejects: [{ lines: [1] }] })
  expect((await t.ask('POST', `${path}/cancel`)).body).toEqual({ cancelled: true })
  for (const missing of [path, `${path}/rejects`]) {
    const { status, body } = await t.ask('GET', missing)
    expect({ status, body }).toMatchObject({ status: 404, body: { code: 'unknown_import' } })
  }
})

test('a mapping is refused with all of its faults', async () => {
  const { upload } = await send('id\n')
  const { status, body } = await t.ask('POST', '/api/v1/imports', { body: { upload, mapping: {} } })
  expect(status).toBe(422)
  expect(body).toMatchObject({ at: ['mapping', 'name'], errors: [{}, { at: ['mapping', 'kind'] }] })
})

test.each([
  '../../etc/passwd',
  '/etc/passwd',
  '..',
  `${'0'.repeat(32)}/../x`,
  `${'f'.repeat(32)}.csv`,
])('%s is no upload', async (upload) => {
  const { status, body } = await t.ask('POST', '/api/v1/imports', { body: { upload, mapping } })
  expect({ status, body }).toMatchObject({ status: 404, body: { code: 'unknown_upload' } })
})

test('only the endings of a name are kept', async () => {
  expect((await send('x', '../../../Ä b/Orders.CSV.gz')).upload).toMatch(/^[0-9a-f]{32}\.csv\.gz$/)
  expect((await send('x', 'passwd')).upload).toMatch(/^[0-9a-f]{32}$/)
})

test('a file that is too large, breaks off or is none is refused', async () => {
  expect(await send('x'.repeat(1_001))).toMatchObject({ status: 413, code: 'file_too_large' })
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error('gone'))
    },
  })
  expect(await send(broken)).toMatchObject({ status: 400, code: 'body_cut_off' })
})
