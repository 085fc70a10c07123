import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient } from '@muster/client'
import { buildMuster, killChildren, startChild, type Child, type Listening } from './child.ts'

const MEGABYTE = 1024 ** 2
const isRoot = process.getuid?.() === 0

/** A disk of its own, which only root may make; undefined where that is not allowed either. */
function smallDisk(folder: string, megabytes: number): string | undefined {
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
    return folder
  } catch {
    return undefined
  }
}

// Said when the tests do not run as root, or where nothing may be mounted.
describe.skipIf(!isRoot)('a disk that is full', () => {
  const root = mkdtempSync(join(tmpdir(), 'muster-disk-'))
  const disk = isRoot ? smallDisk(join(root, 'disk'), 300) : undefined
  let access: Listening
  let child: Child
  let sent = 0

  beforeAll(() => {
    buildMuster()
  }, 120_000)
  afterAll(() => {
    killChildren()
    if (disk !== undefined) execFileSync('umount', ['-l', disk])
    rmSync(root, { recursive: true })
  })

  const free = (): number => {
    const { bavail, bsize } = statfsSync(disk ?? '/')
    return bavail * bsize
  }
  const ballast = join(disk ?? root, 'ballast')
  /** Leaves so many bytes. */
  const fill = (left: number): void => {
    writeFileSync(ballast, Buffer.alloc(Math.max(0, free() - left), 'x'))
  }
  const start = async (minFree: number): Promise<void> => {
    child = startChild({
      data: join(disk ?? root, 'data'),
      env: { MUSTER_MIN_FREE_MB: String(minFree) },
    })
    const listening = await child.listening
    if (listening === undefined) throw new Error(child.log().join('\n'))
    access = { ...access, ...listening }
  }
  const post = async (): Promise<{ readonly status: number; readonly code: string }> => {
    const batch = Array.from({ length: 200 }, (_, i) => ({
      ...{ type: 'track', event: 'Order Completed', userId: `user${sent + i}` },
      messageId: `order${sent + i}`,
      properties: { note: `${sent + i}`.repeat(100) },
    }))
    const response = await fetch(`${access.url}/v1/batch`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access.writeKey ?? ''}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ batch }),
    })
    const { code = '' } = (await response.json()) as { code?: string }
    if (response.ok) sent += 200
    return { status: response.status, code }
  }
  const client = () => createClient({ url: access.url, key: access.key ?? '' })
  /** Sends until it is taken; fails when that never happens. */
  const sendAgain = async (): Promise<void> => {
    const until = Date.now() + 30_000
    while (Date.now() < until) {
      if ((await post()).status === 200) return
      await sleep(200)
    }
    expect.fail(`it does not recover:\n${child.log().slice(-5).join('\n')}`)
  }
  const whole = async (): Promise<void> => {
    const { changes } = await client().changes.page({ limit: 1_000 })
    const status = await client().status()
    expect(status).toMatchObject({ messages: sent, profiles: sent })
    expect(new Set(changes.map(({ profile }) => profile)).size).toBe(changes.length)
  }

  test.skipIf(disk === undefined)(
    'nearly: no messages are taken before the last bytes are used, and taken again when there is room',
    { timeout: 120_000 },
    async () => {
      await start(64)
      await sendAgain()
      fill(40 * MEGABYTE)
      await sleep(2_500)
      expect(await post()).toEqual({ status: 503, code: 'disk_nearly_full' })
      const ready = await fetch(`${access.url}/ready`)
      expect(await ready.json()).toMatchObject({ errors: [{ code: 'disk_nearly_full' }] })
      rmSync(ballast)
      await sendAgain()
      await whole()
      child.signal('SIGTERM')
      expect(await child.ended).toEqual({ code: 0, signal: null })
    },
  )

  test.skipIf(disk === undefined)(
    'to its last byte, with nothing kept free: what was acknowledged stays, and it recovers by itself',
    { timeout: 180_000 },
    async () => {
      await start(0)
      const definition = { event: 'Order Completed' }
      await client().audiences.create({ id: 'all', name: 'All', definition, state: 'live' })
      await sendAgain()
      fill(MEGABYTE)
      const answers = new Map<number, number>()
      for (let i = 0; i < 60 && (answers.get(503) ?? 0) + (answers.get(500) ?? 0) < 10; i++) {
        const { status } = await post()
        answers.set(status, (answers.get(status) ?? 0) + 1)
      }
      expect((answers.get(503) ?? 0) + (answers.get(500) ?? 0)).toBeGreaterThan(0)
      expect((await fetch(`${access.url}/health`)).status).toBe(200)
      rmSync(ballast)
      await sendAgain()
      await whole()
      child.signal('SIGKILL')
      await child.ended
      await start(0)
      await whole()
      await sendAgain()
      await whole()
      child.signal('SIGTERM')
      expect(await child.ended).toEqual({ code: 0, signal: null })
    },
  )
})
