import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { changeOf } from '../../server/src/test-support/fakeEngine.ts'
import { profileOf } from '../../server/src/test-support/fakeProfiles.ts'
import type { TestApp } from '../../server/src/test-support/testApp.ts'
import { createTestApp } from '../../server/src/test-support/testApp.ts'
import type { Client } from './createClient.ts'
import { createClient } from './createClient.ts'
import { NotReachableError, RefusedError } from './errors.ts'

const big = 9_007_199_254_740_993n
let t: TestApp
let client: Client
beforeEach(async () => {
  t = await createTestApp()
  t.engine.whole.set(big, profileOf(big, [{ kind: 'email', value: 'a+b@x.de' }]))
  client = clientWith(t.keys.admin)
})

/** What was asked for by any test: methods with addresses. */
const asked: string[] = []

function clientWith(key: string): Client {
  return createClient({ url: 'http://muster.test/', key, fetch: request })
}

function request(url: string, init: RequestInit): Promise<Response> {
  asked.push(`${init.method ?? ''} ${new URL(url).pathname}`)
  return Promise.resolve(t.app.request(url, init))
}

/** As a page of the server's own address has it, in a browser that keeps a cookie. */
function page(): Client {
  let cookie = ''
  return createClient({
    ...{ url: 'http://muster.test', isOwnPage: true },
    async fetch(url, init) {
      const headers = new Headers(init.headers)
      headers.set('cookie', cookie)
      const response = await request(url, { ...init, headers })
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
      return response
    },
  })
}

afterAll(async () => {
  const { body } = await t.ask('GET', '/openapi.json')
  // The description of the API is ours, and checked by the server's own tests.
  const { paths } = body as { paths: Readonly<Record<string, object>> }
  const missing = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    // Messages are sent by Segment's SDKs; following changes has tests of its own.
    .filter((route) => route.includes(' /api/') && !route.endsWith('/changes/live'))
    .filter((route) => {
      const pattern = new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
      return !asked.some((request) => pattern.test(request))
    })
  expect(missing, 'every route of the API has a method of the client').toEqual([])
})

test('audiences make the whole journey, with every digit', async () => {
  const definition = { trait: 'account', is: { equals: big } }
  expect(await client.audiences.check(definition)).toMatchObject({ ok: true })
  expect(await client.audiences.check({})).toMatchObject({ ok: false })
  const created = await client.audiences.create({ name: 'Big/ids', id: 'big', definition })
  expect(created.definition).toEqual(definition)
  const edited = await client.audiences.edit('big', { revision: created.revision, state: 'live' })
  expect(edited).toMatchObject({ state: 'live', revision: 2 })
  expect(await client.audiences.list({ state: 'live' })).toHaveLength(1)
  expect(await client.audiences.list({ tag: 'none' })).toEqual([])
  expect(await client.audiences.versions('big')).toMatchObject([{ version: 1 }])
  expect(await client.audiences.preview(definition, { sample: 1 })).toMatchObject({ size: 1 })
  expect(await client.audiences.explain('big', '9007199254740993')).toMatchObject({ holds: true })
  const why = await client.audiences.explainDefinition(definition, '9007199254740993', 5)
  expect(why.holds).toBe(true)
  expect(await client.audiences.sizes('big', { from: 0, to: 2000, step: 1000 })).toHaveLength(2)
  expect(await client.audiences.archive('big')).toMatchObject({ state: 'archived' })
})

test('pages are walked to their end', async () => {
  await client.audiences.create({ name: 'All', definition: { everyone: true } })
  for (const id of [1n, 2n, 3n]) t.engine.whole.set(id, profileOf(id, []))
  const seen: string[] = []
  for await (const { profile } of client.audiences.allMembers('all', { limit: 2 })) {
    seen.push(profile)
  }
  expect(seen).toEqual(['1', '2', '3', '9007199254740993'])

  t.engine.record(...[1, 2, 3, 4, 5].map((number) => changeOf(number)))
  const cursors: string[] = []
  for await (const { cursor } of client.changes.all({ limit: 2, order: 'newest' })) {
    cursors.push(cursor)
  }
  expect(cursors).toEqual(['5', '4', '3', '2', '1'])
})

