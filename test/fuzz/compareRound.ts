import type { Definition, Evidence } from '@muster/core'
import { WarehouseError, type Warehouse } from '@muster/engine'
import {
  accountEvidence,
  type Population,
} from '../../packages/core/src/evaluate/history.test-support.ts'
import { isSound } from '../../packages/core/src/audience/arbitrary/computedTrait.test-support.ts'
import { compare, compareValues, type Case, type Disagreement } from './compare.ts'
import { loadPopulations } from './loadPopulation.ts'
import type { Round } from './round.ts'

const tables = [
  'messages',
  'traits',
  'assignments',
  'account_links',
  'account_traits',
  'list_entries',
]

/** Compares a round both ways; a disagreement is made as small as it gets. */
export async function compareRound(
  warehouse: Warehouse,
  round: Round,
): Promise<{
  readonly disagreements: readonly (Disagreement | string)[]
  readonly smallest: Round
}> {
  const disagreements = await disagreementsOf(warehouse, round)
  return {
    disagreements,
    smallest: disagreements.length === 0 ? round : await shrink(warehouse, round),
  }
}

async function disagreementsOf(
  warehouse: Warehouse,
  round: Round,
): Promise<readonly (Disagreement | string)[]> {
  for (const table of tables)
    await warehouse.command({ text: `TRUNCATE TABLE ${table}`, params: {} })
  const populations = round.populations.map(apart)
  const nodesOf = await loadPopulations(warehouse, populations)
  const cases = round.definitions.flatMap((definition): readonly Case[] =>
    populations.map((population) => ({
      definition,
      audiences: round.audiences,
      computedTraits: round.computedTraits,
      profiles: population.profiles,
      account: (id, at) => accountEvidence(population, id, at),
    })),
  )
  const values = await compareValues(warehouse, cases, nodesOf, round, round.scope)
  return [...(await compare(warehouse, cases, nodesOf, round, round.scope)), ...values]
}

/** Populations stand side by side in one warehouse: profiles, messages and accounts get ids that no other has. */
function apart(population: Population, index: number): Population {
  const profileId = (id: bigint): bigint => BigInt(index + 1) * 100n + id
  const own = <F extends { readonly messageId: string }>(fact: F): F => ({
    ...fact,
    messageId: `${fact.messageId}/${index}`,
  })
  const account = (id: string): string => `${id}/${index}`
  return {
    profiles: population.profiles.map((profile) => ({
      ...profile,
      profileId: profileId(profile.profileId),
      events: profile.events.map(own),
      traits: profile.traits.map(own),
      accounts: profile.accounts.map((link) => ({
        ...own(link),
        accountId: account(link.accountId),
      })),
    })),
    groupTraits: population.groupTraits.map(({ accountId, fact }) => ({
      accountId: account(accountId),
      fact: own(fact),
    })),
  }
}

async function disagrees(warehouse: Warehouse, round: Round): Promise<boolean> {
  try {
    return (await disagreementsOf(warehouse, round)).length > 0
  } catch (error) {
    // A smaller definition that the warehouse refuses is not the fault being looked for.
    if (error instanceof WarehouseError) return false
    throw error
  }
}

/** Halves lists and drops single facts while the disagreement stays. */
async function shrink(warehouse: Warehouse, round: Round): Promise<Round> {
  let smallest = round
  for (let again = true; again;) {
    again = false
    for (const candidate of smaller(smallest)) {
      if (await disagrees(warehouse, candidate)) {
        smallest = candidate
        again = true
        break
      }
    }
  }
  return smallest
}

function* smaller(round: Round): Generator<Round> {
  for (const definitions of parts(round.definitions)) yield { ...round, definitions }
  for (const populations of parts(round.populations)) yield { ...round, populations }
  for (const name of round.computedTraits.keys()) {
    const computedTraits = new Map([...round.computedTraits].filter(([other]) => other !== name))
    // Without it others may be refused that were made of it.
    if (round.definitions.every((definition) => isSound(definition, computedTraits)))
      yield { ...round, computedTraits }
  }
  const [definition, population] = [round.definitions[0], round.populations[0]]
  if (
    definition === undefined ||
    population === undefined ||
    round.definitions.length > 1 ||
    round.populations.length > 1
  )
    return
  for (const inner of innerDefinitions(definition)) yield { ...round, definitions: [inner] }
  for (const profiles of parts(population.profiles))
    yield { ...round, populations: [{ ...population, profiles }] }
  for (const [i, profile] of population.profiles.entries()) {
    for (const less of smallerEvidence(profile)) {
      yield {
        ...round,
        populations: [{ ...population, profiles: population.profiles.with(i, less) }],
      }
    }
  }
}

/** The halves of a list, then the list without each of its members. */
function* parts<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length < 2) return
  const middle = Math.floor(list.length / 2)
  yield list.slice(0, middle)
  yield list.slice(middle)
  if (list.length > 2) for (let i = 0; i < list.length; i++) yield list.toSpliced(i, 1)
}

function innerDefinitions(definition: Definition): readonly Definition[] {
  if ('all' in definition) return definition.all
  if ('any' in definition) return definition.any
  return 'not' in definition ? [definition.not] : []
}

function* smallerEvidence(profile: Evidence): Generator<Evidence> {
  for (const key of ['events', 'traits', 'accounts', 'lists'] as const) {
    for (let i = 0; i < profile[key].length; i++) {
      yield { ...profile, [key]: (profile[key] as readonly unknown[]).toSpliced(i, 1) }
    }
  }
}
