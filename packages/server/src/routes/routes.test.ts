import { beforeEach, describe, expect, test } from 'vitest'
import { stringifyJson } from '@muster/core'
import { changeOf } from '../test-support/fakeEngine.ts'
import { profileOf } from '../test-support/fakeProfiles.ts'
import type { TestApp } from '../test-support/testApp.ts'
import { createTestApp } from '../test-support/testApp.ts'

const big = 9_007_199_254_740_993n
const definition = { event: 'Order Completed', window: { last: '30d' } }

let t: TestApp
beforeEach(async () => {
  t = await createTestApp()
  t.engine.whole.set(big, profileOf(big, [{ kind: 'email', value: 'ada@example.com' }]))
})
const create = (more = {}) =>
  t.ask('POST', '/api/v1/audiences', { body: { name: 'Buyers', definition, ...more } })

describe('audiences', () => {
  test('are created, read, listed, edited and archived', async () => {
    expect(await create({ state: 'live', tags: ['shop'] })).toMatchObject({
      status: 201,
      body: { id: 'buyers', state: 'live', revision: 1, definition, size: 2 },
    })
    expect((await t.ask('GET', '/api/v1/audiences/buyers')).body).toMatchObject({ name: 'Buyers' })
    const listed = (tag: string) => t.ask('GET', `/api/v1/audiences?state=live&tag=${tag}`)
    expect((await listed('shop')).body).toMatchObject({ audiences: [{ id: 'buyers' }] })
    expect((await listed('none')).body).toEqual({ audiences: [] })

    const edit = { revision: 1, definition: { everyone: true }, note: 'wider' }
    const edited = await t.ask('PATCH', '/api/v1/audiences/buyers', { body: edit })
    expect(edited.body).toMatchObject({ revision: 2, version: 2, definition: { everyone: true } })
    expect(await t.ask('PATCH', '/api/v1/audiences/buyers', { body: edit })).toMatchObject({
      status: 409,
      body: { code: 'edited_meanwhile', at: ['revision'] },
    })
    const versions = await t.ask('GET', '/api/v1/audiences/buyers/versions')
    expect(versions.body).toMatchObject({ versions: [{ version: 1 }, { version: 2 }] })
    const archived = await t.ask('POST', '/api/v1/audiences/buyers/archive')
    expect(archived.body).toMatchObject({ state: 'archived', archivedAt: 5 })
  })

  test('an id that is taken is a conflict, one that is unknown is not found', async () => {
    await create()
    expect(await create()).toMatchObject({ status: 409, body: { code: 'id_taken' } })
    for (const path of ['', '/versions', '/members', '/sizes']) {
      expect(await t.ask('GET', `/api/v1/audiences/none${path}`)).toMatchObject({
        status: 404,
        body: { code: 'unknown_audience', at: ['id'] },
      })
    }
  })

  test('a definition is refused with all of its faults, each with its place', async () => {
    const wrong = { all: [{ evnt: 'x' }, { trait: 'plan', is: { equal: 1 } }] }
    const { status, body } = await create({ definition: wrong })
    expect(status).toBe(422)
    expect(body).toMatchObject({
      code: 'unknown_kind',
      at: ['definition', 'all', 0],
      errors: [{ code: 'unknown_kind' }, { at: ['definition', 'all', 1, 'is'] }],
    })
    for (const route of ['preview', 'explain']) {
      const sent = { definition: wrong, ...(route === 'explain' && { profile: '1' }) }
      const refused = await t.ask('POST', `/api/v1/audiences/${route}`, { body: sent })
      expect(refused).toMatchObject({ status: 422, body: { code: 'unknown_kind' } })
    }
  })

  test('a reference to no audience is a fault of the definition, and not of the address', async () => {
    expect(await create({ definition: { audience: 'none' } })).toMatchObject({
      status: 422,
      body: { code: 'unknown_audience', at: ['definition', 'audience'] },
    })
  })

  test('integers beyond 2^53 keep every digit, both ways', async () => {
    const exact = { trait: 'account', is: { equals: big } }
    expect(stringifyJson((await create({ definition: exact })).body)).toContain(
      '{"equals":9007199254740993}',
    )
    const read = await t.ask('GET', '/api/v1/audiences/buyers')
    expect(read.body).toMatchObject({ definition: exact })
  })

  test('a check says what a definition means, or what is wrong', async () => {
    const check = (sent: object) =>
      t.ask('POST', '/api/v1/audiences/check', {
        as: 'viewer',
        body: { definition: sent as never },
      })
    expect((await check(definition)).body).toMatchObject({ ok: true, warnings: [] })
    expect((await check({})).body).toMatchObject({ ok: false, errors: [{ at: [] }] })
  })

  test('members come by pages, sizes by steps, and both explain themselves', async () => {
    await create({ state: 'live' })
    t.engine.whole.set(7n, profileOf(7n, []))
    const first = await t.ask('GET', '/api/v1/audiences/buyers/members?limit=1')
    expect(first.body).toMatchObject({ members: [{ profile: '7' }], next: '7' })
    const second = await t.ask('GET', '/api/v1/audiences/buyers/members?limit=1&after=7')
    expect(second.body).toMatchObject({ members: [{ profile: '9007199254740993' }], next: null })
    const search = '/api/v1/audiences/buyers/members?identifier='
    expect((await t.ask('GET', `${search}ada%40example.com`)).body).toMatchObject({
      ...{ members: [{ profile: '9007199254740993' }], next: null },
    })
    expect((await t.ask('GET', `${search}ada`)).body).toEqual({ members: [], next: null })
    const sizes = await t.ask('GET', '/api/v1/audiences/buyers/sizes?from=0&to=3000&step=1000')
    expect(sizes.body).toMatchObject({ sizes: [{ at: 0 }, { at: 1000 }, { at: 2000 }] })
    const why = await t.ask('GET', '/api/v1/audiences/buyers/explain?profile=7')
    expect(why.body).toMatchObject({ holds: true })
    const preview = { body: { definition, sample: 1 } }
    const previewed = await t.ask('POST', '/api/v1/audiences/preview', preview)
    expect(previewed.body).toMatchObject({ size: 2, sample: [{ profile: '7' }] })
  })
})

