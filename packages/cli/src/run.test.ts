import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseJson } from '@muster/core'
import type { startServer } from '@muster/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changeOf } from '../../server/src/test-support/fakeEngine.ts'
import { profileOf } from '../../server/src/test-support/fakeProfiles.ts'
import type { TestApp } from '../../server/src/test-support/testApp.ts'
import { createTestApp, machineKey } from '../../server/src/test-support/testApp.ts'
import type { Io } from './io.ts'
import { writeLocalAccess } from './localAccess.ts'
import { run } from './run.ts'

const big = 9_007_199_254_740_993n
const url = 'http://muster.test'
let t: TestApp
let folder: string
let ending: AbortController
let files = 0

beforeEach(async () => {
  t = await createTestApp()
  folder = await mkdtemp(join(tmpdir(), 'muster-cli-test-'))
  ending = new AbortController()
  t.engine.whole.set(big, profileOf(big, [{ kind: 'email', value: 'ada@example.com' }]))
})
afterEach(async () => {
  ending.abort()
  t.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Types a command, with an admin's key, against the whole app on an engine in memory. */
async function muster(
  args: readonly string[],
  over: Partial<Io> & { start?: typeof startServer } = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const { start, ...io } = over
  const code = await run(
    args,
    {
      out: (text) => (out += text),
      err: (text) => (err += text),
      outIsTerminal: false,
      errIsTerminal: false,
      size: () => ({ columns: 80, rows: 24 }),
      env: { MUSTER_URL: url, MUSTER_KEY: t.keys.admin, MUSTER_DATA: folder },
      readInput: () => Promise.resolve(''),
      now: () => 1_700_000_000_000,
      ending: ending.signal,
      fetch: (address, init) => Promise.resolve(t.app.request(address, init)),
      ...io,
    },
    { startServer: start ?? (() => Promise.reject(new Error('no server here'))) },
  )
  return { code, out, err }
}

async function fileWith(text: string): Promise<string> {
  const path = join(folder, `file-${++files}.json`)
  await writeFile(path, text)
  return path
}

/** The one document that stands on standard output. */
function documentOf({ out }: Ran): unknown {
  const parsed = parseJson(out)
  if (!parsed.ok) throw new Error(`no JSON: ${out}`)
  return parsed.value
}
const linesOf = ({ out }: Ran) => out.trimEnd().split('\n')

describe('audiences', () => {
  const create = async (text = '{"everyone":true}') =>
    muster([
      'audience',
      'create',
      '--name',
      'All',
      '--definition',
      await fileWith(text),
      '--live',
      '--json',
    ])

  test('are checked, from a file or standard input', async () => {
    const sound = await muster(['audience', 'check', await fileWith('{"everyone":true}')])
    expect(sound).toMatchObject({ code: 0, err: '' })
    expect(sound.out).toMatch(/^sound: /)
    const faulty = await muster(['audience', 'check', '-'], {
      readInput: () => Promise.resolve('{"all":[{"evnt":1}]}'),
    })
    expect(faulty.code).toBe(1)
    expect(faulty.out).toContain('unknown_kind at all.0: ')
  })

  test('are created with every digit of their numbers', async () => {
    const created = await create('{"trait":"n","is":{"equals":9007199254740993}}')
    expect(created.code).toBe(0)
    expect(created.out).toContain('"equals":9007199254740993')
    expect(documentOf(created)).toMatchObject({ id: 'all', state: 'live' })
  })

  test('are shown, listed, edited, archived and explained', async () => {
    await create()
    expect((await muster(['audience', 'list'])).out).toMatch(/^id +name +state +size/)
    expect((await muster(['audience', 'show', 'all'])).out).toMatch(/^id +all$/m)
    const edited = await muster([
      'audience',
      'edit',
      'all',
      '--owner',
      'Ada',
      '--tag',
      'a',
      'b',
      '--json',
    ])
    expect(documentOf(edited)).toMatchObject({ owner: 'Ada', tags: ['a', 'b'], revision: 2 })
    const stale = await muster(['audience', 'edit', 'all', '--name', 'x', '--revision', '1'])
    expect(stale).toMatchObject({ code: 1, out: '' })
    expect(stale.err).toContain('edited_meanwhile at revision')
    expect((await muster(['audience', 'versions', 'all'])).out).toContain('{"everyone":true}')
    expect((await muster(['audience', 'sizes', 'all'])).out).toContain('█')
    expect((await muster(['audience', 'explain', 'all', 'email:ada@example.com'])).out).toBe(
      '✓ {"everyone":true}\n',
    )
    const archived = await muster(['audience', 'archive', 'all', '--json'])
    expect(documentOf(archived)).toMatchObject({ state: 'archived' })
  })

  test('members come as a table, or one document on each line', async () => {
    await create()
    for (const id of [1n, 2n, 3n]) t.engine.whole.set(id, profileOf(id, []))
    const lines = linesOf(await muster(['audience', 'members', 'all', '--limit', '2', '--json']))
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { profile: '1' },
      { profile: '2' },
    ])
    const shown = await muster(['audience', 'members', 'all'])
    expect(shown.out).toContain('9007199254740993  email:ada@example.com')
  })

  test('a preview counts before anything is saved', async () => {
    const file = await fileWith('{"everyone":true}')
    expect((await muster(['audience', 'preview', file])).out).toContain('1 of 1 profiles (100 %)')
  })
})

