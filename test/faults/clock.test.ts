import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createEngine, type Engine } from '@muster/engine'
import { createFeed } from '../agreement/feed.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 0, 15, 12)
const folder = mkdtempSync(join(tmpdir(), 'muster-clock-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('a clock that jumps forward and back: whoever is due leaves once, nobody comes back, and it goes on', async () => {
  let now = START
  const problems: unknown[] = []
  const open = (): Promise<Engine> =>
    createEngine({
      warehouse: { folder: join(folder, 'warehouse') },
      metadata: { folder: join(folder, 'metadata') },
      importFolder: join(folder, 'imports'),
      ...{ clock: () => now, pause: 5, onProblem: (problem) => problems.push(problem) },
    })
  let engine = await open()
  const feed = createFeed()
  let sent = 0
  const order = async (userId: string): Promise<void> => {
    const message = { type: 'track', event: 'Order Completed', userId, messageId: `m${sent++}` }
    const outcome = await engine.ingest.take({
      ...{ messages: [message], byteLengths: [100], source: 'test' },
    })
    expect(outcome).toMatchObject({ kind: 'taken', accepted: 1 })
  }
  /** Who is a member, after the engine has come to rest; what it told must be in order. */
  const members = async (): Promise<number> => {
    await engine.settle()
    const after = feed.cursor()
    const page = { limit: 1_000, ...(after !== undefined && { after }) }
    expect(feed.follow((await engine.changes.page(page)).changes)).toEqual([])
    expect(await engine.readiness()).toEqual([])
    return feed.members('lately', Infinity).size
  }

  const definition = { event: 'Order Completed', window: { last: '1h' } }
  await engine.audiences.create({ id: 'lately', name: 'Lately', definition, state: 'live' }, 'test')
  await order('ada')
  expect(await members()).toBe(1)

  // Forward by three days: she leaves, as she would have.
  now = START + 72 * HOUR
  expect(await members()).toBe(0)
  await order('ben')
  expect(await members()).toBe(1)

  // Back to where it was: time inside stands still until the clock has caught up, so nobody enters again.
  now = START
  expect(await members()).toBe(1)
  await order('cleo')
  expect(await members()).toBe(2)
  await engine.close()
  engine = await open()
  expect(await members()).toBe(2)

  // Back in order: all leave when their hour is over.
  now = START + 73 * HOUR + 60_000
  expect(await members()).toBe(0)
  await order('ada')
  expect(await members()).toBe(1)
  expect(feed.length()).toBe(7)
  await engine.close()
  expect(problems).toEqual([])
})
