import type { Identifier, Message } from '../message/message.ts'
import type { MergeCause, MessageEffect, Obstacle } from './effect.ts'
import type { IdentityLimits } from './identityLimits.ts'
import type { IdentityView, NextNumber, NodeView } from './identityView.ts'
import type { Union } from './obstacle.ts'
import { findObstacle } from './obstacle.ts'

export interface Resolved {
  /** Of the highest-priority identifier that was used: the message is stored under it, and belongs to its profile. */
  readonly node: bigint
  /** The profile of that node when the effects are applied. */
  readonly profile: bigint
  /** The identifiers that were used, highest priority first; each belongs to `profile` now. */
  readonly used: readonly Identifier[]
  readonly effects: readonly MessageEffect[]
}

/** An identifier of a message beside what is known of it. */
interface Known {
  readonly identifier: Identifier
  readonly node: NodeView | undefined
}

/**
 * Finds the profile of a message by the rules [I11] to [I18]: all profiles that its identifiers belong to become one, unless a
 * limit or a person's decision stands in the way; then the lowest-priority identifier is left out and the rest is tried again.
 *
 * Pure: the effects tell what to change; `view` has to show them before the next message is resolved. `next` is called once
 * for every identifier that was never seen. Resolving the same message again has no effect but what it leaves out.
 */
export function resolveMessage(
  view: IdentityView,
  message: Message,
  limits: IdentityLimits,
  next: NextNumber,
): Resolved {
  const used = message.identifiers.map((identifier) => lookUp(view, identifier))
  const effects: MessageEffect[] = []
  // One identifier alone has no obstacle, so this ends with at least one.
  while (used.length > 1) {
    const obstacle = findObstacle(unionOf(view, used), limits)
    if (obstacle === undefined) break
    const last = used.pop()
    if (last !== undefined) effects.push(leaveOut(last, obstacle))
  }
  const previous = message.previous && readPrevious(view, message.previous)
  if (previous === undefined || used.some(isSame(previous))) {
    return join(message, used, 'seen_together', effects, next)
  }
  const obstacle = findObstacle(withPrevious(view, used, previous), limits)
  if (obstacle === undefined) return join(message, [...used, previous], 'alias', effects, next)
  return join(message, used, 'seen_together', [...effects, leaveOut(previous, obstacle)], next)
}

function leaveOut({ identifier }: Known, obstacle: Obstacle): MessageEffect {
  return { effect: 'identifier_left_out', identifier, obstacle }
}

function join(
  message: Message,
  used: readonly Known[],
  cause: 'alias' | 'seen_together',
  leftOut: readonly MessageEffect[],
  next: NextNumber,
): Resolved {
  const effects: MessageEffect[] = [...leftOut]
  const profiles = profilesOf(used)
  const identifiers = used.map(({ identifier }) => identifier)
  const mergeCause: MergeCause = {
    cause,
    messageId: message.messageId,
    at: message.receivedAt,
    identifiers: used.filter(({ node }) => node !== undefined).map(({ identifier }) => identifier),
  }
  let survivor = profiles.length === 0 ? undefined : oldest(profiles)
  for (const absorbed of profiles) {
    if (survivor === undefined || absorbed === survivor) continue
    effects.push({ effect: 'profiles_merged', survivor, absorbed, cause: mergeCause })
  }
  let firstNode: bigint | undefined
  for (const { identifier, node: known } of used) {
    const node: bigint = known?.node ?? next()
    firstNode ??= node
    if (survivor === undefined) {
      survivor = node
      effects.push({ effect: 'profile_created', profile: node })
    }
    if (known === undefined) {
      effects.push({ effect: 'identifier_assigned', identifier, node, profile: survivor })
    }
  }
  if (firstNode === undefined || survivor === undefined) {
    throw new Error('A message without identifiers is rejected before it is resolved.')
  }
  return { node: firstNode, profile: survivor, used: identifiers, effects }
}

function lookUp(view: IdentityView, identifier: Identifier): Known {
  return { identifier, node: view.nodeOf(identifier) }
}

/** An alias joins the id as a user id if it has been seen as one, else as an anonymous id ([I17]). */
function readPrevious(view: IdentityView, previous: Identifier): Known {
  const asUser = lookUp(view, { kind: 'user_id', value: previous.value })
  return asUser.node === undefined ? lookUp(view, previous) : asUser
}

function unionOf(view: IdentityView, used: readonly Known[]): Union {
  return {
    profiles: profilesOf(used).map((id) => view.profile(id)),
    newcomers: used.filter(({ node }) => node === undefined).map(({ identifier }) => identifier),
  }
}

function withPrevious(view: IdentityView, used: readonly Known[], previous: Known): Union {
  const union = unionOf(view, [...used, previous])
  // Somebody said that the two users are one, so the limit on user ids has no say.
  return previous.identifier.kind === 'user_id' ? { ...union, unlimited: 'user_id' } : union
}

function profilesOf(used: readonly Known[]): readonly bigint[] {
  const profiles = new Set<bigint>()
  for (const { node } of used) if (node !== undefined) profiles.add(node.profile)
  return [...profiles]
}

function oldest(profiles: readonly bigint[]): bigint {
  return profiles.reduce((oldest, profile) => (profile < oldest ? profile : oldest))
}

function isSame(a: Known): (b: Known) => boolean {
  return (b) => a.identifier.kind === b.identifier.kind && a.identifier.value === b.identifier.value
}
