import type { Identifier, Json, JsonObject, MessageKind } from '@muster/core'
import type { Outcome } from '../metadata/outcome.ts'
import type { ExplainedIdentity } from '../resolve/identityOf.ts'

export interface ProfilesApi {
  /** By its id or by any identifier; an id that was merged away leads to the survivor. */
  readonly find: (by: { readonly profile: bigint } | Identifier) => Promise<bigint | undefined>
  readonly get: (
    profile: bigint,
    options?: { readonly events?: number; readonly before?: number },
  ) => Promise<ProfileWhole | undefined>
  readonly identity: (profile: bigint) => Promise<ExplainedIdentity | undefined>
  /** Gives each group of identifiers a profile of its own, for good; those not named stay. */
  readonly unmerge: (
    profile: bigint,
    groups: readonly (readonly Identifier[])[],
    by: string,
  ) => Promise<Outcome<{ readonly profiles: readonly bigint[] }, string>>
  /** What that would come to, before it is done. Changes nothing. */
  readonly previewUnmerge: (
    profile: bigint,
    groups: readonly (readonly Identifier[])[],
  ) => Promise<Outcome<UnmergePreview, string>>
  readonly merge: (
    survivor: bigint,
    absorbed: bigint,
    by: string,
  ) => Promise<Outcome<{ readonly profile: bigint }, string>>
  readonly leaveAccount: (
    profile: bigint,
    accountId: string,
    by: string,
  ) => Promise<Outcome<null, string>>
}

export interface ProfileWhole {
  readonly profile: bigint
  readonly identifiers: readonly Identifier[]
  readonly traits: Readonly<
    Record<string, { readonly value: Json; readonly at: number; readonly messageId: string }>
  >
  /** The computed traits that have a value now, those of the workspace and the standard ones. */
  readonly computedTraits: JsonObject
  readonly traitHistory: readonly {
    readonly name: string
    readonly value: Json
    readonly at: number
    readonly messageId: string
  }[]
  readonly events: readonly TimelineEvent[]
  readonly accounts: readonly string[]
  readonly lists: readonly string[]
  readonly audiences: readonly {
    readonly id: string
    readonly name: string
    readonly member: boolean
    readonly since: number | undefined
  }[]
  readonly firstSeenAt: number | undefined
  readonly lastSeenAt: number | undefined
}

export interface UnmergePreview {
  readonly at: number
  /** The profile that keeps the id first, then one for each other group. */
  readonly profiles: readonly {
    /** The id that it would get, unless somebody new comes in between. */
    readonly profile: bigint
    readonly isNew: boolean
    readonly identifiers: readonly Identifier[]
    readonly events: number
    /** The commonest events that would be its own. */
    readonly eventNames: readonly { readonly name: string; readonly count: number }[]
    readonly firstEventAt: number | undefined
    readonly lastEventAt: number | undefined
    /** The live audiences that its own evidence would make it a member of. */
    readonly audiences: readonly { readonly id: string; readonly name: string }[]
  }[]
  /** The live audiences that the profile as it is would be a member of, by the same evaluation. */
  readonly audiencesNow: readonly { readonly id: string; readonly name: string }[]
}

export interface TimelineEvent {
  readonly messageId: string
  readonly at: number
  readonly receivedAt: number
  readonly kind: MessageKind
  readonly name: string
  readonly properties: JsonObject
  readonly context: JsonObject
}
