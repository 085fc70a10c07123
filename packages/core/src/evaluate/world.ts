import type { Meanings } from '../audience/computedTrait.ts'
import type { AccountEvidence } from '../evidence/evidence.ts'

/** What a definition is evaluated against besides the profile's own evidence. */
export interface World extends Meanings {
  /** The instant of evaluation T, in milliseconds since 1970 UTC. */
  readonly at: number
  /** The workspace's IANA time zone. */
  readonly zone: string
  /** An account that a group call of the profile names. */
  readonly account: (id: string) => AccountEvidence
}
