import { sql } from 'kysely'
import type { Identifier, Json } from '@muster/core'
import type { Db } from '../metadata/metadata.ts'

/** An identifier of a profile, and how it came there. */
export interface ExplainedIdentifier {
  readonly identifier: Identifier
  readonly node: bigint
  readonly firstSeenAt: number
  readonly firstMessageId: string
  /** The kind of call that brought it. */
  readonly source: string
  /** The sides it was put on by people's decisions. */
  readonly sides: readonly { readonly decision: bigint; readonly side: number }[]
}

/** One entry of the log: what happened to a profile, or to one that it absorbed. */
export interface IdentityEntry {
  readonly seq: bigint
  readonly at: number
  readonly kind: 'merged' | 'left_out' | 'unmerged' | 'groups_joined'
  readonly profile: bigint
  /** Of a merge: the absorbed profile. */
  readonly absorbed?: bigint
  readonly decision?: bigint
  /** As it was logged: the message and the identifiers seen together, the obstacle, the person, the groups. */
  readonly cause: Json
}

/** Why a profile is what it is. */
export interface ExplainedIdentity {
  readonly profile: bigint
  readonly createdAt: number
  readonly identifiers: readonly ExplainedIdentifier[]
  /** The profiles whose merges led to this one, itself included. */
  readonly profiles: readonly bigint[]
  /** Of all those profiles, the oldest first. */
  readonly log: readonly IdentityEntry[]
}

/** Nothing when there is no such profile, or it was absorbed: `currentProfile` tells by which. */
export async function identityOf(db: Db, profile: bigint): Promise<ExplainedIdentity | undefined> {
  const created = await db
    .selectFrom('profiles')
    .select('created_at')
    .where('id', '=', profile)
    .where('absorbed_by', 'is', null)
    .executeTakeFirst()
  if (created === undefined) return undefined
  const profiles = await ancestry(db, profile)
  return {
    profile,
    createdAt: Number(created.created_at),
    identifiers: await explainedIdentifiers(db, profile),
    profiles,
    log: await logOf(db, profiles),
  }
}

/** By the log and not by what is absorbed now, so that a profile that was taken out again is still told of. */
async function ancestry(db: Db, profile: bigint): Promise<readonly bigint[]> {
  const { rows } = await sql<{ id: bigint }>`
    with recursive ancestry as (
      select ${profile}::bigint as id
      union
      select identity_log.other from ancestry
      join identity_log on identity_log.profile = ancestry.id and identity_log.kind = 'merged'
    )
    select id from ancestry order by id`.execute(db)
  return rows.map(({ id }) => id)
}

async function explainedIdentifiers(
  db: Db,
  profile: bigint,
): Promise<readonly ExplainedIdentifier[]> {
  const rows = await db
    .selectFrom('identifiers')
    .selectAll()
    .where('profile', '=', profile)
    .orderBy('node')
    .execute()
  const separations = await db
    .selectFrom('separations')
    .innerJoin('identifiers', 'identifiers.node', 'separations.node')
    .select(['separations.node', 'separations.decision', 'separations.side'])
    .where('identifiers.profile', '=', profile)
    .orderBy('separations.decision')
    .execute()
  return rows.map((row) => ({
    identifier: { kind: row.kind, value: row.value },
    node: row.node,
    firstSeenAt: Number(row.first_seen_at),
    firstMessageId: row.first_message_id,
    source: row.source,
    sides: separations
      .filter(({ node }) => node === row.node)
      .map(({ decision, side }) => ({ decision, side })),
  }))
}

async function logOf(db: Db, profiles: readonly bigint[]): Promise<readonly IdentityEntry[]> {
  const rows = await db
    .selectFrom('identity_log')
    .selectAll()
    .where('profile', 'in', profiles)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({
    seq: row.seq,
    at: Number(row.at),
    kind: row.kind,
    profile: row.profile,
    ...(row.other === null ? {} : { absorbed: row.other }),
    ...(row.decision === null ? {} : { decision: row.decision }),
    cause: row.cause,
  }))
}