describe('profiles', () => {
  test('are found by an identifier and read whole', async () => {
    const found = await t.ask('GET', '/api/v1/profiles?kind=email&value=ada@example.com')
    expect(found.body).toEqual({ profile: '9007199254740993' })
    const { body } = await t.ask('GET', '/api/v1/profiles/9007199254740993')
    expect(body).toMatchObject({
      profile: '9007199254740993',
      traits: { big: { value: big } },
      lastSeenAt: null,
    })
  })

  test('ids stay text in the graph of an identity', async () => {
    const { body } = await t.ask('GET', '/api/v1/profiles/9007199254740993/identity')
    expect(body).toMatchObject({
      profile: '9007199254740993',
      identifiers: [{ node: '7', sides: [{ decision: '3', side: 1 }] }],
      log: [{ kind: 'merged', absorbed: '9223372036854775807', decision: null }],
    })
  })

  test('are merged, unmerged and taken out of accounts', async () => {
    t.engine.whole.set(7n, profileOf(7n, []))
    const merged = { body: { absorbed: '7' } }
    const answer = await t.ask('POST', '/api/v1/profiles/9007199254740993/merge', merged)
    expect(answer.body).toEqual({ profile: '9007199254740993' })
    const groups = [[{ kind: 'email', value: 'a' }], [{ kind: 'user_id', value: 'b' }]]
    const foretold = await t.ask('POST', '/api/v1/profiles/7/unmerge/preview', { body: { groups } })
    expect(foretold.body).toMatchObject({
      profiles: [
        { profile: '7', isNew: false, firstEventAt: null, lastEventAt: 5 },
        { profile: '100', isNew: true, identifiers: [{ kind: 'email', value: 'a' }] },
        { profile: '101' },
      ],
      audiencesNow: [{ id: 'vip', name: 'VIP' }],
    })
    expect(
      await t.ask('POST', '/api/v1/profiles/8/unmerge/preview', { body: { groups } }),
    ).toMatchObject({ status: 404, body: { code: 'unknown_profile' } })
    const apart = await t.ask('POST', '/api/v1/profiles/7/unmerge', { body: { groups } })
    expect(apart.body).toEqual({ profiles: ['7', '100'] })
    expect((await t.ask('DELETE', '/api/v1/profiles/7/accounts/acme')).body).toEqual({ left: true })
    expect(await t.ask('DELETE', '/api/v1/profiles/7/accounts/none')).toMatchObject({
      status: 404,
      body: { code: 'unknown_account' },
    })
  })

  test.each(['8', '9223372036854775807'])('%s is nobody', async (id) => {
    const { status, body } = await t.ask('GET', `/api/v1/profiles/${id}`)
    expect({ status, body }).toMatchObject({ status: 404, body: { code: 'unknown_profile' } })
  })

  test.each(['-1', '1.5', '1e3', '007', '9223372036854775808', 'ada'])(
    '%s is no profile id',
    async (id) => {
      const { status, body } = await t.ask('GET', `/api/v1/profiles/${id}`)
      expect({ status, body }).toMatchObject({ status: 422, body: { at: ['path', 'profile'] } })
    },
  )
})

