import { render, sql, uint64s } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { NumbersByProfile } from './evaluation.ts'

/** The memberships that are on record for these profiles. */
export async function recordedMemberships(
  warehouse: Warehouse,
  profiles: readonly bigint[],
): Promise<NumbersByProfile> {
  const current = sql`SELECT profile, audience FROM members_by_profile WHERE profile IN ${uint64s(profiles)} GROUP BY profile, audience HAVING argMax(member, seq) = 1`
  const rows = await warehouse.query<{ profile: string; audiences: readonly number[] }>(
    render(
      sql`SELECT profile, groupArray(audience) AS audiences FROM (${current}) GROUP BY profile`,
    ),
    'refresh',
  )
  return new Map(rows.map(({ profile, audiences }) => [BigInt(profile), new Set(audiences)]))
}
