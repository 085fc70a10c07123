import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp } from '../test-support/testApp.ts'
import { openWebApp } from './webApp.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-web-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<!doctype html>the app')
writeFileSync(join(folder, 'assets/app-1a2b.js'), 'run()')
writeFileSync(join(folder, 'assets/app-1a2b.js.gz'), gzipSync('run()'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const web = openWebApp(folder)
const get = (path: string, headers: Record<string, string> = {}) =>
  web.respond(new Request(`http://muster${path}`, { headers }))
const page = { accept: 'text/html,application/xhtml+xml' }

test('every address that a person opens gets index.html, which is asked for anew each time', async () => {
  for (const path of ['/', '/audiences', '/people/4711']) {
    const response = get(path, page)
    expect(await response?.text()).toBe('<!doctype html>the app')
    expect(response?.headers.get('cache-control')).toBe('no-cache')
    expect(response?.headers.get('content-security-policy')).toContain("script-src 'self'")
  }
})

test('addresses of the API are none of the app, whoever asks', () => {
  expect(get('/api/v1/nothing', page)).toBeUndefined()
  expect(get('/v1/nothing', page)).toBeUndefined()
  expect(get('/nothing')).toBeUndefined()
})

test('a file whose name tells its content is kept for a year, and sent as small as it can be', async () => {
  const response = get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip, deflate' })
  expect(response?.headers.get('cache-control')).toContain('immutable')
  expect(response?.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync((await response?.arrayBuffer()) ?? new ArrayBuffer(0)).toString()).toBe('run()')
  const plain = get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip;q=0' })
  expect(await plain?.text()).toBe('run()')
})

test('what the browser has already is not sent again', () => {
  const tag = get('/', page)?.headers.get('etag') ?? ''
  expect(get('/', { ...page, 'if-none-match': tag })?.status).toBe(304)
})

describe('nothing outside of the folder can be read', () => {
  test.each(['/../package.json', '/..%2fpackage.json', '/assets/', '/%2e%2e/package.json'])(
    '%s',
    (path) => {
      expect(get(path)).toBeUndefined()
    },
  )
})

test('an app that is not built says how to build it', async () => {
  const response = openWebApp(join(folder, 'none')).respond(
    new Request('http://muster/', { headers: page }),
  )
  expect(response?.status).toBe(503)
  expect(await response?.text()).toContain('npm run build')
})

test('in the whole server the API comes first', async () => {
  const { app, stop } = await createTestApp({ web })
  const ask = (path: string) => app.request(path, { headers: page })
  expect((await ask('/audiences')).headers.get('content-type')).toContain('text/html')
  expect((await ask('/health')).headers.get('content-type')).toContain('application/json')
  expect((await ask('/api/v1/nothing')).status).toBe(404)
  stop()
})
