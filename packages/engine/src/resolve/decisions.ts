import { sql } from 'kysely'
import { mergeByHand, stringifyJson, unmerge } from '@muster/core'
import type {
  DecisionIssue,
  GroupsJoined,
  Unmerged,
  UnmergeEffect,
  UnmergeRequest,
} from '@muster/core'
import type { Db } from '../metadata/metadata.ts'
import type { AssignedNode, IdentityCache } from './identityCache.ts'
import { logMerges } from './identityLog.ts'
import { loadProfiles } from './loadIdentity.ts'
import { lockIdentity, saveIdentityState } from './lockIdentity.ts'
import type { Assignment, Merge } from './resolvedBatch.ts'
import type { Written } from './resolveInDatabase.ts'
import { synchronise } from './synchronise.ts'
import { assignedNodeOf, insertProfiles, moveNodes } from './writeChanges.ts'
import type { NodeRow } from './writeChanges.ts'

/** What a person's decision did, for the warehouse's copy and for refresh; or why it was refused. */
export type Decided =
  | {
      readonly ok: true
      readonly assignments: readonly Assignment[]
      readonly merges: readonly Merge[]
      /** The profiles whose identifiers or sides are no longer what they were. */
      readonly touched: readonly bigint[]
      /** Of an unmerge: its number, by which evidence that it keeps apart is explained. */
      readonly decision?: bigint
    }
  | { readonly ok: false; readonly issue: DecisionIssue }

export interface MergeRequest {
  readonly profiles: readonly [bigint, bigint]
  readonly by: string
  /** Milliseconds since 1970 UTC. */
  readonly at: number
}

/** Takes a profile apart, by the rules of `unmerge`. */
export async function unmergeInDatabase(
  tx: Db,
  cache: IdentityCache,
  request: UnmergeRequest,
): Promise<Written<Decided>> {
  const { epoch, nextNumber } = await lockIdentity(tx)
  await synchronise(tx, cache, epoch)
  const members = await membersOf(tx, request.profile)
  const profiles = await existing(
    tx,
    members.map(({ node }) => node),
  )
  let number = nextNumber
  const view = { members: () => members, isProfile: (id: bigint) => profiles.has(id) }
  const unmerged = unmerge(view, request, () => number++)
  if (!unmerged.ok) return refusal(unmerged.issue)

  const version = epoch + 1n
  const [effect] = unmerged.effects
  const moved = await separate(tx, effect, version)
  await logUnmerge(tx, effect, version)
  await saveIdentityState(tx, { epoch: version, nextNumber: number })
  return decided(cache, { moved, merges: [], version, decision: effect.decision })
}

/** What taking a profile apart would come to, with the ids that the parts would get now. Changes nothing. */
export async function planUnmerge(db: Db, request: UnmergeRequest): Promise<Unmerged> {
  const members = await membersOf(db, request.profile)
  const profiles = await existing(
    db,
    members.map(({ node }) => node),
  )
  const state = await db
    .selectFrom('identity_state')
    .select('next_number')
    .executeTakeFirstOrThrow()
  let number = state.next_number
  const view = { members: () => members, isProfile: (id: bigint) => profiles.has(id) }
  return unmerge(view, request, () => number++)
}

/** Makes two profiles one, by the rules of `mergeByHand`. */
export async function mergeInDatabase(
  tx: Db,
  cache: IdentityCache,
  { profiles, by, at }: MergeRequest,
): Promise<Written<Decided>> {
  const { epoch, nextNumber } = await lockIdentity(tx)
  await synchronise(tx, cache, epoch)
  const views = new Map((await loadProfiles(tx, profiles)).map((view) => [view.id, view]))
  const [one, other] = profiles.map((id) => views.get(id))
  if (one === undefined) return unknownProfile(profiles[0], 0)
  if (other === undefined) return unknownProfile(profiles[1], 1)
  const joined = mergeByHand(one, other, by, at)
  if (!joined.ok) return refusal(joined.issue)

  const version = epoch + 1n
  const groups: GroupsJoined[] = []
  const merges: Merge[] = []
  for (const effect of joined.effects) {
    if (effect.effect === 'groups_joined') groups.push(effect)
    else merges.push({ survivor: effect.survivor, absorbed: effect.absorbed, cause: effect.cause })
  }
  // First the sides, wherever their nodes are; then the nodes of the absorbed profile, so that what is told of them is last.
  const sided = await joinGroups(tx, groups, version)
  const moved = await moveNodes(tx, merges, version)
  await logGroups(tx, groups, { profile: merges[0]?.survivor ?? one.id, by, at, version })
  await logMerges(tx, merges, version)
  await saveIdentityState(tx, { epoch: version, nextNumber })
  return decided(cache, { moved: lastOfEach([...sided, ...moved]), merges, version })
}

