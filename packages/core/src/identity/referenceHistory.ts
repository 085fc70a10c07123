import type { AccountLink, EventFact, Evidence, TraitFact } from '../evidence/evidence.ts'
import type { Identifier, Message } from '../message/message.ts'
import { IdentityGraph } from './identityGraph.ts'
import type { IdentityLimits } from './identityLimits.ts'
import type { NextNumber } from './identityView.ts'
import { mergeByHand } from './mergeByHand.ts'
import { resolveMessage } from './resolveMessage.ts'
import { unmerge } from './unmerge.ts'

/** What can happen, in order of arrival: a message, a person's decision about identities, a removal from an account. */
export type HistoryStep = Message | UnmergeStep | MergeStep | RemovalStep

export interface UnmergeStep {
  readonly kind: 'unmerge'
  /** Any identifier of the profile that is taken apart. */
  readonly of: Identifier
  readonly groups: readonly (readonly Identifier[])[]
}

export interface MergeStep {
  readonly kind: 'merge'
  readonly one: Identifier
  readonly other: Identifier
}

/** The call of the API that removes the profile of an identifier from an account, from `timestamp` on. */
export interface RemovalStep {
  readonly kind: 'removal'
  readonly messageId: string
  readonly timestamp: number
  readonly of: Identifier
  readonly groupId: string
}

export interface ReferenceHistory {
  readonly graph: IdentityGraph
  /** Traits of accounts from group calls, by the account's id. */
  readonly accountTraits: ReadonlyMap<string, readonly TraitFact[]>
  /** Of every profile that exists at the end, by its id; also of one that no message belongs to. */
  readonly evidence: ReadonlyMap<bigint, Evidence>
}

/**
 * What is known of every profile after all steps, by the plainest reading of the rules: the first arrival of a `messageId`
 * counts ([I19]), a message belongs to the profile of its node, and nothing is remembered but nodes. The engine's answers are
 * compared with it. A decision that is refused changes nothing. Profiles are numbered from 1 unless `next` says otherwise.
 */
export function referenceHistory(
  steps: readonly HistoryStep[],
  limits: IdentityLimits,
  next: NextNumber = countFrom(1n),
): ReferenceHistory {
  const graph = new IdentityGraph()
  const arrived = new Set<string>()
  const facts: Fact[] = []
  for (const step of steps) {
    if (step.kind === 'unmerge' || step.kind === 'merge') {
      decide(graph, step, next)
    } else if (!arrived.has(step.messageId)) {
      const node = step.kind === 'removal' ? graph.nodeOf(step.of)?.node : take(graph, step)
      if (node === undefined) continue
      arrived.add(step.messageId)
      facts.push({ node, step })
    }
  }
  return { graph, evidence: collect(graph, facts), accountTraits: collectAccountTraits(facts) }

  function take(graph: IdentityGraph, message: Message): bigint {
    const { node, effects } = resolveMessage(graph, message, limits, next)
    graph.apply(effects)
    return node
  }
}

/** What was said, under the node that it was said of. */
interface Fact {
  readonly node: bigint
  readonly step: Message | RemovalStep
}

/** A sequence of numbers for tests and simulations. */
export function countFrom(first: bigint): NextNumber {
  let number = first
  return () => number++
}

function decide(graph: IdentityGraph, step: UnmergeStep | MergeStep, next: NextNumber): void {
  const [by, at] = ['reference', 0]
  if (step.kind === 'unmerge') {
    const profile = graph.nodeOf(step.of)?.profile
    if (profile === undefined) return
    const unmerged = unmerge(graph, { profile, groups: step.groups, by, at }, next)
    if (unmerged.ok) graph.apply(unmerged.effects)
    return
  }
  const [one, other] = [graph.nodeOf(step.one), graph.nodeOf(step.other)]
  if (one === undefined || other === undefined) return
  const merged = mergeByHand(graph.profile(one.profile), graph.profile(other.profile), by, at)
  if (merged.ok) graph.apply(merged.effects)
}

function collect(graph: IdentityGraph, facts: readonly Fact[]): ReadonlyMap<bigint, Evidence> {
  const profileOf = new Map(graph.nodes().map(({ node, profile }) => [node, profile]))
  return new Map(
    graph.profiles().map((profile) => {
      const its = facts.filter(({ node }) => profileOf.get(node) === profile)
      const identifiers = Object.fromEntries(graph.profile(profile).counts)
      const evidence = evidenceOf(
        profile,
        its.map(({ step }) => step),
        identifiers,
      )
      return [profile, evidence]
    }),
  )
}

function evidenceOf(
  profileId: bigint,
  steps: readonly (Message | RemovalStep)[],
  identifiers: Readonly<Record<string, number>>,
): Evidence {
  const seenAt: number[] = []
  const events: EventFact[] = []
  const traits: TraitFact[] = []
  const accounts: AccountLink[] = []
  for (const step of steps) {
    const { timestamp: at, messageId } = step
    if (step.kind !== 'removal') seenAt.push(at)
    switch (step.kind) {
      case 'track':
      case 'page':
      case 'screen': {
        const { event: name, properties, context } = step
        events.push({ at, messageId, name, properties, context })
        break
      }
      case 'identify':
        traits.push({ at, messageId, traits: step.traits })
        break
      case 'group':
      case 'removal': {
        const joined = step.kind === 'group'
        accounts.push({ accountId: step.groupId, at, messageId, joined })
        break
      }
      case 'alias':
        break
    }
  }
  return { profileId, seenAt, events, traits, identifiers, lists: [], accounts }
}

function collectAccountTraits(facts: readonly Fact[]): ReadonlyMap<string, readonly TraitFact[]> {
  const accounts = new Map<string, TraitFact[]>()
  for (const { step } of facts) {
    if (step.kind !== 'group') continue
    const { groupId, timestamp: at, messageId, traits } = step
    const known = accounts.get(groupId) ?? []
    known.push({ at, messageId, traits })
    accounts.set(groupId, known)
  }
  return accounts
}
