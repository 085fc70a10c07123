import { sql } from 'kysely'
import type { Identifier, ProfileView } from '@muster/core'
import type { Db } from '../metadata/metadata.ts'
import type { AssignedNode } from './identityCache.ts'

/** Those of the identifiers that somebody has, in one statement. */
export async function loadNodes(
  db: Db,
  identifiers: readonly Identifier[],
): Promise<readonly AssignedNode[]> {
  if (identifiers.length === 0) return []
  const kinds = identifiers.map(({ kind }) => kind)
  const values = identifiers.map(({ value }) => value)
  const { rows } = await sql<{ kind: string; value: string; node: bigint; profile: bigint }>`
    select kind, value, node, profile
    from unnest(${kinds}::text[], ${values}::text[]) as asked (kind, value)
    join identifiers using (kind, value)`.execute(db)
  return rows.map(({ kind, value, node, profile }) => ({
    identifier: { kind, value },
    node,
    profile,
  }))
}

/** What the rules have to know of these profiles; one without identifiers does not exist and is not among the answers. */
export async function loadProfiles(
  db: Db,
  ids: readonly bigint[],
): Promise<readonly ProfileView[]> {
  if (ids.length === 0) return []
  const counted = await sql<{ profile: bigint; kind: string; count: bigint }>`
    select profile, kind, count(*) as count
    from identifiers where profile = any(${ids}::bigint[])
    group by profile, kind`.execute(db)
  const separated = await sql<{ profile: bigint; decision: bigint; side: number }>`
    select distinct identifiers.profile, separations.decision, separations.side
    from separations join identifiers using (node)
    where identifiers.profile = any(${ids}::bigint[])`.execute(db)

  const counts = new Map<bigint, Map<string, number>>()
  for (const { profile, kind, count } of counted.rows) {
    const its = counts.get(profile) ?? new Map<string, number>()
    counts.set(profile, its.set(kind, Number(count)))
  }
  const separations = new Map<bigint, Map<bigint, number>>()
  for (const { profile, decision, side } of separated.rows) {
    const its = separations.get(profile) ?? new Map<bigint, number>()
    separations.set(profile, its.set(decision, side))
  }
  return [...counts].map(([id, its]) => ({
    id,
    counts: its,
    separations: separations.get(id) ?? new Map<bigint, number>(),
  }))
}
