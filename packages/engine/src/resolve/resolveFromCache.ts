import { batchIdentity, identifiersOf, resolveMessage } from '@muster/core'
import type {
  IdentityLimits,
  LoadedIdentity,
  Message,
  MessageEffect,
  NodeView,
  ProfileView,
} from '@muster/core'
import type { AssignedNode, IdentityCache } from './identityCache.ts'
import type { ResolvedBatch, ResolvedMessage } from './resolvedBatch.ts'
import { easyAnswer } from './triage.ts'

/**
 * The answer, if the cache knows all that it takes and the messages change nothing that has to be written; else nothing.
 * Does not wait for anything, so the cache is of one epoch throughout.
 */
export function resolveFromCache(
  cache: IdentityCache,
  messages: readonly Message[],
  limits: IdentityLimits,
): ResolvedBatch | undefined {
  const answers: ResolvedMessage[] = []
  for (const message of messages) {
    const answer =
      easyAnswer(message, (identifier) => cache.node(identifier)) ??
      unchangedAnswer(cache, message, limits)
    if (answer === undefined) return undefined
    answers.push(answer)
  }
  return { messages: answers, assignments: [], created: [], merges: [], version: cache.epoch }
}

/** By the rules; none of the messages before has changed anything, so each is resolved in sight of the cache alone. */
function unchangedAnswer(
  cache: IdentityCache,
  message: Message,
  limits: IdentityLimits,
): ResolvedMessage | undefined {
  const loaded = fromCache(cache, message)
  if (loaded === undefined) return undefined
  // A number is only asked for when something new has to be written, and then the answer is thrown away.
  const { node, profile, effects } = resolveMessage(
    batchIdentity(loaded),
    message,
    limits,
    () => 0n,
  )
  const isTold = (effect: MessageEffect) =>
    effect.effect === 'identifier_left_out' && cache.wasTold(profile, effect.identifier)
  return effects.every(isTold) ? { node, profile } : undefined
}

function fromCache(cache: IdentityCache, message: Message): LoadedIdentity | undefined {
  const nodes: AssignedNode[] = []
  for (const identifier of identifiersOf([message])) {
    const known = cache.node(identifier)
    if (known === undefined) return undefined
    if (known !== 'absent') nodes.push({ identifier, ...known })
  }
  const profiles = profilesOf(nodes).map((id) => cache.profile(id))
  return profiles.every(isKnown) ? { nodes, profiles } : undefined
}

function isKnown(view: ProfileView | undefined): view is ProfileView {
  return view !== undefined
}

/** The profiles of these nodes, each once. */
export function profilesOf(nodes: readonly NodeView[]): readonly bigint[] {
  return [...new Set(nodes.map(({ profile }) => profile))]
}
