import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@muster/core'
import type { UserRole } from '@muster/engine'
import { userRoles } from '@muster/engine'
import { parseJson, stringifyJson } from '@muster/core'
import type { Hono } from 'hono'
import { createApp } from '../createApp.ts'
import type { AppOptions } from '../createApp.ts'
import { openUploads } from '../imports/uploads.ts'
import { noLog } from '../operate/log.ts'
import { createMetrics } from '../operate/metrics.ts'
import { createFakeEngine } from './fakeEngine.ts'
import type { FakeEngine } from './fakeEngine.ts'

export interface TestApp {
  readonly app: Hono
  readonly engine: FakeEngine
  readonly stop: () => void
  readonly keys: Readonly<Record<'writer' | 'viewer' | 'editor' | 'admin' | 'machine', string>>
  /** The cookie of somebody with each role, who is signed in. */
  readonly cookies: Readonly<Record<UserRole, string>>
  /** A request with a key of this holder, or of a page of whoever has a role; the body is written as JSON. */
  readonly ask: (
    method: string,
    path: string,
    more?: { readonly as?: keyof TestApp['keys'] | Signed | 'nobody'; readonly body?: Json },
  ) => Promise<{ readonly status: number; readonly body: Json; readonly headers: Headers }>
}

/** Somebody with a role, who is signed in. */
export type Signed = `signed in as ${UserRole}`
export const machineKey = `ml_${'m'.repeat(43)}`

/** The whole app on an engine in memory, with a key of each kind. Answers are checked against their schemas. */
export async function createTestApp(more: Pick<AppOptions, 'web' | 'site'> = {}): Promise<TestApp> {
  const engine = createFakeEngine()
  const secret = async (role: 'viewer' | 'editor' | 'admin') =>
    (await engine.keys.create({ kind: 'secret', role, name: role }, 'test')).key
  const keys = {
    writer: (await engine.keys.create({ kind: 'write', name: 'site' }, 'test')).key,
    viewer: await secret('viewer'),
    editor: await secret('editor'),
    admin: await secret('admin'),
    machine: machineKey,
  }
  const cookies = {} as Record<UserRole, string>
  for (const role of userRoles) {
    const whom = { email: `${role}@example.com`, name: role, role }
    const user = await engine.access.users.create(whom, 'test')
    if (!user.ok) throw new Error(user.error.message)
    const { token } = await engine.access.signInLink(user.value.id, 'test')
    const signedIn = await engine.access.useLink({ token }, { address: 'test', agent: 'test' })
    if (!signedIn.ok) throw new Error(signedIn.error.message)
    cookies[role] = `muster_session=${signedIn.value.token}`
  }
  const stopping = new AbortController()
  let uploaded = 0
  const app = createApp({
    ...{
      engine,
      log: noLog,
      metrics: createMetrics(),
      checkAnswers: true,
      stopping: stopping.signal,
    },
    uploads: openUploads({
      folder: join(tmpdir(), `muster-test-uploads-${process.pid}`),
      maxBytes: 1_000,
      newId: () => String(++uploaded).padStart(32, '0'),
    }),
    now: () => 1_700_000_000_000,
    machineKey,
    ...more,
  })
  const shown = (as: keyof TestApp['keys'] | Signed): Record<string, string> => {
    const role = userRoles.find((each) => as === `signed in as ${each}`)
    // Whatever is no role of somebody signed in is a key.
    if (role === undefined) return { authorization: `Bearer ${keys[as as keyof typeof keys]}` }
    return { cookie: cookies[role], 'x-requested-with': 'test' }
  }
  return {
    ...{ app, engine, keys, cookies },
    stop: () => {
      stopping.abort()
    },
    async ask(method, path, { as = 'admin', body } = {}) {
      const response = await app.request(path, {
        method,
        headers: {
          ...(as !== 'nobody' && shown(as)),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: stringifyJson(body) }),
      })
      const text = await response.text()
      const parsed = parseJson(text)
      return {
        status: response.status,
        body: parsed.ok ? parsed.value : text,
        headers: response.headers,
      }
    },
  }
}
