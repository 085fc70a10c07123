import type { Identifier } from '../message/message.ts'
import type {
  GroupsJoined,
  IdentifierLeftOut,
  MessageEffect,
  ProfilesMerged,
  UnmergeEffect,
} from './effect.ts'
import { keyOf } from './identifierKinds.ts'

/** What is kept of each step that concerned a profile or one that it absorbed, oldest first. */
export type IdentityLogEntry =
  | {
      readonly step: 'message'
      readonly messageId: string
      /** Where the message came from: the name of its source. */
      readonly source: string
      /** Milliseconds since 1970 UTC at which it arrived. */
      readonly at: number
      readonly used: readonly Identifier[]
      readonly effects: readonly MessageEffect[]
    }
  | {
      readonly step: 'decision'
      readonly effects: readonly (UnmergeEffect | GroupsJoined | ProfilesMerged)[]
    }

export interface Sighting {
  readonly messageId: string
  readonly source: string
  readonly at: number
}

export interface IdentityExplanation {
  /** Every identifier, with the message that brought it first and how many did. */
  readonly nodes: readonly {
    readonly identifier: Identifier
    readonly first: Sighting
    readonly messages: number
  }[]
  /** Every two identifiers that stood in one message; each pair once, in the order of the nodes. */
  readonly edges: readonly {
    readonly between: readonly [Identifier, Identifier]
    readonly first: Sighting
    readonly messages: number
  }[]
  readonly merges: readonly ProfilesMerged[]
  readonly leftOut: readonly (IdentifierLeftOut & { readonly message: Sighting })[]
  readonly decisions: readonly (UnmergeEffect | GroupsJoined)[]
}

/** Why a profile is one: its log as a graph of identifiers that people can look at. */
export function explainIdentity(log: readonly IdentityLogEntry[]): IdentityExplanation {
  const nodes = new Map<string, Counted<{ identifier: Identifier }>>()
  const edges = new Map<string, Counted<{ between: readonly [Identifier, Identifier] }>>()
  const merges: ProfilesMerged[] = []
  const leftOut: (IdentifierLeftOut & { readonly message: Sighting })[] = []
  const decisions: (UnmergeEffect | GroupsJoined)[] = []

  for (const entry of log) {
    const sighting = entry.step === 'message' ? sightingOf(entry) : undefined
    if (entry.step === 'message' && sighting !== undefined) {
      for (const identifier of entry.used) {
        count(nodes, keyOf(identifier), sighting, { identifier })
      }
      for (const between of pairsOf(entry.used, [...nodes.keys()])) {
        count(edges, between.map(keyOf).join('\0\0'), sighting, { between })
      }
    }
    for (const effect of entry.effects) {
      switch (effect.effect) {
        case 'profiles_merged':
          merges.push(effect)
          break
        case 'identifier_left_out':
          if (sighting !== undefined) leftOut.push({ ...effect, message: sighting })
          break
        case 'unmerged':
        case 'groups_joined':
          decisions.push(effect)
          break
        case 'profile_created':
        case 'identifier_assigned':
          // The message that did it is the first sighting of the identifier.
          break
      }
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], merges, leftOut, decisions }
}

type Counted<What> = What & { readonly first: Sighting; messages: number }

function count<What>(
  counts: Map<string, Counted<What>>,
  key: string,
  first: Sighting,
  what: What,
): void {
  const known = counts.get(key)
  if (known === undefined) counts.set(key, { ...what, first, messages: 1 })
  else known.messages++
}

/** Each pair with the earlier known identifier first, so that a pair has one key whatever order a message has. */
function pairsOf(
  identifiers: readonly Identifier[],
  known: readonly string[],
): readonly (readonly [Identifier, Identifier])[] {
  const age = (identifier: Identifier) => known.indexOf(keyOf(identifier))
  const ordered = [...identifiers].sort((a, b) => age(a) - age(b))
  return ordered.flatMap((one, index) =>
    ordered.slice(index + 1).map((other) => [one, other] as const),
  )
}

function sightingOf({ messageId, source, at }: Sighting): Sighting {
  return { messageId, source, at }
}
