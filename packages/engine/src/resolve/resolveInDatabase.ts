import { batchIdentity, identifiersOf, keyOf, resolveBatch } from '@muster/core'
import type {
  Identifier,
  IdentityLimits,
  Message,
  NodeView,
  ProfileView,
  Resolved,
} from '@muster/core'
import type { Db } from '../metadata/metadata.ts'
import type { AssignedNode, CachedNode, IdentityCache } from './identityCache.ts'
import { collectChanges } from './identityChanges.ts'
import type { IdentityChanges } from './identityChanges.ts'
import { loadNodes, loadProfiles } from './loadIdentity.ts'
import { lockIdentity, saveIdentityState } from './lockIdentity.ts'
import type { Assignment, ResolvedBatch, ResolvedMessage } from './resolvedBatch.ts'
import { profilesOf } from './resolveFromCache.ts'
import { synchronise } from './synchronise.ts'
import { easyAnswer } from './triage.ts'
import { writeChanges } from './writeChanges.ts'

export interface Written<Answer> {
  readonly answer: Answer
  /** Tells the cache; to be called when the transaction is committed, and only then. */
  readonly learn: () => void
}

/**
 * Resolves the messages in order of arrival in one transaction, in order with all others that change identities. What the
 * cache knows is not read again; messages that it answers by itself, nearly all of a large batch, cost a look-up and no more.
 */
export async function resolveInDatabase(
  tx: Db,
  cache: IdentityCache,
  messages: readonly Message[],
  limits: IdentityLimits,
): Promise<Written<ResolvedBatch>> {
  const { epoch, nextNumber } = await lockIdentity(tx)
  await synchronise(tx, cache, epoch)
  const remembered = messages.map((message) =>
    easyAnswer(message, (identifier) => cache.node(identifier)),
  )
  const rest = messages.filter((_, index) => remembered[index] === undefined)
  const known = await knownNodes(tx, cache, identifiersOf(rest))
  const lookUp = (identifier: Identifier) => known.get(keyOf(identifier))?.node
  const looked = rest.map((message) => easyAnswer(message, lookUp))
  const hard = rest.filter((_, index) => looked[index] === undefined)
  const nodes = present(known.values())
  const identity = batchIdentity({
    nodes,
    profiles: await knownProfiles(tx, cache, profilesOfMessages(hard, lookUp)),
  })

  let number = nextNumber
  const resolved = resolveBatch(identity, hard, limits, () => number++)
  const changes = collectChanges(hard, resolved)
  const version = changesAnything(changes) ? epoch + 1n : epoch
  const moved = await writeChanges(tx, changes, version)
  if (version !== epoch) await saveIdentityState(tx, { epoch: version, nextNumber: number })

  const answers = inPlaceOf(remembered, inPlaceOf(looked, resolved))
  return {
    answer: {
      messages: answers.map(({ node, profile }) => ({
        node,
        profile: changes.survivorOf(profile),
      })),
      assignments: assignmentsOf(moved, changes, version),
      created: changes.created.map(({ profile }) => profile),
      merges: changes.merged,
      version,
    },
    learn: () => {
      learnChanges(cache, { moved, changes, version })
      for (const id of finalProfiles(resolved, changes)) cache.learnProfile(identity.profile(id))
    },
  }
}

interface Lookup extends Pick<AssignedNode, 'identifier'> {
  readonly node: CachedNode
}

/** From the cache, and in one look-up what it does not know. */
async function knownNodes(
  tx: Db,
  cache: IdentityCache,
  identifiers: readonly Identifier[],
): Promise<ReadonlyMap<string, Lookup>> {
  const known = new Map<string, Lookup>()
  const unknown: Identifier[] = []
  for (const identifier of identifiers) {
    const node = cache.node(identifier)
    if (node === undefined) unknown.push(identifier)
    else known.set(keyOf(identifier), { identifier, node })
  }
  for (const identifier of unknown) known.set(keyOf(identifier), { identifier, node: 'absent' })
  for (const { identifier, node, profile } of await loadNodes(tx, unknown)) {
    known.set(keyOf(identifier), { identifier, node: { node, profile } })
  }
  for (const identifier of unknown) {
    const lookup = known.get(keyOf(identifier))
    if (lookup !== undefined) cache.learnNode(identifier, lookup.node)
  }
  return known
}

function present(known: Iterable<Lookup>): readonly AssignedNode[] {
  const nodes: AssignedNode[] = []
  for (const { identifier, node } of known) {
    if (node !== 'absent') nodes.push({ identifier, ...node })
  }
  return nodes
}

async function knownProfiles(
  tx: Db,
  cache: IdentityCache,
  ids: readonly bigint[],
): Promise<readonly ProfileView[]> {
  const known: ProfileView[] = []
  const unknown: bigint[] = []
  for (const id of ids) {
    const view = cache.profile(id)
    if (view === undefined) unknown.push(id)
    else known.push(view)
  }
  const loaded = await loadProfiles(tx, unknown)
  for (const view of loaded) cache.learnProfile(view)
  return [...known, ...loaded]
}

function profilesOfMessages(
  messages: readonly Message[],
  lookUp: (identifier: Identifier) => CachedNode | undefined,
): readonly bigint[] {
  const isNode = (node: CachedNode | undefined): node is NodeView =>
    node !== undefined && node !== 'absent'
  return profilesOf(identifiersOf(messages).map(lookUp).filter(isNode))
}

/** An identifier that was left out is logged, which needs no order: it changes no answer. */
function changesAnything({ assigned, merged }: IdentityChanges): boolean {
  return assigned.length > 0 || merged.length > 0
}

/** The answers, with each that is missing replaced by the next of the others. */
function inPlaceOf(
  answers: readonly (ResolvedMessage | undefined)[],
  others: readonly ResolvedMessage[],
): readonly ResolvedMessage[] {
  let next = 0
  return answers.map((answer) => {
    const found = answer ?? others[next++]
    if (found === undefined) throw new Error('a message has an answer from somewhere')
    return found
  })
}

function assignmentsOf(
  moved: readonly AssignedNode[],
  { assigned }: IdentityChanges,
  version: bigint,
): readonly Assignment[] {
  return [...moved, ...assigned].map(({ node, identifier: { kind }, profile }) => ({
    node,
    kind,
    profile,
    version,
  }))
}

/** The profiles that the rules were asked about, under the ids they have by the end of the batch. */
function finalProfiles(
  resolved: readonly Resolved[],
  { survivorOf }: IdentityChanges,
): readonly bigint[] {
  return [...new Set(resolved.map(({ profile }) => survivorOf(profile)))]
}

function learnChanges(
  cache: IdentityCache,
  {
    moved,
    changes,
    version,
  }: {
    readonly moved: readonly AssignedNode[]
    readonly changes: IdentityChanges
    readonly version: bigint
  },
): void {
  cache.follow(moved, version)
  for (const { identifier, node, profile } of changes.assigned) {
    cache.learnNode(identifier, { node, profile })
  }
  for (const { profile, identifier } of changes.leftOut) cache.tell(profile, identifier)
}