async function membersOf(tx: Db, profile: bigint): Promise<readonly AssignedNode[]> {
  const rows = await tx
    .selectFrom('identifiers')
    .select(['kind', 'value', 'node', 'profile'])
    .where('profile', '=', profile)
    .orderBy('node')
    .execute()
  return rows.map(assignedNodeOf)
}

/** Which of the numbers are profiles now. */
async function existing(tx: Db, ids: readonly bigint[]): Promise<ReadonlySet<bigint>> {
  const { rows } = await sql<{ id: bigint }>`
    select id from profiles
    where id = any(${ids}::bigint[]) and absorbed_by is null`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** All nodes of the profile get the version, those that stay too: the side that they are on is news to other processes. */
async function separate(
  tx: Db,
  { decision, groups, at }: UnmergeEffect,
  version: bigint,
): Promise<readonly AssignedNode[]> {
  await insertProfiles(
    tx,
    groups.slice(1).map(({ profile }) => ({ profile, at })),
  )
  const sides = groups.flatMap(({ group, profile, nodes }) =>
    nodes.map((node) => ({ group, profile, node })),
  )
  const nodes = sides.map(({ node }) => node)
  const { rows } = await sql<NodeRow>`
    update identifiers set profile = sides.profile, version = ${version}::bigint
    from unnest(${nodes}::bigint[], ${sides.map(({ profile }) => profile)}::bigint[])
      as sides (node, profile)
    where identifiers.node = sides.node
    returning identifiers.kind, identifiers.value, identifiers.node, identifiers.profile`.execute(
    tx,
  )
  await sql`
    insert into separations (decision, node, side)
    select ${decision}::bigint, * from unnest(
      ${nodes}::bigint[], ${sides.map(({ group }) => group)}::integer[])`.execute(tx)
  return rows.map(assignedNodeOf)
}

async function joinGroups(
  tx: Db,
  groups: readonly GroupsJoined[],
  version: bigint,
): Promise<readonly AssignedNode[]> {
  const joined: AssignedNode[] = []
  for (const { decision, group, into } of groups) {
    const { rows } = await sql<NodeRow>`
      with joined as (
        update separations set side = ${into}::integer
        where decision = ${decision}::bigint and side = ${group}::integer
        returning node
      )
      update identifiers set version = ${version}::bigint
      from joined where identifiers.node = joined.node
      returning identifiers.kind, identifiers.value, identifiers.node, identifiers.profile`.execute(
      tx,
    )
    joined.push(...rows.map(assignedNodeOf))
  }
  return joined
}

async function logUnmerge(tx: Db, effect: UnmergeEffect, version: bigint): Promise<void> {
  const { decision, profile, by, at, groups } = effect
  const cause = {
    by,
    groups: groups.map((group) => ({
      group: group.group,
      profile: group.profile,
      nodes: group.nodes,
    })),
  }
  await tx
    .insertInto('identity_log')
    .values({ version, at, kind: 'unmerged', profile, decision, cause: stringifyJson(cause) })
    .execute()
}

async function logGroups(
  tx: Db,
  groups: readonly GroupsJoined[],
  { profile, by, at, version }: { profile: bigint; by: string; at: number; version: bigint },
): Promise<void> {
  for (const { decision, group, into } of groups) {
    const cause = stringifyJson({ by, group, into })
    await tx
      .insertInto('identity_log')
      .values({ version, at, kind: 'groups_joined', profile, decision, cause })
      .execute()
  }
}

function decided(
  cache: IdentityCache,
  done: {
    readonly moved: readonly AssignedNode[]
    readonly merges: readonly Merge[]
    readonly version: bigint
    readonly decision?: bigint
  },
): Written<Decided> {
  const { moved, merges, version, decision } = done
  const touched = new Set(moved.map(({ profile }) => profile))
  for (const { survivor, absorbed } of merges) touched.add(survivor).add(absorbed)
  return {
    answer: {
      ok: true,
      assignments: moved.map(({ node, identifier: { kind }, profile }) => ({
        node,
        kind,
        profile,
        version,
      })),
      merges,
      touched: [...touched],
      ...(decision === undefined ? {} : { decision }),
    },
    learn: () => {
      cache.follow(moved, version)
      for (const profile of touched) cache.forgetProfile(profile)
    },
  }
}

function lastOfEach(nodes: readonly AssignedNode[]): readonly AssignedNode[] {
  return [...new Map(nodes.map((node) => [node.node, node])).values()]
}

function refusal(issue: DecisionIssue): Written<Decided> {
  return { answer: { ok: false, issue }, learn: () => undefined }
}

function unknownProfile(profile: bigint, place: number): Written<Decided> {
  const message = `There is no profile ${profile}. It may have been merged: look its identifiers up.`
  return refusal({ code: 'unknown_profile', at: ['profiles', place], message })
}
