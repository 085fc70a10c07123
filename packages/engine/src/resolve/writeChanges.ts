import { sql } from 'kysely'
import type { Db } from '../metadata/metadata.ts'
import type { AssignedNode } from './identityCache.ts'
import { finalSurvivors } from './identityChanges.ts'
import type { CreatedProfile, IdentityChanges, NewIdentifier } from './identityChanges.ts'
import { logLeftOut, logMerges } from './identityLog.ts'
import type { Merge } from './resolvedBatch.ts'

/**
 * Writes what a batch did, a few statements however large it is. Returns the nodes that were there before and have another
 * profile now. Every row that changes gets `version`.
 */
export async function writeChanges(
  tx: Db,
  { created, assigned, merged, leftOut }: IdentityChanges,
  version: bigint,
): Promise<readonly AssignedNode[]> {
  await insertProfiles(tx, created)
  // Before the new ones are there: those are written with the profile they end up with.
  const moved = await moveNodes(tx, merged, version)
  await insertIdentifiers(tx, assigned, version)
  await logMerges(tx, merged, version)
  await logLeftOut(tx, leftOut, version)
  return moved
}

/** A profile that was absorbed and is there again, because of an unmerge, keeps the day it was first created. */
export async function insertProfiles(tx: Db, created: readonly CreatedProfile[]): Promise<void> {
  if (created.length === 0) return
  const ids = created.map(({ profile }) => profile)
  const instants = created.map(({ at }) => at)
  await sql`
    insert into profiles (id, created_at)
    select * from unnest(${ids}::bigint[], ${instants}::bigint[])
    on conflict (id) do update set absorbed_by = null`.execute(tx)
}

/** Gives the nodes of absorbed profiles to those that go on. */
export async function moveNodes(
  tx: Db,
  merged: readonly Merge[],
  version: bigint,
): Promise<readonly AssignedNode[]> {
  if (merged.length === 0) return []
  const survivorOf = finalSurvivors(merged)
  const absorbed = merged.map((merge) => merge.absorbed)
  const survivors = absorbed.map(survivorOf)
  await sql`
    update profiles set absorbed_by = merges.survivor
    from unnest(${absorbed}::bigint[], ${survivors}::bigint[]) as merges (absorbed, survivor)
    where profiles.id = merges.absorbed`.execute(tx)
  const { rows } = await sql<NodeRow>`
    update identifiers set profile = merges.survivor, version = ${version}::bigint
    from unnest(${absorbed}::bigint[], ${survivors}::bigint[]) as merges (absorbed, survivor)
    where identifiers.profile = merges.absorbed
    returning kind, value, node, profile`.execute(tx)
  return rows.map(assignedNodeOf)
}

export interface NodeRow {
  readonly kind: string
  readonly value: string
  readonly node: bigint
  readonly profile: bigint
}

export function assignedNodeOf({ kind, value, node, profile }: NodeRow): AssignedNode {
  return { identifier: { kind, value }, node, profile }
}

async function insertIdentifiers(
  tx: Db,
  assigned: readonly NewIdentifier[],
  version: bigint,
): Promise<void> {
  if (assigned.length === 0) return
  const column = <Value>(read: (one: NewIdentifier) => Value) => assigned.map(read)
  await sql`
    insert into identifiers
      (kind, value, node, profile, first_seen_at, first_message_id, source, version)
    select *, ${version}::bigint from unnest(
      ${column(({ identifier }) => identifier.kind)}::text[],
      ${column(({ identifier }) => identifier.value)}::text[],
      ${column(({ node }) => node)}::bigint[],
      ${column(({ profile }) => profile)}::bigint[],
      ${column(({ message }) => message.receivedAt)}::bigint[],
      ${column(({ message }) => message.messageId)}::text[],
      ${column(({ message }) => message.kind)}::text[]
    )`.execute(tx)
}
