import { expect, test } from 'vitest'
import { readConfiguration } from './configuration.ts'

test('without a word it is one process on this machine, with its data beside it', () => {
  expect(readConfiguration({}, {})).toEqual({
    ok: true,
    value: {
      ...{ port: 4800, host: '127.0.0.1', data: './.muster', logLevel: 'info' },
      ...{ clickhouseUrl: undefined, postgresUrl: undefined, writeThrough: undefined },
      ...{ maxBehindSeconds: 60, minFreeMegabytes: 512 },
    },
  })
})

test('a flag wins over its variable, and an empty variable says nothing', () => {
  const environment = {
    ...{ MUSTER_PORT: '80', MUSTER_HOST: '::1', MUSTER_DATA: '/data', MUSTER_LOG_LEVEL: '' },
    MUSTER_CLICKHOUSE_URL: 'https://warehouse:8443',
    MUSTER_POSTGRES_URL: 'postgres://u:p@db/muster',
    ...{ MUSTER_WRITE_THROUGH: 'on', MUSTER_MAX_BEHIND_SECONDS: '5', MUSTER_MIN_FREE_MB: '0' },
  }
  expect(readConfiguration({ port: '0', logLevel: 'debug' }, environment)).toEqual({
    ok: true,
    value: {
      ...{ port: 0, host: '::1', data: '/data', logLevel: 'debug' },
      clickhouseUrl: 'https://warehouse:8443',
      postgresUrl: 'postgres://u:p@db/muster',
      ...{ writeThrough: true, maxBehindSeconds: 5, minFreeMegabytes: 0 },
    },
  })
})

test('everything that is wrong is said, with where it was said, and no password', () => {
  const read = readConfiguration(
    { port: '65536', host: 'a b', data: ' ', logLevel: 'loud' },
    {
      ...{ MUSTER_CLICKHOUSE_URL: 'warehouse:8123', MUSTER_POSTGRES_URL: 'mysql://u:secret@db/x' },
      ...{ MUSTER_WRITE_THROUGH: 'yes', MUSTER_MAX_BEHIND_SECONDS: '-1' },
    },
  )
  expect(read).toMatchObject({
    ok: false,
    errors: [
      { code: 'bad_port', at: ['--port'] },
      { code: 'bad_host', at: ['--host'] },
      { code: 'bad_folder', at: ['--data'] },
      { code: 'unknown_level', at: ['--log-level'] },
      { code: 'bad_switch', at: ['MUSTER_WRITE_THROUGH'] },
      { code: 'bad_number', at: ['MUSTER_MAX_BEHIND_SECONDS'] },
      { code: 'bad_url', at: ['MUSTER_CLICKHOUSE_URL'] },
      { code: 'bad_url', at: ['MUSTER_POSTGRES_URL'] },
    ],
  })
  expect(JSON.stringify(read)).not.toContain('secret')
})

test('people may come by another address, through proxies, and stay for as long as is said', () => {
  const environment = {
    MUSTER_PUBLIC_URL: 'https://muster.example.com',
    ...{ MUSTER_PROXIES: '1', MUSTER_SESSION_DAYS: '7' },
  }
  const value = { publicUrl: 'https://muster.example.com', proxies: 1 }
  const sessions = { longestMs: 7 * 86_400_000, idleMs: 12 * 3_600_000 }
  expect(readConfiguration({ sessionIdleHours: '12' }, environment)).toMatchObject({
    ...{ ok: true, value: { ...value, sessions } },
  })
  const wrong = { MUSTER_PUBLIC_URL: 'muster.example.com', MUSTER_SESSION_DAYS: '0' }
  expect(readConfiguration({ proxies: '-1' }, wrong)).toMatchObject({
    errors: [
      { code: 'bad_url', at: ['MUSTER_PUBLIC_URL'] },
      { code: 'bad_number', at: ['--proxies'] },
      { code: 'bad_number', at: ['MUSTER_SESSION_DAYS'] },
    ],
  })
})

test.each(['', '-1', '1.5', 'http', '4800 '])('"%s" is no port', (port) => {
  expect(readConfiguration({ port }, {}).ok).toBe(false)
})

test('a cluster has a plain name, and both servers', () => {
  const urls = { clickhouseUrl: 'http://warehouse:8123', postgresUrl: 'postgres://db/muster' }
  const read = (flags: object, name: string) =>
    readConfiguration(flags, { MUSTER_CLICKHOUSE_CLUSTER: name })
  expect(read(urls, 'muster')).toMatchObject({ ok: true, value: { clickhouseCluster: 'muster' } })
  for (const refused of [read(urls, "x' ON"), read({}, 'muster')])
    expect(refused).toMatchObject({ ok: false, errors: [{ code: 'bad_cluster' }] })
})
