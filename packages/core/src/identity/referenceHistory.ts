import type { AccountLink, EventFact, Evidence, TraitFact } from '../evidence/evidence.ts'
import type { Identifier, Message } from '../message/message.ts'
import { IdentityGraph } from './identityGraph.ts'
import type { IdentityLimits } from './identityLimits.ts'
import type { NextNumber } from './identityView.ts'
import { mergeByHand } from './mergeByHand.ts'
import { resolveMessage } from './resolveMessage.ts'
import { unmerge } from './unmerge.ts'

/** What can happen, in order of arrival: a message, or a person's decision about identities. */
export type HistoryStep = Message | UnmergeStep | MergeStep

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

export interface ReferenceHistory {
  readonly graph: IdentityGraph
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
  const messages: { readonly node: bigint; readonly message: Message }[] = []
  for (const step of steps) {
    if (step.kind === 'unmerge' || step.kind === 'merge') {
      decide(graph, step, next)
    } else if (!arrived.has(step.messageId)) {
      arrived.add(step.messageId)
      const { node, effects } = resolveMessage(graph, step, limits, next)
      graph.apply(effects)
      messages.push({ node, message: step })
    }
  }
  return { graph, evidence: collect(graph, messages) }
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

function collect(
  graph: IdentityGraph,
  messages: readonly { readonly node: bigint; readonly message: Message }[],
): ReadonlyMap<bigint, Evidence> {
  const profileOf = new Map(graph.nodes().map(({ node, profile }) => [node, profile]))
  const byProfile = new Map<bigint, Message[]>(graph.profiles().map((profile) => [profile, []]))
  for (const { node, message } of messages) {
    byProfile.get(profileOf.get(node) ?? -1n)?.push(message)
  }
  return new Map(
    [...byProfile].map(([profile, its]) => [
      profile,
      evidenceOf(profile, its, Object.fromEntries(graph.profile(profile).counts)),
    ]),
  )
}

function evidenceOf(
  profileId: bigint,
  messages: readonly Message[],
  identifiers: Readonly<Record<string, number>>,
): Evidence {
  const events: EventFact[] = []
  const traits: TraitFact[] = []
  const accounts: AccountLink[] = []
  for (const message of messages) {
    const { timestamp: at, messageId } = message
    switch (message.kind) {
      case 'track':
      case 'page':
      case 'screen': {
        const { event: name, properties, context } = message
        events.push({ at, messageId, name, properties, context })
        break
      }
      case 'identify':
        traits.push({ at, messageId, traits: message.traits })
        break
      case 'group':
        accounts.push({ accountId: message.groupId, at, messageId, joined: true })
        break
      case 'alias':
        break
    }
  }
  const seenAt = messages.map(({ timestamp }) => timestamp)
  return { profileId, seenAt, events, traits, identifiers, lists: [], accounts }
}