test('questions over everybody, and templates', async () => {
  const vip = { audience: 'vip' }
  const unsaved = { definition: { trait: 'account', is: { equals: big } }, at: 5 }
  expect(await client.analysis.report(unsaved)).toMatchObject({ members: { revenue: '30.5' } })
  expect(t.engine.asked.at(-1)?.question).toEqual(unsaved)
  expect((await client.analysis.overlap([vip, unsaved], { combinations: 3 })).sets).toHaveLength(2)
  expect((await client.analysis.duplicates(0.5)).compared).toBe(2)
  expect((await client.analysis.suppression(vip, [unsaved])).left).toBe(1)
  expect((await client.analysis.retention({ period: 'month' })).cohorts).toHaveLength(1)
  expect((await client.analysis.migration({ states: { trait: 'x' }, from: 1 })).people).toBe(2)
  expect((await client.analysis.basket()).rules).toHaveLength(1)
  const range = { from: 0, to: 2_000, step: 1_000 }
  expect((await client.analysis.history('a/b', range)).steps).toHaveLength(2)

  expect((await client.templates.list()).length).toBeGreaterThan(30)
  expect(await client.templates.get('recent-buyers')).toMatchObject({ isReady: true })
  const filled = await client.templates.fillIn('recent-buyers', { within: '2d' })
  expect(filled.definition).toMatchObject({ window: { last: '2d' } })
  const use = { parameters: {}, audience: 'bought' }
  expect(await client.templates.create('recent-buyers', use)).toMatchObject({ id: 'bought' })
})

test('the pulse and the health of identity', async () => {
  const { steps } = await client.pulse({ from: 0, to: 5_000, step: 1_000 })
  expect(steps).toEqual([{ at: 5_000, messages: 4, latency: null }])
  expect((await client.identityHealth()).now).toMatchObject({ profiles: 10, known: 4 })
})

test('profiles and lists', async () => {
  expect(await client.profiles.find({ kind: 'email', value: 'a+b@x.de' })).toBe('9007199254740993')
  const profile = await client.profiles.get('9007199254740993', { events: 5 })
  expect(profile.traits['big']?.value).toBe(big)
  expect((await client.profiles.identity('9007199254740993')).log).toHaveLength(1)
  t.engine.whole.set(7n, profileOf(7n, []))
  expect(await client.profiles.merge('7', '9007199254740993')).toBe('7')
  const foretold = await client.profiles.previewUnmerge('7', [[{ kind: 'a', value: 'b' }]])
  expect(foretold.profiles.map(({ profile }) => profile)).toEqual(['7', '100'])
  expect(await client.profiles.unmerge('7', [[{ kind: 'a', value: 'b' }]])).toEqual(['7'])
  await client.profiles.leaveAccount('7', 'acme')
  await expect(client.profiles.leaveAccount('7', '../../keys')).rejects.toMatchObject({
    problem: { code: 'unknown_account' },
  })
  const list = await client.lists.create({ name: 'VIP' })
  const identifiers = [{ kind: 'email', value: 'x@y.de' }]
  expect(await client.lists.add(list.id, identifiers)).toEqual({ changed: 1, unusable: [] })
  expect(await client.lists.list()).toEqual([{ id: 'vip', name: 'VIP', size: 1 }])
  expect(await client.lists.remove(list.id, identifiers)).toMatchObject({ changed: 1 })
})

test('computed traits', async () => {
  const { traits } = client
  const draft = { name: 'a/b', expression: { event: 'Order Completed' } }
  expect(await traits.check(draft)).toMatchObject({ ok: true })
  expect(await traits.create(draft)).toMatchObject({ name: 'a/b', edited: { revision: 1 } })
  expect(await traits.edit('a/b', { revision: 1, description: 'x' })).toMatchObject({
    description: 'x',
  })
  expect((await traits.list()).map(({ name }) => name)).toEqual(['a/b'])
  expect((await traits.get('a/b')).sentence).toContain('Order Completed')
  expect((await traits.distribution({ name: 'a/b' }, { at: 1 })).numbers).toBeNull()
  await traits.remove('a/b')
  await expect(traits.get('a/b')).rejects.toMatchObject({ problem: { code: 'unknown_trait' } })
})

test('segments', async () => {
  const { segmentation } = client
  expect((await segmentation.get()).waitingFor?.code).toBe('no_revenue')
  const [first, second] = [await segmentation.learn(), await segmentation.learn()]
  expect((await segmentation.calibrations()).map(({ id }) => id)).toEqual([second.id, first.id])
  const drift = await segmentation.drift({ older: first.id, newer: second.id })
  expect(drift.stability.recency.reading).toBe('stable')
  const { cells } = await segmentation.grid({ by: 'rfm.segment' })
  expect(cells[0]).toMatchObject({ value: 'Champions', people: 2, averageOrderValue: '2.625' })
  const use = { trait: 'rfm.segment', value: 'Champions', id: 'best' } as const
  expect(await segmentation.createAudience(use)).toMatchObject({ id: 'best', state: 'draft' })
})