test('audiences are analysed, saved or not', async () => {
  const file = await fileWith('{"everyone":true}')
  const shown = await muster(['report', 'vip'])
  expect(shown.out).toMatch(/^revenue +30.5 {2}\(everyone: 30.5\) EUR$/m)
  expect(shown.out).toContain('index 200')
  const at = ['--at', '2026-01-31']
  expect(documentOf(await muster(['report', '--definition', file, ...at, '--json']))).toMatchObject(
    {
      subject: { audience: null, at: 1_769_817_600_000 },
    },
  )
  expect((await muster(['overlap', 'a', 'b'])).out).toContain('0.333')
  expect((await muster(['duplicates'])).out).toContain('mean the same')
  expect((await muster(['suppression', 'a', '--without', 'b', 'c'])).out).toMatch(/^left +1$/m)
  expect((await muster(['retention', '--cohort', 'X'])).out).toMatch(/2026-10 +2 +100 % +50 %/)
  const moved = ['migration', '--from', '2026-01-01']
  expect((await muster([...moved, '--trait', 'plan'])).out).toMatch(/none +free +2/)
  expect((await muster([...moved, '--audiences', 'a', 'b'])).code).toBe(0)
  expect((await muster(['history', 'vip'])).out).toContain('3 by event')
  expect((await muster(['basket', '--next', '--within', '30d'])).out).toMatch(/50 % +10.00/)
  expect(documentOf(await muster(['basket', '--create', '1', '--json']))).toMatchObject({
    name: 'Beans',
  })
})

test('templates are listed, shown, filled in and created', async () => {
  const listed = await muster(['template', 'list', '--way', 'suppression', '--ready'])
  expect(listed.out).toMatch(/^recent-buyers +suppression +.* yes$/m)
  expect((await muster(['template', 'show', 'cart-abandoners'])).out).toMatch(
    /^deadline +duration/m,
  )
  const filled = ['template', 'fill', 'city', '--set', 'cities=["Ulm"]', 'within=7d', '--json']
  expect(documentOf(await muster(filled))).toMatchObject({
    definition: { all: [{ is: { oneOf: ['Ulm'] } }, { window: { last: '7d' } }] },
  })
  const create = ['template', 'create', 'city', '--id', 'ulm', '--live', '--json']
  expect(documentOf(await muster(create))).toMatchObject({ id: 'ulm', state: 'live' })
  expect((await muster(['template', 'create', 'interest'])).err).toContain('missing_parameter')
})

test('computed traits are defined, edited, shown with their values, and removed', async () => {
  const expression = (value: unknown) => ({
    readInput: () => Promise.resolve(JSON.stringify(value)),
  })
  const checked = await muster(['trait', 'check', '-'], expression({ event: 'A', aggregate: 'x' }))
  expect(checked).toMatchObject({ code: 1 })
  expect(checked.out).toContain('unknown_value at expression.aggregate')
  const orders = expression({ event: 'Order Completed' })
  const made = await muster(['trait', 'create', 'orders', '--expression', '-'], orders)
  expect(made.out).toContain('Number of “Order Completed” at any time.')
  expect((await muster(['trait', 'list'])).out).toMatch(/orders +own +0 +Number of/)
  const edited = await muster(['trait', 'edit', 'orders', '--description', 'All of them'])
  expect(edited.out).toContain('All of them')
  expect((await muster(['trait', 'values', 'orders'])).out).toContain('0 of 0 people have a value')
  expect((await muster(['trait', 'values'])).code).toBe(2)
  expect((await muster(['trait', 'remove', 'orders'])).code).toBe(0)
  expect((await muster(['trait', 'show', 'orders'])).err).toContain('unknown_trait')
})

