import { sql } from 'kysely'
import type { IdentityDay } from '../../health/healthApi.ts'
import type { Db } from '../metadata.ts'

/** The days kept from `first` on, the oldest first. */
export async function readIdentityDays(db: Db, first: number): Promise<readonly IdentityDay[]> {
  const rows = await db
    .selectFrom('identity_days')
    .selectAll()
    .where('day', '>=', first)
    .orderBy('day')
    .execute()
  return rows.map((row) => ({
    ...{ day: row.day, from: Number(row.from_at), to: Number(row.to_at) },
    ...{ active: Number(row.active), known: Number(row.known) },
    ...{ severalDevices: Number(row.several_devices), consented: Number(row.consented) },
    ...{ events: Number(row.events), knownEvents: Number(row.known_events) },
    ...{ merges: Number(row.merges), leftOut: Number(row.left_out) },
    ...{ unmerges: Number(row.unmerges), computedAt: Number(row.computed_at) },
  }))
}

/** Keeps days, in the place of what was kept of them. */
export async function keepIdentityDays(db: Db, days: readonly IdentityDay[]): Promise<void> {
  for (const day of days) {
    const counts = {
      ...{ from_at: day.from, to_at: day.to, active: day.active, known: day.known },
      ...{ several_devices: day.severalDevices, consented: day.consented },
      ...{ events: day.events, known_events: day.knownEvents, merges: day.merges },
      ...{ left_out: day.leftOut, unmerges: day.unmerges, computed_at: day.computedAt },
    }
    await db
      .insertInto('identity_days')
      .values({ day: day.day, ...counts })
      .onConflict((conflict) => conflict.column('day').doUpdateSet(counts))
      .execute()
  }
}

/** What was logged from each of these instants until the next, by kind: one count less than there are instants. */
export async function countIdentityLog(
  db: Db,
  instants: readonly number[],
): Promise<readonly Readonly<Record<LogKind, number>>[]> {
  const [first, last] = [instants[0], instants.at(-1)]
  if (first === undefined || last === undefined) return []
  const { rows } = await sql<{ place: number; kind: LogKind | 'groups_joined'; count: bigint }>`
    select width_bucket(at, ${instants.map(String)}::bigint[]) as place, kind, count(*) as count
    from identity_log where at >= ${first}::bigint and at < ${last}::bigint
    group by 1, 2`.execute(db)
  return instants.slice(1).map((_, i) => {
    const countOf = (kind: LogKind): number =>
      Number(rows.find((row) => row.place === i + 1 && row.kind === kind)?.count ?? 0)
    return {
      merged: countOf('merged'),
      left_out: countOf('left_out'),
      unmerged: countOf('unmerged'),
    }
  })
}

type LogKind = 'merged' | 'left_out' | 'unmerged'
