import type { JsonObject } from '../value/json.ts'

/** What one event contributes. `at` is in milliseconds since 1970 UTC. */
export interface EventFact {
  readonly at: number
  readonly messageId: string
  readonly name: string
  readonly properties: JsonObject
  readonly context: JsonObject
}

/** One identify (or group) call's traits. A `null` unsets. */
export interface TraitFact {
  readonly at: number
  readonly messageId: string
  readonly traits: JsonObject
}

/** One account that the profile belongs to at the instant of evaluation, with the events of all its profiles together. */
export interface AccountEvidence {
  readonly id: string
  readonly events: readonly EventFact[]
  readonly traits: readonly TraitFact[]
}

/**
 * Everything that is known of one profile, duplicates removed, in no particular order, later facts than the instant of
 * evaluation included: the evaluator ignores them by rule.
 */
export interface Evidence {
  readonly profileId: bigint
  /** Instants of every message of any kind, for `profile.firstSeenAt` and `profile.lastSeenAt`. */
  readonly seenAt: readonly number[]
  readonly events: readonly EventFact[]
  readonly traits: readonly TraitFact[]
  /** How many identifiers of each kind the profile has now. */
  readonly identifiers: Readonly<Record<string, number>>
  /** Ids of the lists that the profile is on now. */
  readonly lists: readonly string[]
  /** Group calls and removals, from which membership of accounts at an instant follows. */
  readonly accounts: readonly AccountLink[]
}

export interface AccountLink {
  readonly accountId: string
  readonly at: number
  readonly messageId: string
  readonly joined: boolean
}