test('thresholds are learned, compared, and audiences made of segments', async () => {
  expect((await muster(['rfm', 'thresholds'])).out).toBe('No thresholds yet. Send it.\n')
  expect((await muster(['rfm', 'grid'])).err).toContain('no_calibration')
  expect((await muster(['rfm', 'learn'])).out).toMatch(/^recency, days at most +– +20 +– +3$/m)
  expect((await muster(['rfm', 'thresholds'])).out).toContain('Learned again at 2023-11-14')
  expect((await muster(['rfm', 'learn'])).out).toMatch(/^margin +revenue less cost$/m)
  expect((await muster(['rfm', 'history'])).out).toMatch(/^ *2 .* request/m)
  expect((await muster(['rfm', 'drift'])).out).toMatch(/^recency .* 50 % +0.000 +stable$/m)
  expect((await muster(['rfm', 'drift', '1', 'x'])).code).toBe(2)
  expect((await muster(['rfm', 'grid', '--at', '2026-01-31'])).out).toMatch(
    /^Champions +2 +100 % +4 +10.5 +100 % +2.6$/m,
  )
  for (const args of [
    ['rfm', 'grid', '--by', 'score'],
    ['lifecycle', 'grid'],
    ['value', 'grid'],
  ])
    expect((await muster([...args, '--audience', 'vip'])).code).toBe(0)
  expect((await muster(['rfm', 'grid', '--by', 'x'])).code).toBe(2)
  const create = ['lifecycle', 'audience', 'new', '--id', 'newcomers', '--live', '--json']
  expect(documentOf(await muster(create))).toMatchObject({ id: 'newcomers', state: 'live' })
})

test('profiles are named by id or by identifier', async () => {
  for (const who of [big.toString(), 'email:ada@example.com']) {
    expect((await muster(['profile', 'show', who])).out).toContain('9007199254740993')
    const { out } = await muster(['profile', 'identity', who, '--json'])
    expect(out).toContain('"profile":"9007199254740993"')
  }
  t.engine.whole.set(7n, profileOf(7n, []))
  expect((await muster(['profile', 'merge', '7', 'email:ada@example.com'])).code).toBe(0)
  expect((await muster(['profile', 'merge', '7', '7'])).code).toBe(2)
  const apart = ['profile', 'unmerge', '7', '--group', 'email:a,phone:+49', 'user_id:b']
  expect(documentOf(await muster([...apart, '--json']))).toEqual({ profiles: ['7', '100'] })
})

test('lists are filled from arguments or standard input', async () => {
  await muster(['list', 'create', '--name', 'VIP'])
  const added = await muster(['list', 'add', 'vip', '-'], {
    readInput: () => Promise.resolve('email:a@x.de\r\n\nuser_id:urn:uuid:1\n'),
  })
  expect(added.out).toBe('2 changed.\n')
  expect((await muster(['list', 'remove', 'vip', 'email:a@x.de'])).out).toBe('1 changed.\n')
  expect((await muster(['list', 'show', 'vip'])).out).toMatch(/vip +VIP +1/)
})

test('changes are shown, the latest last, and followed until the user ends it', async () => {
  t.engine.record(...[1, 2, 3].map((number) => changeOf(number)))
  const latest = linesOf(await muster(['changes', '--limit', '2', '--json']))
  expect(latest.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { cursor: '2' },
    { cursor: '3' },
  ])
  expect((await muster(['changes', '--after', '2'])).out).toMatch(/ - vip {2}9007199254740993 /)

  let seen = ''
  const following = muster(['changes', '--follow', '--json'], {
    out: (text) => {
      seen += text
      ending.abort()
    },
  })
  setTimeout(() => {
    t.engine.record(changeOf(4))
  }, 50)
  expect((await following).code).toBe(0)
  expect(JSON.parse(seen)).toMatchObject({ cursor: '4' })
})

test('the workspace: status, catalogue, rejects and keys', async () => {
  expect((await muster(['status'])).out).toMatch(/^latency +p50 20 ms, p95 80 ms, p99 140 ms/m)
  expect((await muster(['status'])).out).toMatch(/^look at +The consent capture rate fell\./m)
  expect((await muster(['status'])).out).toMatch(/^identity +75\.0 % known, – of them on several/m)
  expect((await muster(['catalogue'])).out).toMatch(/Order Completed +1,234 /)
  await t.ask('POST', '/v1/batch', { as: 'writer', body: { batch: [5] } })
  expect((await muster(['rejects', 'list'])).out).toContain('not_an_object')
  const corrected = await fileWith('{"userId":"u"}')
  expect((await muster(['rejects', 'replay', 'r1', '--corrected', corrected])).code).toBe(0)
  expect((await muster(['rejects', 'replay', 'r9'])).code).toBe(1)
  const created = await muster(['key', 'create', '--name', 'x', '--role', 'viewer', '--json'])
  expect(documentOf(created)).toMatchObject({ stored: { id: 'k5', role: 'viewer' } })
  expect((await muster(['key', 'list'])).out).toMatch(/k5 +x +viewer/)
  expect((await muster(['key', 'revoke', 'k5'])).code).toBe(0)
  expect((await muster(['key', 'create', '--name', 'x'])).code).toBe(2)
  t.engine.status_ = { ...t.engine.status_, ready: false, problems: ['away'] }
  expect(await muster(['status'])).toMatchObject({ code: 1 })
})

