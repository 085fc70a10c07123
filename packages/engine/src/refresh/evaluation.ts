import type { EventFact, Evidence, TraitFact } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Program } from './program.ts'
import type { News } from './touches.ts'

/** With more rows than this for one of its identifiers a profile is left to the warehouse: a robot, a shared tablet, a tester. */
export const MOST_ROWS = 5_000

/** What evaluation is done with. */
export interface EvaluationContext {
  readonly warehouse: Warehouse
  readonly zone: string
  readonly promoted: ReadonlySet<string>
  /** {@link MOST_ROWS} by default. */
  readonly mostRows?: number
  /** Identifiers times audiences of a statement about everybody; see `computeBackfill` for what is usual. */
  readonly mostAtOnce?: number
}

/** By profile, the numbers of audiences that it is a member of. */
export type NumbersByProfile = ReadonlyMap<bigint, ReadonlySet<number>>

/** What to find out of a profile. */
export interface Look {
  /** The numbers of the audiences to evaluate. */
  readonly numbers: ReadonlySet<number>
  /** All that has come of its evidence since the last look; `undefined` when that can't be told. */
  readonly news: readonly News[] | undefined
}

/** Evidence under construction: what its nodes tell is put together for each profile. */
export interface ProfileParts extends Evidence {
  /** Those that the profile owns. */
  readonly nodes: bigint[]
  /** What each of the nodes identifies by. */
  readonly kinds: string[]
  readonly seenAt: number[]
  readonly events: EventFact[]
  readonly traits: TraitFact[]
  readonly identifiers: Record<string, number>
  readonly lists: string[]
}

/** Of somebody of whom nothing is known. */
export const emptyParts = (profileId: bigint): ProfileParts => ({
  profileId,
  nodes: [],
  kinds: [],
  accounts: [],
  seenAt: [],
  events: [],
  traits: [],
  // A kind is a name that an operator chose: `__proto__` must be one too.
  identifiers: Object.create(null) as Record<string, number>,
  lists: [],
})

/** All that judging a profile takes. */
export interface Hot {
  readonly evidence: ProfileParts
  /** Whether it has, or had, an account; what is known of those is not here. */
  readonly isLinked: boolean
  /** Whose audiences look at nothing else of it. */
  readonly readFor: Program
}
