import fc from 'fast-check'
import type { Definition } from '@muster/core'
import { definitionArbitrary } from '../../packages/core/src/audience/arbitrary.test-support.ts'
import { arbitraryPopulation, type Population } from '../../packages/core/src/evaluate/history.test-support.ts'
import { AUDIENCE_IDS, BASE_INSTANT, ZONES } from '../../packages/core/src/vocabulary.test-support.ts'

/** Definitions asked of populations, all pairs, in one world. */
export interface Round {
  readonly at: number
  readonly zone: string
  readonly audiences: ReadonlyMap<string, Definition>
  readonly definitions: readonly Definition[]
  readonly populations: readonly Population[]
  readonly scope: 'everyone' | 'profiles'
}

/** How many definitions a round compares; each is asked of every one of its populations. */
export const roundSize = 25
const populationsPerRound = 12

/** The same seed and number always make the same round. */
export function createRound(seed: number, number: number): Round {
  const zone = ZONES[number % ZONES.length] ?? 'UTC'
  const draw = <T>(arbitrary: fc.Arbitrary<T>, count: number, salt: number): readonly T[] =>
    fc.sample(arbitrary, { seed: seed + number * 31 + salt * 7_919, numRuns: count })
  // Audiences may be referred to; they themselves refer to none.
  const leaves = draw(definitionArbitrary({ zone, vocabulary: { audiences: [] }, depth: 1 }), AUDIENCE_IDS.length, 1)
  return {
    // Most rounds stand at the base instant, on whose edges the generated evidence lies; others a little beside it.
    at: BASE_INSTANT + [0, 0, 0, -1, 1, 86_400_000][number % 6]!,
    zone,
    audiences: new Map(AUDIENCE_IDS.map((id, i) => [id, leaves[i] ?? { everyone: true }])),
    definitions: draw(definitionArbitrary({ zone }), roundSize, 2),
    populations: draw(arbitraryPopulation(zone), populationsPerRound, 3),
    scope: number % 3 === 2 ? 'everyone' : 'profiles',
  }
}
