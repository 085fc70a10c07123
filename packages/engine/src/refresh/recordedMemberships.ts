import { render, sql, uint64s } from '@muster/core'
import { inPortions } from '../read/inPortions.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { NumbersByProfile } from './evaluation.ts'

/** The memberships that are on record for these profiles, in all audiences or in some. */
export async function recordedMemberships(
  warehouse: Warehouse,
  profiles: readonly bigint[],
  audiences?: ReadonlySet<number>,
): Promise<NumbersByProfile> {
  if (profiles.length === 0) return new Map()
  const among =
    audiences === undefined
      ? sql`members_by_profile WHERE`
      : sql`members_by_audience WHERE audience IN ${uint64s([...audiences].map(BigInt))} AND`
  const rows = await inPortions(profiles, (some) => {
    const current = sql`SELECT profile, audience FROM ${among} profile IN ${uint64s(some)} GROUP BY profile, audience HAVING argMax(member, seq) = 1`
    return warehouse.query<{
      readonly profile: string
      readonly audiences: readonly number[]
    }>(
      render(
        sql`SELECT profile, groupArray(audience) AS audiences FROM (${current}) GROUP BY profile`,
      ),
      'refresh',
    )
  })
  return new Map(rows.map(({ profile, audiences: its }) => [BigInt(profile), new Set(its)]))
}
