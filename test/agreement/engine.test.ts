import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHistory, historiesPerEngine } from './createHistory.ts'
import { readHistory, writeHistory, type History } from './history.ts'
import { readOptions } from './options.ts'
import { createNursery, runHistory, type Nursery } from './runHistory.ts'
import { shrinkHistory } from './shrinkHistory.ts'

const { histories, seed, shrinkingRuns } = readOptions(process.env)
const corpus = new URL('./corpus/', import.meta.url)
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
      expect(changes).toBeGreaterThan(0)
      // What a history asks for has to happen most of the time, or it proves little.
      expect(refused.filter((reason) => /^(create|edit|send|list)/.test(reason))).toEqual([])
      return
    }
    const failing = { ...history, steps: history.steps.slice(0, failedAt + 1) }
    const smallest = await shrinkHistory(failing, fails, shrinkingRuns)
    const told = [...faults, 'Add this to test/agreement/corpus:', writeHistory(smallest)]
    expect.fail(`number ${number} of seed ${seed} fails at step ${failedAt}:\n${told.join('\n')}`)
  },
)

async function fails(history: History): Promise<boolean> {
  const { failedAt } = await runHistory(nursery, history)
  return failedAt !== undefined
}