test('lists are created and filled', async () => {
  const created = await t.ask('POST', '/api/v1/lists', { body: { name: 'VIP' } })
  expect(created).toMatchObject({ status: 201, body: { id: 'vip', size: 0 } })
  const identifiers = [
    { kind: 'email', value: 'a@x.de' },
    { kind: 'user_id', value: "'; DROP TABLE lists;--" },
  ]
  const put = (what: string) =>
    t.ask('POST', `/api/v1/lists/vip/${what}`, { body: { identifiers } })
  expect((await put('add')).body).toEqual({ changed: 2, unusable: [] })
  expect((await t.ask('GET', '/api/v1/lists')).body).toMatchObject({ lists: [{ size: 2 }] })
  expect((await put('remove')).body).toMatchObject({ changed: 2 })
  const none = await t.ask('POST', '/api/v1/lists/none/add', { body: { identifiers } })
  expect(none).toMatchObject({ status: 404, body: { code: 'unknown_list' } })
})

test('changes come by pages, oldest or newest first', async () => {
  t.engine.record(changeOf(1), changeOf(2, { audience: 'other' }), changeOf(3))
  const page = (query: string) => t.ask('GET', `/api/v1/changes?${query}`)
  const first = await page('limit=2')
  expect(first.body).toMatchObject({
    changes: [{ cursor: '1' }, { cursor: '2' }],
    next: '2',
  })
  expect((await page('after=2')).body).toMatchObject({ changes: [{ cursor: '3' }] })
  expect((await page('order=newest&limit=1')).body).toMatchObject({
    changes: [{ cursor: '3' }],
  })
  expect((await page('audience=other')).body).toMatchObject({ changes: [{ entered: true }] })
  expect((await page(`profile=${big.toString()}&limit=1`)).body).toMatchObject({
    changes: [{ cause: { kind: 'event', messageId: 'm1' } }],
  })
})

