import { execFileSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine } from '../createEngine.ts'
import type { Engine } from '../engine.ts'
import { openMetadata } from '../metadata/openMetadata.ts'
import { backupFolder } from './backupFolder.ts'
import type { Backup } from './createBackups.ts'
import { restoreBackup } from './restoreBackup.ts'
import type { Folders } from './snapshot.ts'
import { writeTar, type TarEntry } from './tar.ts'

const DAY = 86_400_000
const START = Date.UTC(2026, 0, 15)

let root = ''
const problems: unknown[] = []
const foldersIn = (name: string): Folders => ({
  warehouse: join(root, name, 'warehouse'),
  metadata: join(root, name, 'metadata'),
  imports: join(root, name, 'imports'),
})
const open = ({ warehouse, metadata, imports }: Folders, clock = START): Promise<Engine> =>
  createEngine({
    warehouse: { folder: warehouse },
    metadata: { folder: metadata },
    importFolder: imports,
    clock: () => clock,
    pause: 5,
    onProblem: (problem) => problems.push(problem),
  })

const write = async ({ content }: Backup, file: string): Promise<void> =>
  pipeline(content, createWriteStream(file))

const order = (i: number) => ({
  type: 'track',
  event: 'Order Completed',
  userId: `user${i % 40}`,
  anonymousId: `device${i % 60}`,
  messageId: `order${i}`,
  timestamp: new Date(START - (i % 60) * DAY).toISOString(),
  properties: { revenue: i },
})
async function send(engine: Engine, from: number, to: number): Promise<void> {
  const messages = Array.from({ length: to - from }, (_, i) => order(from + i))
  const outcome = await engine.ingest.take({
    messages,
    byteLengths: messages.map(() => 200),
    source: 'test',
  })
  expect(outcome).toMatchObject({ kind: 'taken', rejected: [] })
}

/** All that a user can see of it. */
async function everything(engine: Engine) {
  // The instant of the last tick is the one thing that moves on by itself.
  const audiences = (await engine.audiences.list()).map((view) => ({
    ...view,
    progress: view.progress.state,
  }))
  const members = await Promise.all(
    audiences.map(async ({ audience: { id } }) => {
      const outcome = await engine.audiences.members(id, { limit: 1_000 })
      return [id, outcome.ok && outcome.value.members.map(({ profile }) => profile).toSorted()]
    }),
  )
  const found = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      engine.profiles.find({ kind: 'user_id', value: `user${i}` }),
    ),
  )
  const identity = await Promise.all(
    found.map(
      async (profile) => profile !== undefined && (await engine.profiles.identity(profile)),
    ),
  )
  const { changes } = await engine.changes.page({ limit: 1_000 })
  const { profiles, messages } = await engine.status()
  const keys = await engine.keys.list()
  return { audiences, members, identity, changes, profiles, messages, keys }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-backup-'))
})
afterAll(async () => {
  expect(problems).toEqual([])
  await rm(root, { recursive: true })
})

