import { sql } from 'kysely'
import { keyOf } from '@muster/core'
import type { IdentityGraph } from '@muster/core'
import type { Metadata } from '../../metadata/metadata.ts'

/** Every identifier with its node, its profile and its sides, one line each, in an order of its own. */
export type Picture = readonly string[]

export function pictureOfReference(graph: IdentityGraph): Picture {
  return graph
    .nodes()
    .map(({ identifier, node, profile, groups }) =>
      line(keyOf(identifier), node, profile, [...groups]),
    )
    .sort()
}

export async function pictureOfStore(metadata: Metadata): Promise<Picture> {
  const rows = await metadata.db.selectFrom('identifiers').selectAll().execute()
  const sides = await metadata.db.selectFrom('separations').selectAll().execute()
  return rows
    .map((row) =>
      line(
        keyOf(row),
        row.node,
        row.profile,
        sides.filter(({ node }) => node === row.node).map(({ decision, side }) => [decision, side]),
      ),
    )
    .sort()
}

/** Makes the identity tables as they are before the first message. */
export async function forgetIdentities(metadata: Metadata): Promise<void> {
  await sql`truncate separations, identifiers, profiles, identity_log`.execute(metadata.db)
  await metadata.db.updateTable('identity_state').set({ epoch: 0n, next_number: 1n }).execute()
}

function line(
  key: string,
  node: bigint,
  profile: bigint,
  sides: readonly (readonly [bigint, number])[],
): string {
  const sorted = sides.map(([decision, side]) => `${decision}:${side}`).sort()
  return `${key.replace('\0', ' ')} node ${node} profile ${profile} sides ${sorted.join(',')}`
}
