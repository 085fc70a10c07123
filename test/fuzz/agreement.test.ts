import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWarehouse, type Warehouse } from '@muster/engine'
import { createRound, roundSize } from './round.ts'
import { compareRound } from './compareRound.ts'
import { readCase, writeCase } from './caseFile.ts'

const cases = Number(process.env['MUSTER_FUZZ_CASES'] ?? 2000)
const seed = Number(process.env['MUSTER_FUZZ_SEED'] ?? 20261122)
const corpus = new URL('./corpus/', import.meta.url)

let folder: string
let warehouse: Warehouse

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-fuzz-'))
  warehouse = await openWarehouse({ folder })
})

afterAll(async () => {
  await warehouse.close()
  rmSync(folder, { recursive: true })
})

test.each(readdirSync(corpus).filter((file) => file.endsWith('.json')))(
  'corpus %s: compiler and reference agree',
  async (file) => {
    const round = readCase(readFileSync(new URL(file, corpus), 'utf8'))
    const { disagreements } = await compareRound(warehouse, round)
    expect(disagreements).toEqual([])
  },
)

test(
  `compiler and reference agree on ${cases} generated definitions (seed ${seed})`,
  { timeout: 6 * 3_600_000 },
  async () => {
    for (let number = 0; number * roundSize < cases; number++) {
      const round = createRound(seed, number)
      const { disagreements, smallest } = await compareRound(warehouse, round)
      if (disagreements.length > 0) {
        expect.fail(
          `round ${number} of seed ${seed} disagrees; add this to test/fuzz/corpus:\n${writeCase(smallest)}`,
        )
      }
    }
  },
)
