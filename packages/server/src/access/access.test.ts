import { userRoles } from '@muster/engine'
import { expect, test } from 'vitest'
import { createRoutes } from '../routes/createRoutes.ts'
import type { Route } from '../http/route.ts'
import { createTestApp } from '../test-support/testApp.ts'
import type { Signed, TestApp } from '../test-support/testApp.ts'
import type { Holder } from './permissions.ts'
import { permissions, permissionsOf } from './permissions.ts'

type Caller = keyof TestApp['keys'] | Signed

/** Everybody who can be let in, with the place in the table of permissions that says to what. */
const callers: readonly { readonly as: Caller; readonly holder: Holder }[] = [
  ...(['writer', 'viewer', 'editor', 'admin', 'machine'] as const).map((key) => ({
    ...{ as: key, holder: key },
  })),
  ...userRoles.map((role) => ({ as: `signed in as ${role}` as const, holder: role })),
]
const routes = createRoutes()
const app = await createTestApp()
const addressOf = ({ path }: Route) => path.replaceAll(/\{\w+\}/g, '1')
/** Takes the session away, or goes on for ever, when it is let in. */
const aside = ['followChanges', 'signOut', 'endSession', 'endOtherSessions']

function mayCall({ needs }: Route, { as, holder }: (typeof callers)[number]): boolean {
  if (needs === 'nothing') return true
  if (needs === 'session') return as.startsWith('signed in')
  const allowed: readonly Holder[] = permissions[needs]
  return allowed.includes(holder)
}

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s lets in exactly those who have its permission, by key and by sign-in',
  async (_, route) => {
    const ask = (as: Caller | 'nobody') =>
      app.ask(route.method.toUpperCase(), addressOf(route), { as })
    const { needs, operation, isDoor = false } = route
    if (needs !== 'nothing') {
      expect(await ask('nobody')).toMatchObject({ status: 401, body: { code: 'missing_key' } })
    } else if (!isDoor) expect((await ask('nobody')).status).toBe(200)
    for (const caller of callers) {
      const mayDo = mayCall(route, caller)
      if (mayDo && aside.includes(operation)) continue
      const { status, body } = await ask(caller.as)
      if (mayDo && !isDoor) expect([caller.as, 401, 403]).not.toContain(status)
      if (!mayDo) {
        const code = needs === 'session' ? 'no_person' : refusalOf(caller, route)
        expect({ ...caller, status, body }).toMatchObject({ body: { code } })
      }
    }
  },
)

/** A sender's route asks nobody's cookie. */
function refusalOf({ as }: (typeof callers)[number], { needs }: Route): string {
  return needs === 'messages.write' && as.startsWith('signed in') ? 'missing_key' : 'not_allowed'
}

test('only health, readiness and the doors are open to everybody', () => {
  const open = routes.filter(({ needs }) => needs === 'nothing')
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'get /api/v1/session',
    'post /api/v1/session',
    'post /api/v1/links/look',
    'post /api/v1/links/use',
    'get /health',
    'get /ready',
  ])
})

test('a viewer changes nothing, and nobody but an owner or the machine decides over owners', () => {
  const writes = permissionsOf('viewer').filter((permission) => !permission.endsWith('.read'))
  expect(writes).toEqual([])
  expect(permissions['owners.write']).toEqual(['owner', 'machine'])
  expect(permissions['owners.recover']).toEqual(['machine'])
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
