import type { Message } from '@muster/core'
import type { Assignment, Merge, ResolvedBatch } from '../resolve/resolvedBatch.ts'
import type { Resolver } from '../resolve/createResolver.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { MESSAGE_COLUMNS, messageLine } from './messageLine.ts'

/** What a recorded batch means for refresh. */
export interface Recorded {
  /** Each with the node that it is stored under, and the node's profile. */
  readonly messages: readonly {
    readonly message: Message
    readonly node: bigint
    readonly profile: bigint
  }[]
  readonly merges: readonly Merge[]
  /** What the profiles were given that got an identifier, or are new. */
  readonly assigned: ReadonlyMap<bigint, Assigned>
}

/** Identifiers of a profile that it did not have before. Unless they come by a merge, nobody had them, and nothing is stored under them yet. */
export interface Assigned {
  readonly nodes: readonly { readonly node: bigint; readonly kind: string }[]
  /** There was no such profile: nothing at all is stored of it yet. */
  readonly isNew: boolean
}

/** A batch whose identities are stored, and which is not durable yet. */
export interface ResolvedMessages {
  readonly messages: readonly Message[]
  readonly resolved: ResolvedBatch
  /** The newest version among the assignments that stand in the warehouse when this batch does. */
  readonly version: bigint
}

/**
 * Finds each message's profile and stores what that changes. A crash after it leaves identities without messages, which the sender's
 * repetition finds as they are.
 */
export async function resolveMessages(
  resolver: Resolver,
  messages: readonly Message[],
): Promise<ResolvedMessages> {
  const resolved = await resolver.resolveBatch(messages)
  return { messages, resolved, version: resolved.version }
}

/**
 * Makes the batch durable: who owns which node, and the messages in one insert. Neither waits for the other; when one of them fails, the other is
 * over too, and whoever records next makes the tables complete before.
 */
export async function recordMessages(
  warehouse: Warehouse,
  { messages, resolved }: ResolvedMessages,
): Promise<Recorded> {
  const lines = messages.map((message, i) => messageLine(message, placeOf(resolved, i).node))
  const inserts = await Promise.allSettled([
    recordAssignments(warehouse, resolved.assignments),
    warehouse.insert('messages', MESSAGE_COLUMNS, lines),
  ])
  for (const insert of inserts) if (insert.status === 'rejected') throw insert.reason
  return {
    messages: messages.map((message, i) => ({ message, ...placeOf(resolved, i) })),
    merges: resolved.merges,
    assigned: assignedIn(resolved),
  }
}

export async function recordAssignments(
  warehouse: Warehouse,
  assignments: readonly Assignment[],
): Promise<void> {
  const rows = assignments.map(({ node, kind, profile, version }) => [node, kind, profile, version])
  await warehouse.insert('assignments', ['node', 'kind', 'profile', 'version'], rows)
}

function assignedIn({ assignments, created }: ResolvedBatch): Recorded['assigned'] {
  const isNew = new Set(created)
  const assigned = new Map<bigint, Assigned & { readonly nodes: Assignment[] }>()
  for (const assignment of assignments) {
    const { profile } = assignment
    const known = assigned.get(profile) ?? { nodes: [], isNew: isNew.has(profile) }
    assigned.set(profile, known)
    known.nodes.push(assignment)
  }
  return assigned
}

function placeOf(resolved: ResolvedBatch, index: number): ResolvedBatch['messages'][number] {
  const place = resolved.messages[index]
  if (place === undefined) throw new Error('a resolved batch has a place for every message')
  return place
}
