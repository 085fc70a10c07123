import { render, sql, string, strings, uint64 } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { DEVICE_KINDS, KNOWN_KINDS } from './countDays.ts'
import type { IdentityHealth } from './healthApi.ts'

const MOST_LARGEST = 12
/** As core says it of an identifier that identifies nobody. */
const BLOCKED = 'is a blocked value'

/** All profiles by their identifiers as they stand, and those with the most of them. Reads all assignments. */
export async function identityNow(
  warehouse: Warehouse,
  at: number,
): Promise<Pick<IdentityHealth, 'now' | 'largest' | 'refusedAsBlocked'>> {
  const profiles = sql`SELECT owner, count() AS size, countIf(kind IN ${strings(KNOWN_KINDS)}) AS names, countIf(kind IN ${strings(DEVICE_KINDS)}) AS devices FROM (SELECT argMax(profile, version) AS owner, any(kind) AS kind FROM assignments GROUP BY node) GROUP BY owner`
  const [[all], largest, [refused]] = await Promise.all([
    warehouse.query<Readonly<Record<'profiles' | 'known' | 'several' | 'identifiers', string>>>(
      render(
        sql`SELECT count() AS profiles, countIf(names > 0) AS known, countIf(names > 0 AND devices > 1) AS several, sum(size) AS identifiers FROM (${profiles})`,
      ),
    ),
    warehouse.query<{ readonly owner: string; readonly size: string }>(
      render(
        sql`SELECT owner, size FROM (${profiles}) ORDER BY size DESC, owner LIMIT ${uint64(MOST_LARGEST)}`,
      ),
    ),
    warehouse.query<{ readonly count: string }>(
      render(
        sql`SELECT uniqExact(id) AS count FROM rejects WHERE position(reason, ${string(BLOCKED)}) > 0`,
      ),
    ),
  ])
  return {
    now: {
      at,
      profiles: Number(all?.profiles ?? 0),
      known: Number(all?.known ?? 0),
      severalDevices: Number(all?.several ?? 0),
      identifiers: Number(all?.identifiers ?? 0),
    },
    largest: largest.map(({ owner, size }) => ({
      profile: BigInt(owner),
      identifiers: Number(size),
    })),
    refusedAsBlocked: Number(refused?.count ?? 0),
  }
}
