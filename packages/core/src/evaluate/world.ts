import type { Definition } from '../audience/definition.ts'
import type { AccountEvidence } from '../evidence/evidence.ts'

/** What a definition is evaluated against besides the profile's own evidence. */
export interface World {
  /** The instant of evaluation T, in milliseconds since 1970 UTC. */
  readonly at: number
  /** The workspace's IANA time zone. */
  readonly zone: string
  /** A referenced audience, checked already. Throws for an id that the check has not seen. */
  readonly audience: (id: string) => Definition
  /** An account that a group call of the profile names. */
  readonly account: (id: string) => AccountEvidence
}