describe('a backup', { timeout: 240_000 }, () => {
  const file = () => join(root, 'backup.tar.gz')
  let before: Awaited<ReturnType<typeof everything>>
  let live: Engine

  beforeAll(async () => {
    live = await open(foldersIn('first'))
    await send(live, 0, 500)
    for (const days of [5, 12]) {
      const definition = { event: 'Order Completed', window: { last: `${days}d` } }
      await live.audiences.create({ name: `Within ${days}`, definition, state: 'live' }, 'test')
    }
    await live.keys.create({ kind: 'write', name: 'source' }, 'test')
    await live.settle()
    before = await everything(live)
    await mkdir(foldersIn('first').imports, { recursive: true })
    await writeFile(join(foldersIn('first').imports, '1.rejects'), 'rejected\n')
  })

  test('made of a running engine opens in an empty folder as it was', async () => {
    await write(await live.backup(), file())
    await send(live, 500, 600)
    expect((await live.status()).messages).toBe(600)
    await live.close()
    // The second names for the parts are gone.
    expect(await readdir(join(root, 'first'))).not.toContain('.backup')

    const folders = foldersIn('second')
    const restored = await restoreBackup(file(), folders)
    expect(restored.madeAt).toBe(new Date(START).toISOString())
    const engine = await open(folders)
    expect(await everything(engine)).toEqual(before)
    await engine.settle()
    expect(await everything(engine)).toEqual(before)
    expect(await readFile(join(folders.imports, '1.rejects'), 'utf8')).toBe('rejected\n')

    await send(engine, 500, 600)
    expect((await engine.status()).messages).toBe(600)
    await send(engine, 0, 600)
    expect((await engine.status()).messages).toBe(600)
    await engine.close()
  })

  test('taken while messages come holds each call whole or not at all, and identities fit', async () => {
    const engine = await open(foldersIn('busy'))
    const definition = {
      event: 'Order Completed',
      aggregate: { sum: 'revenue' },
      is: { atLeast: 100 },
    }
    await engine.audiences.create({ name: 'Spent', definition, state: 'live' }, 'test')
    let [sent, acknowledged] = [0, 0]
    const sender = { isOver: false }
    const sending = (async () => {
      while (!sender.isOver) {
        sent += 20
        await send(engine, sent - 20, sent)
        acknowledged = sent
      }
    })()
    await send(engine, 100_000, 100_500)
    const safe = acknowledged
    const backup = await engine.backup()
    const atMost = sent
    await write(backup, join(root, 'busy.tar.gz'))
    sender.isOver = true
    await sending
    await engine.close()

    await restoreBackup(join(root, 'busy.tar.gz'), foldersIn('busy-again'))
    const again = await open(foldersIn('busy-again'))
    const { messages } = await again.status()
    expect(messages).toBeGreaterThanOrEqual(safe + 500)
    expect(messages).toBeLessThanOrEqual(atMost + 500)
    expect(messages % 20).toBe(0)
    // New people get numbers that nobody has: the identities know every node of the warehouse.
    const stranger = { type: 'track', event: 'Visit', userId: 'stranger', messageId: 'visit' }
    await again.ingest.take({ messages: [stranger], byteLengths: [100], source: 'test' })
    await again.settle()
    const profile = await again.profiles.find({ kind: 'user_id', value: 'stranger' })
    const whole = profile === undefined ? undefined : await again.profiles.get(profile)
    expect(whole?.events.map(({ messageId }) => messageId)).toEqual(['visit'])
    await again.close()
  })

  test('of a folder that nobody has open is the same', async () => {
    await write(
      await backupFolder(foldersIn('second'), () => START + 1),
      join(root, 'third.tar.gz'),
    )
    const restored = await restoreBackup(join(root, 'third.tar.gz'), foldersIn('third'))
    expect(restored.madeAt).toBe(new Date(START + 1).toISOString())
    const engine = await open(foldersIn('third'))
    expect((await engine.status()).messages).toBe(600)
    await expect(backupFolder(foldersIn('third'), () => START)).rejects.toMatchObject({
      code: 'folder_in_use',
    })
    const one = await engine.backup()
    await expect(engine.backup()).rejects.toMatchObject({ code: 'backup_under_way' })
    one.content.destroy()
    // Whoever stopped reading leaves nothing behind, and another can be made.
    await new Promise((resolve) => one.content.once('close', resolve))
    await engine.close()
    expect(await readdir(join(root, 'third'))).not.toContain('.backup')
    await expect(backupFolder(foldersIn('nowhere'), () => START)).rejects.toMatchObject({
      code: 'nothing_to_back_up',
    })
  })

  test('is not restored over what is there', async () => {
    await expect(restoreBackup(file(), foldersIn('first'))).rejects.toMatchObject({
      code: 'folder_not_empty',
    })
  })

  test('of a warehouse that is older than its metadata fits, once everybody is looked at anew', async () => {
    const folders = foldersIn('apart')
    const first = await open(foldersIn('apart-first'))
    const definition = { event: 'Order Completed', is: { atLeast: 8 } }
    await first.audiences.create({ name: 'Eight', definition, state: 'live' }, 'test')
    await send(first, 0, 300)
    await first.settle()
    const then = await everything(first)
    await write(await first.backup(), join(root, 'apart.tar.gz'))
    await send(first, 300, 600)
    await first.settle()
    await first.close()

    await restoreBackup(join(root, 'apart.tar.gz'), folders)
    await rm(folders.metadata, { recursive: true })
    await cp(foldersIn('apart-first').metadata, folders.metadata, { recursive: true })
    const metadata = await openMetadata({ folder: folders.metadata })
    // As docs/operations.md says it.
    await sql`UPDATE watermarks SET value = 0 WHERE name IN ('refresh.received', 'refresh.seq', 'refresh.assignments')`.execute(
      metadata.db,
    )
    await metadata.close()
    const engine = await open(folders, START + 60_000)
    await engine.settle()
    const now = await everything(engine)
    expect(now.members).toEqual(then.members)
    expect(now.changes).toEqual(then.changes)
    expect(now.messages).toBe(300)
    await send(engine, 300, 600)
    await engine.settle()
    expect((await engine.status()).messages).toBe(600)
    await engine.close()
  })

  test('that is damaged or foreign is refused, and nothing is left of it', async () => {
    const bytes = await readFile(file())
    const middle = Buffer.from(bytes)
    middle.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 64)
    const tar = gunzipSync(bytes)
    execFileSync('tar', ['-czf', join(root, 'foreign'), '-C', root, 'backup.tar.gz'])
    const cases: readonly (readonly [string, Buffer, string])[] = [
      ['cut off', bytes.subarray(0, bytes.length - 2_000), 'backup_is_damaged'],
      ['changed', middle, 'backup_is_damaged'],
      ['without its end', gzipSync(tar.subarray(0, tar.length - 3_072)), 'backup_is_damaged'],
      ['its sum changed', changedSum(bytes), 'backup_is_damaged'],
      ['text', Buffer.from('hello'), 'not_a_backup'],
      ['empty', Buffer.alloc(0), 'not_a_backup'],
      ['another archive', await readFile(join(root, 'foreign')), 'not_a_backup'],
      ['leading out', await archiveWith('warehouse/../../outside'), 'backup_is_damaged'],
      ['absolute', await archiveWith('/tmp/outside'), 'backup_is_damaged'],
      ['linking out', await archiveWith('warehouse/link', '../../outside'), 'backup_is_damaged'],
      ['newer', gzipSync(newer(tar)), 'backup_is_newer'],
    ]
    for (const [name, content, code] of cases) {
      await writeFile(join(root, 'case'), content)
      await expect(
        restoreBackup(join(root, 'case'), foldersIn('none')),
        name,
      ).rejects.toMatchObject({
        code,
      })
      expect(await readdir(join(root, 'none')), name).toEqual([])
    }
  })
})

function changedSum(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt32LE((changed.readUInt32LE(bytes.length - 8) ^ 1) >>> 0, bytes.length - 8)
  return changed
}

/** An archive of one entry besides its ends: a file, or with a target a link. */
async function archiveWith(path: string, target?: string): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const text = (name: string, value: string): TarEntry => ({
    ...{ kind: 'file', path: name, size: value.length },
    content: Readable.from([Buffer.from(value)]),
  })
  const entries = Readable.from([
    text('muster-backup.json', '{"format":1,"madeAt":"2026-01-15T00:00:00.000Z"}'),
    target === undefined ? text(path, 'evil') : { kind: 'link', path, target },
    text('muster-backup-end.json', `{"files":${target === undefined ? 1 : 0}}\n`),
  ])
  for await (const chunk of writeTar(entries)) chunks.push(chunk)
  return gzipSync(Buffer.concat(chunks))
}

const newer = (tar: Buffer): Buffer =>
  Buffer.from(tar.toString('latin1').replace('"format":1', '"format":2'), 'latin1')