test('a file is tried and imported', async () => {
  const rows = await fileWith('a\nb\n')
  const map = await fileWith('{"name":"x"}')
  expect((await muster(['import', rows, '--map', map, '--dry-run'])).out).toContain('message')
  const imported = await muster(['import', rows, '--map', map, '--json'])
  expect(imported).toMatchObject({ code: 0 })
  expect(documentOf(imported)).toMatchObject({ state: 'done', progress: { accepted: 1 } })
  const faulty = await muster(['import', rows, '--map', await fileWith('{}')])
  expect(faulty).toMatchObject({ code: 1 })
  expect(faulty.err).toContain('missing_key at mapping.name')
  expect((await muster(['import', 'none.csv', '--map', map])).code).toBe(2)
})

describe('how it ends', () => {
  test.each([
    [['--help'], 0],
    [['audience', '--help'], 0],
    [['--version'], 0],
    [['nonsense'], 2],
    [['audience', 'show'], 2],
    [['audience', 'show', 'x', '--nonsense'], 2],
    [['audience', 'members', 'x', '--limit', '0'], 2],
    [['audience', 'members', 'x', '--at', 'yesterday'], 2],
    [['audience', 'check', '/no/such/file'], 2],
    [['audience', 'edit', 'x'], 2],
    [['report'], 2],
    [['report', 'vip', '--definition', '-'], 2],
    [['report', 'none'], 1],
    [['overlap', 'a'], 2],
    [['duplicates', '--similarity', '2'], 2],
    [['migration', '--from', '2026-01-01'], 2],
    [['basket', '--sort', 'x'], 2],
    [['basket', '--create', '9'], 2],
    [['template', 'list', '--way', 'x'], 2],
    [['template', 'fill', 'city', '--set', 'x'], 2],
    [['template', 'show', 'none'], 1],
    [['profile', 'show', 'ada'], 2],
    [['demo', '--speed', '0'], 2],
    [['demo', '--for', 'long'], 2],
    [['serve', '--port', 'x'], 2],
    [['--url', 'nowhere', 'status'], 2],
    [['audience', 'show', 'none'], 1],
    [['profile', 'show', 'email:nobody@x.de'], 1],
    [['--key', 'wrong', 'status'], 4],
  ])('%j ends with %i', async (args, code) => {
    const ran = await muster(args)
    expect(ran.code).toBe(code)
    if (code !== 0)
      expect(ran).toMatchObject({ out: '', err: expect.stringMatching(/\S/) as string })
  })

  test('a server that does not answer is 3, a key that may not is 4', async () => {
    const lost = await muster(['status'], { fetch: () => Promise.reject(new TypeError('no')) })
    expect(lost).toMatchObject({ code: 3, out: '' })
    expect(lost.err).toContain('not_reachable: http://muster.test')
    const viewer = { MUSTER_URL: url, MUSTER_KEY: t.keys.viewer }
    expect(await muster(['key', 'list'], { env: viewer })).toMatchObject({ code: 4 })
  })
})

test('on the machine of the server neither address nor key has to be given', async () => {
  await writeLocalAccess(folder, { url, key: t.keys.viewer })
  expect((await muster(['status', '--data', folder], { env: {} })).code).toBe(0)
  expect((await stat(join(folder, 'cli.json'))).mode & 0o777).toBe(0o600)
  // The key of one server is not shown to another.
  const elsewhere = await muster(['status', '--data', folder, '--url', 'http://other.test'], {
    env: {},
  })
  expect(elsewhere.code).toBe(4)
})

