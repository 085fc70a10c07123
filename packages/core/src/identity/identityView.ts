import type { Identifier } from '../message/message.ts'

/** A side that a profile has taken in a decision of a person: evidence never joins two sides of one decision. */
export type Separations = ReadonlyMap<bigint, number>

/** What resolution has to know of a profile. Its id is also its age: the smaller id was created earlier. */
export interface ProfileView {
  readonly id: bigint
  /** How many identifiers of each kind it has. */
  readonly counts: ReadonlyMap<string, number>
  /** By the number of the decision, the number of the group in it. */
  readonly separations: Separations
}

/** What is known of an identifier: its node number and the profile that it belongs to now. */
export interface NodeView {
  readonly node: bigint
  readonly profile: bigint
}

/** The identity graph as far as it has been looked up. Whatever it does not know does not exist. */
export interface IdentityView {
  readonly nodeOf: (identifier: Identifier) => NodeView | undefined
  /** Of a profile that some node belongs to. Throws for any other. */
  readonly profile: (id: bigint) => ProfileView
}

/** The next number of the sequence from which nodes, profiles without a node of their own, and decisions are numbered. */
export type NextNumber = () => bigint
