import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@muster/core'
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
  readonly keys: Readonly<Record<'writer' | 'viewer' | 'editor' | 'admin', string>>
  /** A request with a key of this holder; the body is written as JSON. */
  readonly ask: (
    method: string,
    path: string,
    more?: { readonly as?: keyof TestApp['keys'] | 'nobody'; readonly body?: Json },
  ) => Promise<{ readonly status: number; readonly body: Json; readonly headers: Headers }>
}

/** The whole app on an engine in memory, with a key of each kind. Answers are checked against their schemas. */
export async function createTestApp(more: Pick<AppOptions, 'web'> = {}): Promise<TestApp> {
  const engine = createFakeEngine()
  const secret = async (role: 'viewer' | 'editor' | 'admin') =>
    (await engine.keys.create({ kind: 'secret', role, name: role }, 'test')).key
  const keys = {
    writer: (await engine.keys.create({ kind: 'write', name: 'site' }, 'test')).key,
    viewer: await secret('viewer'),
    editor: await secret('editor'),
    admin: await secret('admin'),
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
    ...more,
  })
  return {
    ...{ app, engine, keys },
    stop: () => {
      stopping.abort()
    },
    async ask(method, path, { as = 'admin', body } = {}) {
      const response = await app.request(path, {
        method,
        headers: {
          ...(as !== 'nobody' && { authorization: `Bearer ${keys[as]}` }),
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
