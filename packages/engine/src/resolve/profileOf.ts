import { sql } from 'kysely'
import { keyOf } from '@muster/core'
import type { Identifier } from '@muster/core'
import type { Db } from '../metadata/metadata.ts'
import { loadNodes } from './loadIdentity.ts'

/** The profile of the first of the identifiers that anybody has; nothing when nobody has one of them. */
export async function profileOf(
  db: Db,
  identifiers: readonly Identifier[],
): Promise<bigint | undefined> {
  const nodes = new Map(
    (await loadNodes(db, identifiers)).map((node) => [keyOf(node.identifier), node]),
  )
  for (const identifier of identifiers) {
    const node = nodes.get(keyOf(identifier))
    if (node !== undefined) return node.profile
  }
  return undefined
}

/** The profile that goes on for an id that somebody kept: itself, or what absorbed it; nothing when it never was one. */
export async function currentProfile(db: Db, id: bigint): Promise<bigint | undefined> {
  const { rows } = await sql<{ id: bigint }>`
    with recursive chain as (
      select id, absorbed_by from profiles where id = ${id}::bigint
      union all
      select profiles.id, profiles.absorbed_by
      from chain join profiles on profiles.id = chain.absorbed_by
    )
    select id from chain where absorbed_by is null`.execute(db)
  return rows[0]?.id
}