test('rejects, keys, settings, status, catalogue', async () => {
  await t.ask('POST', '/v1/batch', { as: 'writer', body: { batch: [1, 2] } })
  const rejects = []
  for await (const reject of client.rejects.all({ limit: 1 })) rejects.push(reject.body)
  expect(rejects).toEqual([1, 2])
  expect(await client.rejects.replay([{ id: 'r1' }])).toMatchObject([{ outcome: 'accepted' }])

  const { key, stored } = await client.keys.create({ kind: 'secret', role: 'viewer', name: 'x' })
  expect((await clientWith(key).me()).key).toEqual(stored)
  await client.keys.revoke(stored.id)
  expect((await client.keys.list()).at(-1)?.revokedAt).not.toBeNull()
  expect(await client.changeSettings({ timeZone: 'UTC' })).toEqual({ timeZone: 'UTC' })
  expect(await client.settings()).toEqual({ timeZone: 'UTC' })
  expect((await client.status()).ready).toBe(true)
  expect((await client.catalogue()).events[0]?.properties[0]?.samples).toEqual([big])
  await client.health()
  expect(await (await client.backup()).text()).toBe('an archive')
})

test('somebody is invited, comes in, and goes out', async () => {
  const password = 'tidal-onion-brigade'
  const tokenOf = ({ link }: { readonly link: string }) => link.split('#')[1] ?? ''
  const { id } = await client.users.invite('ada@example.com', 'viewer')
  const token = tokenOf(await client.users.renewInvitation(id))
  const ada = page()
  expect(await ada.doors.who()).toBeUndefined()
  expect(await ada.doors.look(token)).toMatchObject({ kind: 'invitation', role: 'viewer' })
  const me = await ada.doors.use({ token, name: 'Ada', password })
  expect(await ada.doors.who()).toEqual(me)
  expect(await ada.account.rename('Ada L.')).toMatchObject({ name: 'Ada L.' })
  const next = 'violet harbour trombone'
  await ada.account.changePassword(password, next)

  const phone = page()
  await phone.doors.signIn('ada@example.com', next)
  const sessions = await ada.account.sessions()
  expect(sessions.map(({ isThis }) => isThis)).toEqual([true, false])
  await ada.account.endSession(sessions[1]?.id ?? '')
  expect(await phone.doors.who()).toBeUndefined()
  expect(await ada.account.endOthers()).toBe(0)

  const user = me.user?.id ?? ''
  expect(await client.users.setRole(user, 'analyst')).toMatchObject({ role: 'analyst' })
  expect(await client.users.endSessions(user)).toBe(1)
  await page().doors.use({ token: tokenOf(await client.users.passwordLink(user)), password })
  await ada.doors.signIn('ada@example.com', password)
  await ada.doors.signOut()
  await expect(ada.account.sessions()).rejects.toMatchObject({ status: 401 })
  const recovered = await clientWith(t.keys.machine).users.recover('ada@example.com')
  expect(await ada.doors.look(tokenOf(recovered))).toMatchObject({ kind: 'password' })

  await client.users.remove(user)
  const invited = await client.users.invite('ben@example.com', 'viewer')
  await client.users.revokeInvitation(invited.id)
  expect((await client.users.list()).invitations).toEqual([])
})

test('imports are sent, tried, started and followed', async () => {
  const body = new Blob(['a\n1\n']).stream()
  const { upload } = await client.imports.upload('x.csv', body)
  const mapping = { name: 'x' }
  expect((await client.imports.inspect(upload, mapping)).columns).toEqual(['text'])
  expect((await client.imports.dryRun(upload, mapping, 1)).results).toHaveLength(1)
  const { id } = await client.imports.start(upload, mapping)
  expect(await client.imports.get(id)).toMatchObject({ state: 'done', upload })
  expect((await client.imports.rejects(id, { limit: 5 })).next).toBeNull()
  expect((await client.imports.list()).imports).toHaveLength(1)
  await client.imports.cancel(id)
})

describe('what goes wrong', () => {
  test('a refusal carries its problem', async () => {
    const refused = await client.audiences.get('none').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(RefusedError)
    expect(refused).toMatchObject({ status: 404, problem: { code: 'unknown_audience' } })
    const faulty = client.audiences.create({ name: 'x', definition: { all: [] } })
    await expect(faulty).rejects.toMatchObject({ problem: { errors: [{ code: 'empty_group' }] } })
    await expect(clientWith('nonsense').status()).rejects.toMatchObject({ status: 401 })
  })

  test.each([
    ['nobody answers', () => Promise.reject(new TypeError('fetch failed'))],
    ['a proxy answers', () => Promise.resolve(new Response('<html>', { status: 502 }))],
    ['somebody else answers', () => Promise.resolve(new Response('hello'))],
  ])('when %s it is not reachable', async (_, fetch) => {
    const lost = createClient({ url: 'http://muster.test', fetch })
    await expect(lost.status()).rejects.toBeInstanceOf(NotReachableError)
  })

  test('an aborted request throws the reason and nothing else', async () => {
    const reason = new Error('no longer needed')
    const lost = createClient({
      url: 'http://muster.test',
      fetch: () => Promise.reject(new DOMException('aborted')),
    })
    await expect(lost.status(AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})
