import type { Identifier } from '../message/message.ts'

/** What resolving a message, or a person's decision, does to the identity graph. Effects are applied in their order. */
export type Effect = MessageEffect | UnmergeEffect | GroupsJoined

export type MessageEffect = ProfileCreated | IdentifierAssigned | ProfilesMerged | IdentifierLeftOut

export interface ProfileCreated {
  readonly effect: 'profile_created'
  readonly profile: bigint
}

/** An identifier that was never seen before got its node number and its profile. */
export interface IdentifierAssigned {
  readonly effect: 'identifier_assigned'
  readonly identifier: Identifier
  readonly node: bigint
  readonly profile: bigint
}

/** All nodes of `absorbed` belong to `survivor` from now on. */
export interface ProfilesMerged {
  readonly effect: 'profiles_merged'
  readonly survivor: bigint
  readonly absorbed: bigint
  readonly cause: MergeCause
}

export type MergeCause =
  | {
      readonly cause: 'seen_together' | 'alias'
      readonly messageId: string
      readonly at: number
      /** The known identifiers whose profiles were joined. */
      readonly identifiers: readonly Identifier[]
    }
  | { readonly cause: 'person'; readonly by: string; readonly at: number }

/** The message brought the identifier, but it was not used. The graph stays as it is. */
export interface IdentifierLeftOut {
  readonly effect: 'identifier_left_out'
  readonly identifier: Identifier
  readonly obstacle: Obstacle
}

/** Why identifiers may not be of one profile. */
export type Obstacle =
  | { readonly because: 'limit'; readonly kind: string; readonly limit: number }
  | { readonly because: 'unmerged'; readonly decision: bigint }

/** A person's decision that groups of identifiers are different customers. It stays until a person takes it back. */
export interface UnmergeEffect {
  readonly effect: 'unmerged'
  readonly decision: bigint
  readonly by: string
  readonly at: number
  readonly profile: bigint
  /** The first stays with the profile; each other one gets `profile` as its own. Together they are all nodes of it. */
  readonly groups: readonly UnmergedGroup[]
}

export interface UnmergedGroup {
  /** Its number within the decision. */
  readonly group: number
  readonly profile: bigint
  readonly nodes: readonly bigint[]
}

/** Two groups of a decision are one from now on, wherever their nodes are. */
export interface GroupsJoined {
  readonly effect: 'groups_joined'
  readonly decision: bigint
  readonly group: number
  readonly into: number
}
