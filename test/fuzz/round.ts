import { witnessesOf } from '../../packages/core/src/evaluate/witness.test-support.ts'
import fc from 'fast-check'
import { conditionsIn, evaluate, type Definition } from '@muster/core'
import {
  asksComputed,
  computedTraitsArbitrary,
  isSound,
  type ComputedTraits,
} from '../../packages/core/src/audience/arbitrary/computedTrait.test-support.ts'
import { definitionArbitrary } from '../../packages/core/src/audience/arbitrary.test-support.ts'
import {
  accountEvidence,
  arbitraryPopulation,
  type Population,
} from '../../packages/core/src/evaluate/history.test-support.ts'
import {
  AUDIENCE_IDS,
  BASE_INSTANT,
  ZONES,
} from '../../packages/core/src/vocabulary.test-support.ts'
import type { ScopeKind } from './compare.ts'

/** Definitions asked of populations, all pairs, in one world. */
export interface Round {
  readonly at: number
  readonly zone: string
  readonly audiences: ReadonlyMap<string, Definition>
  readonly computedTraits: ComputedTraits
  readonly definitions: readonly Definition[]
  readonly populations: readonly Population[]
  readonly scope: ScopeKind
}

/** How many definitions a round compares; each is asked of every one of its populations. */
export const roundSize = 25
const populationsPerRound = 12

/** Definitions that hold for some people and not for others tell most; a few that hold for all or for none keep their place. */
const candidatesPerRound = 4 * roundSize
const undecidedPerRound = 5

/** The same seed and number always make the same round. */
export function createRound(seed: number, number: number): Round {
  const zone = ZONES[number % ZONES.length] ?? 'UTC'
  const draw = <T>(arbitrary: fc.Arbitrary<T>, count: number, salt: number): readonly T[] =>
    fc.sample(arbitrary, { seed: seed + number * 31 + salt * 7_919, numRuns: count })
  const arbitraries = arbitrariesOf(zone)
  const computedTraits = draw(arbitraries.computedTraits, 1, 4)[0] ?? new Map<string, never>()
  const candidates = draw(arbitraries.definition, candidatesPerRound, 2).filter((definition) =>
    isSound(definition, computedTraits),
  )
  const looked = [...candidates, ...[...computedTraits.values()].flatMap(conditionsIn)]
  const leaves = draw(arbitraries.referred, AUDIENCE_IDS.length, 1).map((definition) =>
    isSound(definition, computedTraits) ? definition : { everyone: true as const },
  )
  const world = {
    // Most rounds stand at the base instant, on whose edges the generated evidence lies; others a little beside it.
    at: BASE_INSTANT + (OFFSETS[number % OFFSETS.length] ?? 0),
    zone,
    computedTraits,
    audiences: new Map(AUDIENCE_IDS.map((id, i) => [id, leaves[i] ?? { everyone: true as const }])),
    populations: draw(
      arbitraryPopulation(zone, looked.flatMap(witnessesOf)),
      populationsPerRound,
      3,
    ),
    scope: SCOPES[number % SCOPES.length] ?? 'profiles',
  }
  const telling = candidates.filter((definition) => tells(definition, world))
  const others = candidates.filter((definition) => !telling.includes(definition))
  const chosen = telling.slice(0, roundSize - undecidedPerRound)
  return { ...world, definitions: [...chosen, ...others.slice(0, roundSize - chosen.length)] }
}

const SCOPES: readonly ScopeKind[] = ['profiles', 'ranges', 'everyone']
const OFFSETS = [0, 0, 0, -1, 1, 86_400_000]

/** True when the reference says yes for somebody and no for somebody else. */
function tells(definition: Definition, round: Omit<Round, 'definitions'>): boolean {
  const answers = new Set(
    round.populations.flatMap((population) =>
      population.profiles.map((profile) =>
        evaluate(definition, profile, {
          at: round.at,
          zone: round.zone,
          audience: (id) => round.audiences.get(id) ?? { everyone: true },
          computedTrait: (name) => round.computedTraits.get(name),
          account: (id) => accountEvidence(population, id, round.at),
        }),
      ),
    ),
  )
  return answers.size === 2
}

interface Arbitraries {
  readonly definition: fc.Arbitrary<Definition>
  readonly computedTraits: fc.Arbitrary<ComputedTraits>
  /** Audiences may be referred to; they themselves refer to none. */
  readonly referred: fc.Arbitrary<Definition>
}

const known = new Map<string, Arbitraries>()

/** Making an arbitrary costs far more than drawing from it, so each zone's are kept. */
function arbitrariesOf(zone: string): Arbitraries {
  const made = known.get(zone) ?? {
    definition: asksComputed(zone),
    computedTraits: computedTraitsArbitrary(zone),
    referred: definitionArbitrary({ zone, vocabulary: { audiences: [] }, depth: 1 }),
  }
  known.set(zone, made)
  return made
}