describe('users', () => {
  test('are invited, listed, given roles and removed', async () => {
    const invited = await muster(['user', 'invite', 'ben@example.com', '--role', 'analyst'])
    expect(invited).toMatchObject({ code: 0, err: '' })
    expect(invited.out).toMatch(/^link +http:\/\/muster.test\/welcome#[\w-]{43}\ngood until/)
    expect((await muster(['user', 'list'])).out).toMatch(/\nben@example.com +analyst +admin +/)
    expect((await muster(['user', 'remove', 'Ben@example.com'])).code).toBe(0)
    expect((await muster(['user', 'list'])).out).not.toContain('ben@')

    const role = await muster(['user', 'role', 'viewer@example.com', 'marketer'])
    expect(role.out).toBe('viewer@example.com is marketer now.\n')
    expect((await muster(['user', 'remove', 'viewer@example.com'])).code).toBe(0)
    expect(await muster(['user', 'remove', 'viewer@example.com'])).toMatchObject({ code: 2 })
    expect(await muster(['user', 'role', 'admin@example.com', 'king'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('"king" is no role') as string,
    })
  })

  test('an owner who lost the password gets a link on the machine of the server, and only there', async () => {
    expect(await muster(['user', 'link'])).toMatchObject({ code: 4 })
    await writeLocalAccess(folder, { url, key: t.keys.admin, machineKey })
    const here = { env: { MUSTER_DATA: folder } }
    const made = await muster(['user', 'link', '--json'], here)
    expect(made.code).toBe(0)
    const { link } = documentOf(made) as { readonly link: string }
    const token = link.split('#')[1] ?? ''
    const seen = await t.engine.access.look(token)
    expect(seen).toMatchObject({ ok: true, value: { user: { email: 'owner@example.com' } } })
  })

  test('a first start that was cut off before its keys were told locks nobody out', async () => {
    // What the start has made stands in the store; what it would have written does not stand in the folder.
    await writeLocalAccess(folder, { url, machineKey })
    const here = { env: { MUSTER_DATA: folder } }
    const created = await muster(['key', 'create', '--name', 'site', '--write', '--json'], here)
    expect(created.code).toBe(0)
    expect((documentOf(created) as { readonly key: string }).key).toMatch(/^mw_/)
  })
})

test('serve says where it is, leaves word for the other commands, and stops when it is told to', async () => {
  let isClosed = false
  const start: typeof startServer = ({ data }) => {
    expect(data).toBe(folder)
    setTimeout(() => {
      ending.abort()
    }, 20)
    return Promise.resolve({
      url,
      engine: t.engine,
      firstKeys: { secretKey: t.keys.admin, writeKey: t.keys.writer },
      ...{ ownerToken: 'o'.repeat(43), machineKey },
      close: () => {
        isClosed = true
        return Promise.resolve()
      },
    })
  }
  const served = await muster(['serve', '--json'], { start })
  expect(served.code).toBe(0)
  const link = `${url}/welcome#${'o'.repeat(43)}`
  expect(documentOf(served)).toMatchObject({ url, key: t.keys.admin, link })
  expect(served.out).not.toContain(machineKey)
  expect(isClosed).toBe(true)
  expect((await muster(['status'], { env: { MUSTER_DATA: folder } })).code).toBe(0)
})

test('demo fills an empty server, puts audiences in force, and ends by itself', async () => {
  const { engine } = t
  engine.status_ = { ...engine.status_, messages: 0 }
  const start: typeof startServer = () =>
    Promise.resolve({
      ...{ url, engine, firstKeys: undefined, ownerToken: undefined, machineKey },
      close: () => Promise.resolve(),
    })
  const args = ['demo', '--people', '20', '--days', '10', '--for', '2s', '--headless', '--json']
  const ran = await muster(args, { start, now: Date.now })
  expect(ran.code).toBe(0)
  expect(ran.err).toMatch(/messages of history in .*\n[0-9]+ audiences put in force/)
  expect(engine.calls.length).toBeGreaterThan(0)
  const [announced, beat] = linesOf(ran).map((line) => JSON.parse(line) as unknown)
  expect(announced).toMatchObject({ url })
  expect(beat).toMatchObject({ messages: 0, latency: null })
})

test('colours and steering stay out of what is no terminal, and names steer none', async () => {
  const file = await fileWith('{"everyone":true}')
  const evil = 'Evil\u001b[2J\u202etxt'
  const create = ['audience', 'create', '--definition', file, '--id', 'evil', '--name', evil]
  const plain = await muster(create)
  expect(plain.out).not.toMatch(/[\u001b\u202e]/)
  const shown = await muster(['audience', 'check', file], { outIsTerminal: true })
  expect(shown.out).toContain('\u001b[32msound')
  const env = { MUSTER_URL: url, MUSTER_KEY: t.keys.admin, NO_COLOR: '1' }
  expect((await muster(['audience', 'check', file], { outIsTerminal: true, env })).out).toMatch(
    /^sound/,
  )
})
