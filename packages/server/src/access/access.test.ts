import { expect, test } from 'vitest'
import { createRoutes } from '../routes/createRoutes.ts'
import type { Route } from '../http/route.ts'
import { createTestApp } from '../test-support/testApp.ts'
import type { Holder } from './permissions.ts'
import { permissions } from './permissions.ts'

const holders: readonly Holder[] = ['writer', 'viewer', 'editor', 'admin']
const routes = createRoutes()
const app = await createTestApp()
const addressOf = ({ path }: Route) => path.replaceAll(/\{\w+\}/g, '1')

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s lets in exactly the holders of its permission',
  async (_, route) => {
    const ask = (as: Holder | 'nobody') =>
      app.ask(route.method.toUpperCase(), addressOf(route), { as })
    if (route.needs === 'nothing') {
      expect((await ask('nobody')).status).toBe(200)
      return
    }
    expect(await ask('nobody')).toMatchObject({ status: 401, body: { code: 'missing_key' } })
    for (const holder of holders) {
      const allowed: readonly Holder[] = permissions[route.needs]
      if (route.operation === 'followChanges' && allowed.includes(holder)) continue
      const { status, body } = await ask(holder)
      if (allowed.includes(holder)) expect([401, 403]).not.toContain(status)
      else expect({ status, body }).toMatchObject({ status: 403, body: { code: 'not_allowed' } })
    }
  },
)

test('only health, readiness and the description of the API are open to everybody', () => {
  const open = routes.filter(({ needs }) => needs === 'nothing').map(({ path }) => path)
  expect(open).toEqual(['/health', '/ready'])
})

test('a key that nobody gave out, and one that was revoked, open nothing', async () => {
  const ask = (key: string) =>
    app.app.request('/api/v1/status', { headers: { authorization: `Bearer ${key}` } })
  expect((await ask('ms_guess')).status).toBe(401)
  expect((await ask(`ms_${'x'.repeat(43)}`)).status).toBe(401)

  const { key, stored } = await app.engine.keys.create(
    { kind: 'secret', role: 'viewer', name: 'temporary' },
    'test',
  )
  expect((await ask(key)).status).toBe(200)
  expect((await app.ask('DELETE', `/api/v1/keys/${stored.id}`)).status).toBe(200)
  expect((await ask(key)).status).toBe(401)
})

test('a refusal says how to show a key', async () => {
  const { headers, body } = await app.ask('GET', '/api/v1/status', { as: 'nobody' })
  expect(headers.get('www-authenticate')).toContain('Bearer')
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(body).toMatchObject({
    type: 'urn:muster:problem:missing_key',
    status: 401,
    at: ['authorization'],
  })
})

test('the API is closed to pages of other origins, the intake of messages is open', async () => {
  const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' }
  const intake = await app.app.request('/v1/track', { method: 'OPTIONS', headers })
  expect(intake.headers.get('access-control-allow-origin')).toBe('*')
  const api = await app.app.request('/api/v1/status', { method: 'OPTIONS', headers })
  expect(api.headers.get('access-control-allow-origin')).toBeNull()
})