test('the live feed answers with events behind Last-Event-ID', async () => {
  t.engine.record(changeOf(1), changeOf(2))
  const response = await t.app.request('/api/v1/changes/live?after=2', {
    headers: { authorization: `Bearer ${t.keys.viewer}`, 'last-event-id': '1' },
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body?.getReader()
  const text = async () =>
    new TextDecoder().decode((await reader?.read())?.value as Uint8Array | undefined)
  expect(await text()).toContain('id: 1')
  expect(await text()).toContain('id: 2\nevent: change')
  t.stop()
  await reader?.cancel()
})

test('rejected messages are listed and replayed', async () => {
  await t.ask('POST', '/v1/batch', { as: 'writer', body: { batch: [5, {}] } })
  const listed = await t.ask('GET', '/api/v1/rejects?code=not_an_object&state=open')
  expect(listed.body).toMatchObject({ rejects: [{ id: 'r1', body: 5 }], next: null })
  const replays = [{ id: 'r1', corrected: { userId: 'u' } }, { id: 'r9' }]
  const { body } = await t.ask('POST', '/api/v1/rejects/replay', { body: { replays } })
  expect(body).toMatchObject({ replayed: [{ outcome: 'accepted' }, { outcome: 'unknown' }] })
})

describe('the workspace', () => {
  test('has a catalogue, a status and settings', async () => {
    expect((await t.ask('GET', '/api/v1/catalogue')).body).toMatchObject({
      events: [{ name: 'Order Completed', properties: [{ samples: [big] }] }],
    })
    expect((await t.ask('GET', '/api/v1/status')).body).toMatchObject({ ready: true, profiles: 3 })
    await t.ask('PATCH', '/api/v1/settings', { body: { timeZone: 'Europe/Berlin' } })
    expect((await t.ask('GET', '/api/v1/settings')).body).toEqual({ timeZone: 'Europe/Berlin' })
  })

  test('gives out keys, never shows them again, and revokes them', async () => {
    const draft = { kind: 'secret', role: 'viewer', name: 'report' }
    const { status, body } = await t.ask('POST', '/api/v1/keys', { body: draft })
    expect({ status, body }).toMatchObject({ status: 201, body: { stored: { role: 'viewer' } } })
    const { key, stored } = body as { key: string; stored: { id: string } }
    const listed = await t.ask('GET', '/api/v1/keys')
    expect(stringifyJson(listed.body)).not.toContain(key)
    const revoke = () => t.ask('DELETE', `/api/v1/keys/${stored.id}`)
    expect((await revoke()).body).toEqual({ revoked: true })
    expect(await revoke()).toMatchObject({ status: 404, body: { code: 'unknown_key' } })
    const wrong = await t.ask('POST', '/api/v1/keys', {
      body: { kind: 'write', name: '', role: 1 },
    })
    expect(wrong.status).toBe(422)
  })

  test('tells a key what it may do', async () => {
    const { body } = await t.ask('GET', '/api/v1/me', { as: 'viewer' })
    expect(body).toMatchObject({ key: { role: 'viewer' } })
    const { permissions } = body as { permissions: readonly string[] }
    expect(permissions).toContain('audiences.read')
    expect(permissions).not.toContain('audiences.write')
  })
})

describe('operation', () => {
  test('is healthy and ready, and says what is missing when it is not', async () => {
    expect((await t.ask('GET', '/health', { as: 'nobody' })).body).toEqual({ ok: true })
    expect((await t.ask('GET', '/ready', { as: 'nobody' })).status).toBe(200)
    t.engine.notReady = [{ code: 'warehouse_unreachable', message: 'the warehouse is away' }]
    const { status, body } = await t.ask('GET', '/ready', { as: 'nobody' })
    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'not_ready' } })
    expect(body).toMatchObject({
      detail: expect.stringContaining('the warehouse is away') as string,
      errors: [{ code: 'warehouse_unreachable' }],
    })
  })

  test('shows figures to Prometheus', async () => {
    await t.ask('POST', '/v1/track', { as: 'writer', body: { userId: 'u' } })
    const response = await t.app.request('/metrics', {
      headers: { authorization: `Bearer ${t.keys.viewer}` },
    })
    const text = await response.text()
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(text).toContain('muster_messages_total{outcome="accepted"} 1')
    expect(text).toContain('muster_ingest_seconds_count 1')
    expect(text).toContain('muster_ready 1')
    expect(text).toContain('muster_disk_free_bytes 5368709120')
    expect(text).toMatch(/muster_requests_total\{operation="track",status="200"\} 1/)
  })

  test('makes a backup for an admin', async () => {
    const { status, body, headers } = await t.ask('GET', '/api/v1/backup')
    expect({ status, body }).toEqual({ status: 200, body: 'an archive' })
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="muster-2023-11-14.tar.gz"',
    )
    expect((await t.ask('GET', '/api/v1/backup', { as: 'editor' })).status).toBe(403)
  })

  test('names each request, by the name that it came with if that is usable', async () => {
    const named = async (given: string) => {
      const headers = { 'x-request-id': given }
      return (await t.app.request('/health', { headers })).headers.get('x-request-id')
    }
    expect(await named('proxy-1:7')).toBe('proxy-1:7')
    expect(await named('a b')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('what breaks inside is said without what is inside', async () => {
    t.engine.broken = true
    const { status, body } = await create()
    expect({ status, body }).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(stringifyJson(body)).not.toContain('store is gone')
  })
})

describe('what fits no route or no schema', () => {
  test.each([
    ['GET', '/nothing', 404, 'unknown_route'],
    ['GET', '/api/v1/nothing', 404, 'unknown_route'],
    ['PUT', '/api/v1/audiences', 405, 'wrong_method'],
    ['GET', '/v1/track', 405, 'wrong_method'],
    ['DELETE', '/api/v1/audiences/x', 405, 'wrong_method'],
  ])('%s %s is answered with %i', async (method, path, status, code) => {
    const answer = await t.ask(method, path)
    expect(answer).toMatchObject({ status, body: { status, code } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    if (status === 405) expect(answer.headers.get('allow')).not.toBe('')
  })

  test.each([
    [{ name: 5, definition }, 'wrong_type', ['name']],
    [{ name: 'x', definition, nmae: 'y' }, 'unknown_key', []],
    [{ name: 'x\0', definition }, 'invalid_text', ['name']],
    [{ name: 'x', definition: { event: 'a\0' } }, 'invalid_text', ['definition', 'event']],
    [{ name: 'x', definition, state: 'gone' }, 'unknown_value', ['state']],
    [{ name: 'x' }, 'wrong_type', ['definition']],
    [5, 'wrong_type', []],
  ])('%j is refused with its place', async (body, code, at) => {
    const answer = await t.ask('POST', '/api/v1/audiences', { body })
    expect(answer).toMatchObject({ status: 422, body: { code, at } })
  })

  test('own keys named like those of every object are plain keys', async () => {
    const sent = JSON.parse('{"__proto__":{"admin":true},"constructor":"x"}') as never
    await t.ask('PATCH', '/api/v1/settings', { body: sent })
    const { body } = await t.ask('POST', '/api/v1/audiences', { body: sent })
    expect(body).toMatchObject({ status: 422 })
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  test('limits of pages are held', async () => {
    for (const limit of ['0', '1001', 'x', '1.5', ''])
      expect((await t.ask('GET', `/api/v1/changes?limit=${limit}`)).status).toBe(422)
  })
})

test('/openapi.json is open to everybody', async () => {
  const { status, body } = await t.ask('GET', '/openapi.json', { as: 'nobody' })
  expect({ status, body }).toMatchObject({ status: 200, body: { openapi: '3.1.0' } })
})

describe('health', () => {
  test('the pulse is of the last day by ten minutes, or as it is asked for', async () => {
    const { body } = await t.ask('GET', '/api/v1/status/pulse')
    expect(body).toMatchObject({ step: 600_000, steps: [{ messages: 4, latency: null }] })
    const { from, to } = body as { readonly from: number; readonly to: number }
    expect(to - from).toBe(86_400_000)
    expect(await t.ask('GET', '/api/v1/status/pulse?from=5&to=5&step=1000')).toMatchObject({
      status: 422,
      body: { code: 'empty_range' },
    })
    expect((await t.ask('GET', '/api/v1/status/pulse?step=1')).status).toBe(422)
  })

  test('what is not known of identity is null, and ids are text', async () => {
    expect((await t.ask('GET', '/api/v1/identity/health')).body).toMatchObject({
      days: [{ rates: { match: 0.75, stitch: null }, isBackfilled: false }],
      falls: [{ rate: 'consent', points: 25 }],
      rule: null,
      largest: [{ profile: '9007199254740993', identifiers: 12 }],
    })
    expect((await t.ask('GET', '/api/v1/status')).body).toMatchObject({
      warnings: ['The consent capture rate fell.'],
      identity: { day: '2024-10-04', rates: { stitch: null, consent: 0.25 } },
    })
  })
})
