import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { soak, soakTable, type Stretch } from './soak.ts'

/** `npm run soak -- --hours 72 --speed 600 --people 2000` goes on for longer. */
const hours = Number(process.env['MUSTER_SOAK_HOURS'] ?? 6)
const speed = Number(process.env['MUSTER_SOAK_SPEED'] ?? 1_200)
const people = Number(process.env['MUSTER_SOAK_PEOPLE'] ?? 1_000)
const MEGABYTE = 1024 ** 2

const folder = mkdtempSync(join(tmpdir(), 'muster-soak-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const most = (stretches: readonly Stretch[], of: (stretch: Stretch) => number): number =>
  Math.max(...stretches.map(of))

test(
  `${hours} simulated hours at ${speed} times the speed: memory is flat, parts and files are bounded`,
  { timeout: 120_000 + (hours * 3_600_000 * 2) / speed },
  async () => {
    const { stretches, problems } = await soak({ folder, hours, speed, people })
    console.log(soakTable(stretches))
    expect(problems).toEqual([])
    expect(stretches.at(-1)?.messages).toBeGreaterThan(0)
    const [early, late] = [stretches.slice(3, 6), stretches.slice(9)]
    expect(most(late, ({ memory }) => memory)).toBeLessThan(
      1.25 * most(early, ({ memory }) => memory) + 100 * MEGABYTE,
    )
    expect(most(stretches, ({ parts }) => parts)).toBeLessThan(1_000)
    expect(most(stretches, ({ files }) => files)).toBeLessThan(60_000)
    // Short stretches are too few ticks to say anything about time.
    if (hours < 24) return
    const middle = (some: readonly Stretch[], of: (stretch: Stretch) => number) =>
      some.map(of).toSorted((a, b) => a - b)[1] ?? 0
    for (const of of [(s: Stretch) => s.tickMs, (s: Stretch) => s.ingestMs])
      expect(middle(late, of)).toBeLessThan(2 * middle(early, of) + 20)
  },
)
