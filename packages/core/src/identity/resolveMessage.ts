import type { Identifier, Message } from '../message/message.ts'
import type { MergeCause, MessageEffect, Obstacle } from './effect.ts'
import type { IdentityLimits } from './identityLimits.ts'
import type { IdentityView, NextNumber, NodeView, ProfileView } from './identityView.ts'
import { findObstacle } from './obstacle.ts'
import { unite, withOneMore } from './unite.ts'

export interface Resolved {
  /** Of the highest-priority identifier that was used: the message is stored under it, and belongs to its profile. */
  readonly node: bigint
  /** The profile of that node when the effects are applied. */
  readonly profile: bigint
  /** The identifiers that were used, highest priority first, a previous one behind the first; each belongs to `profile` now. */
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
 * for every identifier that was never seen. Resolving the same message again has no effect but what it leaves out. Throws for a message
 * without identifiers, which is rejected before.
 */
export function resolveMessage(
  view: IdentityView,
  message: Message,
  limits: IdentityLimits,
  next: NextNumber,
): Resolved {
  const [first, ...rest] = message.identifiers.map((identifier) => lookUp(view, identifier))
  if (first === undefined) throw new Error('A message without identifiers is rejected before.')
  const previous = message.previous && readPrevious(view, message.previous)
  if (previous === undefined || isSame(previous, first)) {
    const { used, effects } = leaveOutUntilFree(view, [first], rest, limits)
    return join(message, used, 'seen_together', effects, next)
  }
  const others = rest.filter((known) => !isSame(known, previous))
  const obstacle = findObstacleToAlias(view, first, previous, limits)
  const said = obstacle === undefined ? [first, previous] : [first]
  const { used, effects } = leaveOutUntilFree(view, said, others, limits)
  if (obstacle === undefined) return join(message, used, 'alias', effects, next)
  return join(message, used, 'seen_together', [leaveOut(previous, obstacle), ...effects], next)
}

/** An alias joins the id as a user id if it has been seen as one, else as an anonymous id ([I17]). */
function readPrevious(view: IdentityView, previous: Identifier): Known {
  const asUser = lookUp(view, { kind: 'user_id', value: previous.value })
  return asUser.node === undefined ? lookUp(view, previous) : asUser
}

/** Somebody said that two users are one, so the limit on user ids has no say. */
function findObstacleToAlias(
  view: IdentityView,
  user: Known,
  previous: Known,
  limits: IdentityLimits,
): Obstacle | undefined {
  const profiles = profilesOf([user, previous]).map((id) => view.profile(id))
  const newcomers = newcomersOf([user, previous])
  const isUser = previous.identifier.kind === 'user_id'
  return findObstacle({ profiles, newcomers, ...(isUser ? { unlimited: 'user_id' } : {}) }, limits)
}

/** The identifiers that are used in the end, what was said before the rest; what was said stays whatever it meets. */
function leaveOutUntilFree(
  view: IdentityView,
  said: readonly Known[],
  rest: readonly Known[],
  limits: IdentityLimits,
): { readonly used: readonly Known[]; readonly effects: readonly MessageEffect[] } {
  const all = [...said, ...rest]
  // Nearly every message brings nothing but what its profile already has.
  if (newcomersOf(all).length === 0 && profilesOf(all).length === 1) {
    return { used: all, effects: [] }
  }
  const profilesSaid = profilesOf(said)
  const base = asOne(view, said)
  const others = [...rest]
  const effects: MessageEffect[] = []
  while (others.length > 0) {
    const met = profilesOf(others).filter((profile) => !profilesSaid.includes(profile))
    const profiles = [base, ...met.map((id) => view.profile(id))]
    const obstacle = findObstacle({ profiles, newcomers: newcomersOf(others) }, limits)
    if (obstacle === undefined) break
    const last = others.pop()
    if (last !== undefined) effects.push(leaveOut(last, obstacle))
  }
  return { used: [...said, ...others], effects }
}

/** Identifiers that may be one profile, as the profile that they will be. */
function asOne(view: IdentityView, known: readonly Known[]): ProfileView {
  let one: ProfileView = { id: 0n, counts: new Map(), separations: new Map() }
  for (const profile of profilesOf(known)) one = unite(one, view.profile(profile))
  for (const { kind } of newcomersOf(known)) one = withOneMore(one, kind)
  return one
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
  let survivor = oldest(profiles)
  if (survivor !== undefined && profiles.length > 1) {
    const mergeCause = causeOf(message, used, cause)
    for (const absorbed of profiles) {
      if (absorbed === survivor) continue
      effects.push({ effect: 'profiles_merged', survivor, absorbed, cause: mergeCause })
    }
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
  if (firstNode === undefined || survivor === undefined) throw new Error('No identifier was used.')
  const identifiers = used.map(({ identifier }) => identifier)
  return { node: firstNode, profile: survivor, used: identifiers, effects }
}

function causeOf(
  message: Message,
  used: readonly Known[],
  cause: 'alias' | 'seen_together',
): MergeCause {
  const known = used.filter(({ node }) => node !== undefined)
  const identifiers = known.map(({ identifier }) => identifier)
  return { cause, messageId: message.messageId, at: message.receivedAt, identifiers }
}

function lookUp(view: IdentityView, identifier: Identifier): Known {
  return { identifier, node: view.nodeOf(identifier) }
}

function leaveOut({ identifier }: Known, obstacle: Obstacle): MessageEffect {
  return { effect: 'identifier_left_out', identifier, obstacle }
}

function newcomersOf(known: readonly Known[]): readonly Identifier[] {
  return known.filter(({ node }) => node === undefined).map(({ identifier }) => identifier)
}

function profilesOf(known: readonly Known[]): readonly bigint[] {
  const profiles = new Set<bigint>()
  for (const { node } of known) if (node !== undefined) profiles.add(node.profile)
  return [...profiles]
}

function oldest(profiles: readonly bigint[]): bigint | undefined {
  let oldest = profiles[0]
  for (const profile of profiles) if (oldest === undefined || profile < oldest) oldest = profile
  return oldest
}

function isSame(a: Known, b: Known): boolean {
  return a.identifier.kind === b.identifier.kind && a.identifier.value === b.identifier.value
}
