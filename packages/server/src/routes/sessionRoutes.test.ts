import type { Json } from '@muster/core'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestApp } from '../test-support/testApp.ts'
import { createTestApp } from '../test-support/testApp.ts'

const secret = 'tidal-onion-brigade'
const page = { 'x-requested-with': 'web', 'content-type': 'application/json' }

let t: TestApp
beforeEach(async () => {
  t = await createTestApp()
})

/** A request as a page of the web app sends it. */
async function send(
  method: string,
  path: string,
  body?: Json,
  headers: Record<string, string> = page,
) {
  const response = await t.app.request(path, {
    ...{ method, headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return {
    status: response.status,
    body: (await response.json()) as Json,
    headers: response.headers,
    cookie: response.headers.get('set-cookie') ?? '',
  }
}
const withCookie = (cookie: string, more = {}) => ({ ...page, cookie, ...more })

/** Somebody invited, who has set a password; as the cookie that the browser then has. */
async function join(role: string): Promise<string> {
  const email = `new-${role}@example.com`
  const { body } = await t.ask('POST', '/api/v1/invitations', { body: { email, role } })
  const token = tokenIn(body)
  const used = await send('POST', '/api/v1/links/use', { token, name: 'New', password: secret })
  expect(used.status).toBe(201)
  return used.cookie.split(';')[0] ?? ''
}
const tokenIn = (made: Json) =>
  /^http:\/\/localhost\/welcome#([\w-]{43})$/.exec((made as { readonly link: string }).link)?.[1] ??
  ''

describe('signing in', () => {
  test('sets a cookie that no script reads and no other site sends, and signing out ends it', async () => {
    await join('viewer')
    const credentials = { email: 'new-viewer@example.com', password: secret }
    const { status, body, cookie, headers } = await send('POST', '/api/v1/session', credentials)
    expect(status).toBe(201)
    expect(body).toMatchObject({ user: { email: 'new-viewer@example.com', role: 'viewer' } })
    expect(cookie).toMatch(
      /^muster_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(headers.get('cache-control')).toBe('no-store')
    const signed = withCookie(cookie.split(';')[0] ?? '')
    expect((await send('GET', '/api/v1/me', undefined, signed)).status).toBe(200)
    const out = await send('DELETE', '/api/v1/session', undefined, signed)
    expect(out.cookie).toMatch(/^muster_session=; Max-Age=0; Path=\//)
    expect(await send('GET', '/api/v1/me', undefined, signed)).toMatchObject({
      status: 401,
      body: { code: 'session_over' },
    })
    expect((await send('GET', '/api/v1/session', undefined, signed)).body).toEqual({ me: null })
  })

  test('a wrong password and an unknown address are told apart by nothing', async () => {
    await join('viewer')
    const ask = (email: string) => send('POST', '/api/v1/session', { email, password: 'wrong' })
    const wrong = await ask('new-viewer@example.com')
    expect(wrong).toMatchObject({ status: 401, body: { code: 'wrong_credentials' }, cookie: '' })
    expect(wrong.headers.get('www-authenticate')).not.toContain('Basic')
    expect((await ask('nobody@example.com')).body).toEqual(wrong.body)
  })

  test('too many attempts have to wait, and are told how long', async () => {
    const guess = { email: 'a@example.com', password: 'wait here' }
    const { status, body, headers } = await send('POST', '/api/v1/session', guess)
    expect({ status, body }).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } })
    expect(headers.get('retry-after')).toBe('60')
  })

  test('over TLS the cookie says so, by its name too', async () => {
    t = await createTestApp({ site: { publicUrl: 'https://muster.example.com', proxies: 1 } })
    const { body } = await t.ask('POST', '/api/v1/recovery', { as: 'machine', body: {} })
    const { link } = body as { readonly link: string }
    expect(link).toMatch(/^https:\/\/muster\.example\.com\/welcome#/)
    const token = link.split('#')[1] ?? ''
    const headers = { ...page, origin: 'https://muster.example.com' }
    const used = await send('POST', '/api/v1/links/use', { token, password: secret }, headers)
    expect(used.cookie).toMatch(/^__Host-muster_session=[\w-]{43}; .*; Secure; SameSite=Strict$/)
    const cookie = used.cookie.split(';')[0] ?? ''
    expect((await send('GET', '/api/v1/me', undefined, { cookie })).status).toBe(200)
  })
})

describe('the live feed', () => {
  test('opens by the cookie, and ends soon after the session has', async () => {
    const headers = withCookie(await join('viewer'))
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      const feed = await t.app.request('/api/v1/changes/live', { headers })
      expect(feed.status).toBe(200)
      await vi.advanceTimersByTimeAsync(16_000)
      expect((await send('DELETE', '/api/v1/session', undefined, headers)).status).toBe(200)
      const reading = feed.text()
      await vi.advanceTimersByTimeAsync(16_000)
      expect(await reading).toContain(': connected')
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a cookie alone changes nothing', () => {
  let lists = 0
  const change = (headers: Record<string, string>) =>
    send('POST', '/api/v1/lists', { name: `List ${++lists}` }, headers)

  test.each([
    ['a form of another site', { 'x-requested-with': '' }, 'x-requested-with'],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 'sec-fetch-site'],
    ['a page of a sister site', { 'sec-fetch-site': 'same-site' }, 'sec-fetch-site'],
    ['a page of another origin', { origin: 'https://evil.example' }, 'origin'],
    ['a page of another port', { origin: 'http://localhost:81' }, 'origin'],
    ['a page without an origin', { origin: 'null' }, 'origin'],
  ])('%s', async (_, more, at) => {
    const cookie = await join('marketer')
    expect(await change(withCookie(cookie, more))).toMatchObject({
      status: 403,
      body: { code: 'foreign_request', at: [at] },
    })
    expect((await change(withCookie(cookie))).status).toBe(201)
    // Nor may another site sign somebody in as somebody else.
    const credentials = { email: 'new-marketer@example.com', password: secret }
    const foreign = { ...page, ...more }
    expect((await send('POST', '/api/v1/session', credentials, foreign)).status).toBe(403)
  })

  test('our own page passes, and a key needs none of it', async () => {
    const cookie = await join('marketer')
    const own = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }
    expect((await change(withCookie(cookie, own))).status).toBe(201)
    const key = { authorization: `Bearer ${t.keys.admin}`, 'content-type': 'application/json' }
    expect((await change({ ...key, origin: 'https://elsewhere.example' })).status).toBe(201)
  })
})

describe('a one-time link', () => {
  test('is looked at without being used, and used once', async () => {
    const email = 'ada@example.com'
    const invite = { email, role: 'analyst' }
    const { body } = await t.ask('POST', '/api/v1/invitations', {
      as: 'signed in as admin',
      body: invite,
    })
    const token = tokenIn(body)
    for (let times = 0; times < 2; times++) {
      expect(await send('POST', '/api/v1/links/look', { token })).toMatchObject({
        status: 200,
        body: { kind: 'invitation', ...invite, invitedBy: 'admin@example.com' },
      })
    }
    const use = () => send('POST', '/api/v1/links/use', { token, name: 'Ada', password: secret })
    expect((await use()).status).toBe(201)
    expect(await use()).toMatchObject({ status: 404, body: { code: 'unknown_link' } })
  })
})

describe('users', () => {
  test('are listed with invitations, get other roles, links and farewells', async () => {
    const cookie = await join('viewer')
    const listed = await t.ask('GET', '/api/v1/users')
    const { users } = listed.body as { users: { id: string; email: string }[] }
    const id = users.find(({ email }) => email === 'new-viewer@example.com')?.id ?? ''
    const at = (path = '') => `/api/v1/users/${id}${path}`
    expect(await t.ask('PATCH', at(), { body: { role: 'analyst' } })).toMatchObject({
      status: 200,
      body: { role: 'analyst' },
    })
    expect((await t.ask('PATCH', at(), { body: { role: 'king' } })).status).toBe(422)
    const link = await t.ask('POST', at('/link'))
    expect(tokenIn(link.body)).not.toBe('')
    const me = () => send('GET', '/api/v1/me', undefined, withCookie(cookie))
    expect((await me()).body).toMatchObject({ user: { role: 'analyst' }, key: null })
    expect((await t.ask('DELETE', at('/sessions'))).body).toEqual({ ended: 1 })
    expect((await me()).status).toBe(401)
    expect((await t.ask('DELETE', at())).body).toEqual({ removed: true })
    expect((await t.ask('DELETE', at())).status).toBe(404)

    const invite = { email: 'b@example.com', role: 'viewer' }
    const { body } = await t.ask('POST', '/api/v1/invitations', { body: invite })
    const placeOf = (made: Json) => `/api/v1/invitations/${(made as { id: string }).id}`
    const renewed = await t.ask('POST', `${placeOf(body)}/link`)
    expect((await t.ask('DELETE', placeOf(body))).status).toBe(404)
    const invitation = placeOf(renewed.body)
    expect((await t.ask('DELETE', invitation)).body).toEqual({ removed: true })
    expect((await t.ask('DELETE', invitation)).status).toBe(404)
  })

  test('an owner is made by an owner only', async () => {
    const invite = { body: { email: 'b@example.com', role: 'owner' } }
    const as = async (who: 'admin' | 'machine' | 'signed in as owner' | 'signed in as admin') =>
      (await t.ask('POST', '/api/v1/invitations', { as: who, ...invite })).status
    expect(await as('admin')).toBe(403)
    expect(await as('signed in as admin')).toBe(403)
    expect(await as('signed in as owner')).toBe(201)
    expect(await as('machine')).toBe(201)
  })
})

describe("one's own account", () => {
  test('has a name, sessions, and a password whose change ends them', async () => {
    const cookie = await join('viewer')
    const own = (method: string, path: string, body?: Json) =>
      send(method, `/api/v1/account${path}`, body, withCookie(cookie))
    expect((await own('PATCH', '', { name: 'Ada' })).body).toMatchObject({ name: 'Ada' })
    const credentials = { email: 'new-viewer@example.com', password: secret }
    const other = await send('POST', '/api/v1/session', credentials)
    const { body } = await own('GET', '/sessions')
    const { sessions } = body as { sessions: { id: string; isThis: boolean }[] }
    expect(sessions.map(({ isThis }) => isThis)).toEqual([true, false])
    expect((await own('DELETE', `/sessions/${sessions[1]?.id ?? ''}`)).body).toEqual({ ended: 1 })
    expect((await own('DELETE', '/sessions/nothing')).status).toBe(404)
    expect((await own('DELETE', '/sessions')).body).toEqual({ ended: 0 })
    expect(other.status).toBe(201)

    const wrong = await own('POST', '/password', { current: 'x', password: 'violet harbour' })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'wrong_password', at: ['current'] } })
    const change = { current: secret, password: 'violet harbour trombone' }
    const changed = await own('POST', '/password', change)
    expect(changed.status).toBe(200)
    // This browser has a new cookie, and the old one is good for nothing.
    expect((await own('GET', '/sessions')).status).toBe(401)
    const now = withCookie(changed.cookie.split(';')[0] ?? '')
    expect((await send('GET', '/api/v1/account/sessions', undefined, now)).status).toBe(200)
  })
})
