import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHistory, historiesPerEngine } from './createHistory.ts'
import { readHistory, writeHistory, type History } from './history.ts'
import { createNursery, runHistory, type Nursery } from './runHistory.ts'
import { shrinkHistory } from './shrinkHistory.ts'

const histories = Number(process.env['MUSTER_FUZZ_CASES'] ?? 48)
const seed = Number(process.env['MUSTER_FUZZ_SEED'] ?? 20261122)
const tries = Number(process.env['MUSTER_FUZZ_TRIES'] ?? 40)
const corpus = new URL('./corpus/', import.meta.url)
const failures = new URL('./failures/', import.meta.url)
const engines = Math.ceil(histories / historiesPerEngine)

let nursery: Nursery

beforeAll(async () => {
  nursery = await createNursery()
})

afterAll(() => {
  nursery.remove()
})

test.each(readdirSync(corpus).filter((file) => file.endsWith('.json')))(
  'corpus %s: engine and reference agree',
  async (file) => {
    const history = readHistory(readFileSync(new URL(file, corpus), 'utf8'))
    const { faults } = await runHistory(nursery, history)
    expect(faults).toEqual([])
  },
)

test.each(Array.from({ length: engines }, (_, number) => number))(
  `engine and reference agree on ${historiesPerEngine} histories side by side (seed ${seed}, number %i)`,
  { timeout: 3_600_000 },
  async (number) => {
    const history = createHistory(seed, number)
    const { faults, failedAt, changes, refused } = await runHistory(nursery, history)
    if (failedAt === undefined) {
      console.log(`number ${number}: ${changes} changes; refused ${JSON.stringify(refused)}`)
      expect(changes).toBeGreaterThan(0)
      return
    }
    const failing = { ...history, steps: history.steps.slice(0, failedAt + 1) }
    const smallest = await shrinkHistory(failing, fails, tries)
    mkdirSync(failures, { recursive: true })
    const file = new URL(`seed-${seed}-${number}.json`, failures)
    writeFileSync(file, writeHistory(smallest))
    expect.fail(
      `history ${number} of seed ${seed} fails at step ${failedAt}:\n${faults.join('\n')}\nA shorter one stands in test/agreement/failures; it belongs to test/agreement/corpus.`,
    )
  },
)

async function fails(history: History): Promise<boolean> {
  const { failedAt } = await runHistory(nursery, history)
  return failedAt !== undefined
}
