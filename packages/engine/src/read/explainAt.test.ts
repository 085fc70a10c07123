import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explain, noComputedTraits, type Meanings } from '@muster/core'
import { definitionArbitrary } from '../../../core/src/audience/arbitrary.test-support.ts'
import {
  accountEvidence,
  arbitraryPopulation,
  type Population,
} from '../../../core/src/evaluate/history.test-support.ts'
import { BASE_INSTANT } from '../../../core/src/vocabulary.test-support.ts'
import { loadPopulations } from '../../../../test/fuzz/loadPopulation.ts'
import { explainAt } from './explainAt.ts'
import { openStores, type Stores } from './test-support/stores.ts'

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())

const zone = 'Europe/Berlin'
const meanings: Meanings = {
  audience: () => ({ everyone: true }),
  computedTrait: noComputedTraits,
}
const TABLES = [
  'messages',
  'traits',
  'assignments',
  'account_links',
  'account_traits',
  'list_entries',
]

/** A fixed seed: what differs here is how rows are read, and a few dense histories show every column. */
const draw = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): readonly T[] =>
  fc.sample(arbitrary, { seed: 20_270_115, numRuns })

test('the evidence that is read back explains every definition as the evidence that was told does', async () => {
  const { warehouse } = stores
  const at = BASE_INSTANT
  const definitions = draw(definitionArbitrary({ zone }), 25)
  const size = (population: Population): number =>
    population.profiles.reduce((sum, profile) => sum + profile.seenAt.length, 0)
  const dense = [...draw(arbitraryPopulation(zone), 60)].sort((a, b) => size(b) - size(a))
  for (const population of dense.slice(0, 2)) {
    for (const table of TABLES)
      await warehouse.command({ text: `TRUNCATE TABLE ${table}`, params: {} })
    await loadPopulations(warehouse, [population])
    for (const definition of definitions) {
      for (const evidence of population.profiles) {
        const told = explain(definition, evidence, {
          at,
          zone,
          ...meanings,
          account: (id) => accountEvidence(population, id, at),
        })
        const deps = { warehouse, zone, meanings }
        expect(await explainAt(deps, definition, evidence.profileId, at)).toEqual(told)
      }
    }
  }
})

test('nobody is explained who has no identifiers', async () => {
  const deps = {
    warehouse: stores.warehouse,
    zone,
    meanings,
  }
  expect(await explainAt(deps, { everyone: true }, 123_456n, BASE_INSTANT)).toBeUndefined()
})
