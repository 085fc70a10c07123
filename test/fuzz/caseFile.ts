import {
  parseJson,
  stringifyJson,
  type Definition,
  type Evidence,
  type Json,
  type TraitExpression,
} from '@muster/core'
import type { Population } from '../../packages/core/src/evaluate/history.test-support.ts'
import type { Round } from './round.ts'

/** A round as a corpus file: JSON in which integers beyond 2^53 keep their digits. */
export function writeCase(round: Round): string {
  // A round is plain data; what the type does not say is that it holds no undefined.
  return stringifyJson({
    ...round,
    audiences: Object.fromEntries(round.audiences),
    computedTraits: Object.fromEntries(round.computedTraits),
  } as unknown as Json)
}

type WrittenRound = Omit<Round, 'audiences' | 'computedTraits' | 'populations'> & {
  readonly audiences: Record<string, Definition>
  /** Older files know of none. */
  readonly computedTraits?: Record<string, TraitExpression>
  readonly populations: readonly (Omit<Population, 'profiles'> & {
    readonly profiles: readonly (Omit<Evidence, 'profileId'> & {
      readonly profileId: number | bigint
    })[]
  })[]
}

export function readCase(text: string): Round {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error(`corpus file: ${parsed.message}`)
  // The file was written by `writeCase`; small bigints come back as numbers.
  const round = parsed.value as unknown as WrittenRound
  return {
    ...round,
    audiences: new Map(Object.entries(round.audiences)),
    computedTraits: new Map(Object.entries(round.computedTraits ?? {})),
    populations: round.populations.map((population): Population => ({
      ...population,
      profiles: population.profiles.map((profile) => ({
        ...profile,
        profileId: BigInt(profile.profileId),
      })),
    })),
  }
}
