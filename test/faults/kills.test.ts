import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEngine } from '@muster/engine'
import { createChance } from '../agreement/chance.ts'
import { createChecks } from '../agreement/checks.ts'
import { createReference } from '../agreement/reference.ts'
import { buildMuster, killChildren } from './child.ts'
import { liveAndKill, type Killed, type UnderWay } from './killing.ts'
import { readOptions } from './options.ts'

const { kills, seed } = readOptions(process.env)
/** Side by side, since most of a life is waiting for a start. */
const FOLDERS = 2

let root: string
beforeAll(() => {
  buildMuster()
  root = mkdtempSync(join(tmpdir(), 'muster-kills-'))
})
afterAll(() => {
  killChildren()
  rmSync(root, { recursive: true })
})

test(
  `killed ${kills} times, no event is lost or doubled, no change is lost or told twice, and members are the reference's (seed ${seed})`,
  { timeout: 60_000 + kills * 20_000 },
  async () => {
    const lives = await Promise.all(
      Array.from({ length: FOLDERS }, async (_, i) => {
        const data = join(root, `data-${i}`)
        const share = Math.ceil((kills - i) / FOLDERS)
        return { data, lived: await liveAndKill(data, share, createChance(seed * 7_919 + i)) }
      }),
    )
    const underWay: Partial<Record<UnderWay, number>> = {}
    for (const { data, lived } of lives) {
      expect(lived.faults).toEqual([])
      for (const [what, count] of lived.kills) underWay[what] = (underWay[what] ?? 0) + count
      await compare(data, lived)
    }
    const told = Object.entries(underWay).map(([what, count]) => `${count} during ${what}`)
    console.log(`killed ${kills} times: ${told.join(', ')}`)
  },
)

/** Opens the folder once more and asks the engine itself. */
async function compare(data: string, lived: Killed): Promise<void> {
  const problems: unknown[] = []
  const engine = await createEngine({
    warehouse: { folder: join(data, 'warehouse') },
    metadata: { folder: join(data, 'metadata') },
    importFolder: join(data, 'imports'),
    onProblem: (problem) => problems.push(problem),
  })
  try {
    const reference = createReference('UTC')
    const ids = new Set(lived.messages.map(({ messageId }) => messageId))
    const once = lived.messages.filter(({ messageId }) => ids.delete(messageId))
    const now = Date.now()
    reference.take({ do: 'send', messages: once }, now)
    for (const [one, other] of lived.merges) {
      const device = (value: string) => ({ kind: 'anonymous_id', value })
      reference.take({ do: 'merge', one: device(one), other: device(other) }, now)
    }
    for (const [id, definition] of lived.audiences)
      reference.take({ do: 'create', id, definition }, now)
    const checks = createChecks(reference)
    checks.note({ do: 'restart' })
    expect(await checks.run(engine, [])).toEqual([])
    expect((await engine.status()).messages).toBe(once.length)

    // What the reader was told over all lives is what the record says, from its first change on.
    const told = lived.follower.told()
    const { changes } = await engine.changes.page({ limit: told.length })
    expect(
      changes.map(
        ({ cursor, audience, profile, entered, at }) =>
          `${cursor} ${audience} ${profile} ${entered} ${at}`,
      ),
    ).toEqual(
      told.map(
        ({ cursor, audience, profile, entered, at }) =>
          `${cursor} ${audience} ${profile} ${entered} ${at}`,
      ),
    )
    expect(told.length).toBeGreaterThan(0)
    expect(problems).toEqual([])
  } finally {
    await engine.close()
  }
}
