import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluate, render, sql, type Definition, type Meanings } from '@muster/core'
import {
  asksComputed,
  computedTraitsArbitrary,
  isSound,
} from '../../../core/src/audience/arbitrary/computedTrait.test-support.ts'
import {
  accountEvidence,
  arbitraryPopulation,
  type Population,
} from '../../../core/src/evaluate/history.test-support.ts'
import { BASE_INSTANT } from '../../../core/src/vocabulary.test-support.ts'
import { loadPopulations } from '../../../../test/fuzz/loadPopulation.ts'
import { openStores, type Stores } from '../read/test-support/stores.ts'
import { evaluateProfiles } from './evaluateProfiles.ts'
import { HotProfiles } from './hotProfiles.ts'
import { createProgram } from './program.ts'

/** Whatever is referred to is asked for. */
const nobody = { of: () => () => false }

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())

const zone = 'Europe/Berlin'
const at = BASE_INSTANT
const referred: Definition = { event: 'Page Viewed' }
const draw = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): readonly T[] =>
  fc.sample(arbitrary, { seed: 20_261_122, numRuns })

const size = (population: Population): number =>
  population.profiles.reduce((sum, profile) => sum + profile.seenAt.length, 0)

test('profiles judged here and profiles left to the warehouse are members of what the reference says', async () => {
  const { warehouse } = stores
  const [traits] = draw(computedTraitsArbitrary(zone), 1)
  if (traits === undefined) throw new Error('no computed traits were drawn')
  const definitions = draw(asksComputed(zone), 60).filter((definition) =>
    isSound(definition, traits),
  )
  const [population] = [...draw(arbitraryPopulation(zone), 60)].sort((a, b) => size(b) - size(a))
  if (population === undefined) throw new Error('no population was drawn')
  await loadPopulations(warehouse, [population])
  const audiences = definitions.map((definition, i) => ({
    id: `a${i}`,
    number: i + 1,
    version: 1,
    definition,
  }))
  const meanings: Meanings = {
    audience: () => referred,
    computedTrait: (name) => traits.get(name),
  }
  const program = createProgram(audiences, meanings)
  const world = {
    at,
    zone,
    ...meanings,
    account: (id: string) => accountEvidence(population, id, at),
  }
  const expected = population.profiles.map((evidence) => [
    evidence.profileId,
    audiences
      .filter(({ definition }) => evaluate(definition, evidence, world))
      .map(({ number }) => number),
  ])
  const profiles = population.profiles.map(({ profileId }) => profileId)
  const looks = new Map(
    profiles.map((profile) => [profile, { numbers: program.all, news: undefined }]),
  )
  for (const mostRows of [0, 2, undefined]) {
    const context = {
      warehouse,
      zone,
      promoted: new Set<string>(),
      ...(mostRows === undefined ? {} : { mostRows }),
    }
    const found = await evaluateProfiles(context, undefined, program, looks, nobody, at)
    const sorted = profiles.map((id) => [id, [...(found.get(id) ?? [])].sort((a, b) => a - b)])
    expect(sorted, `with ${mostRows} rows at the most`).toEqual(expected)
  }
})

test('of whom it is not told what is new, nothing that was known is kept, even if they are not read here', async () => {
  const program = createProgram([{ id: 'seen', number: 1, version: 1, definition: referred }], {
    audience: () => referred,
    computedTrait: () => undefined,
  })
  const [row] = await stores.warehouse.query<{ profile: string }>(
    render(sql`SELECT profile FROM assignments WHERE node IN (SELECT node FROM messages) LIMIT 1`),
  )
  const profile = BigInt(row?.profile ?? 0)
  const context = { warehouse: stores.warehouse, zone, promoted: new Set<string>() }
  const hot = new HotProfiles()
  const look = (news: [] | undefined) => new Map([[profile, { numbers: program.all, news }]])
  await evaluateProfiles(context, hot, program, look([]), nobody, at)
  expect(hot.known(profile)).toBeDefined()
  await evaluateProfiles({ ...context, mostRows: 0 }, hot, program, look(undefined), nobody, at)
  expect(hot.known(profile)).toBeUndefined()
})
