import { int64, localDay, render, sql, startOfDay } from '@muster/core'
import {
  countIdentityLog,
  keepIdentityDays,
  readIdentityDays,
} from '../metadata/health/identityDays.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { countDays, dayOf } from './countDays.ts'
import type { IdentityDay } from './healthApi.ts'

export interface IdentityKeeperDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly clock: () => number
  readonly zone: () => string
  readonly onError: (error: unknown) => void
}

export interface IdentityKeeper {
  /** To be called now and then by whoever refreshes: counts what is missing beside everything else, once a minute or less often. */
  readonly look: () => void
  /** Counts what is missing, and resolves when it is kept. */
  readonly fill: () => Promise<void>
  readonly close: () => Promise<void>
}

/** So many whole days are kept up to date, and shown. */
export const KEPT_DAYS = 90
const LOOK_EVERY = 60_000
/** Before there is anything to count, a look is cheap and somebody waits. */
const EMPTY_EVERY = 5_000
/** What was received so long before a count may not have stood in it. */
const ON_ITS_WAY = 30_000
/** Counting takes at most so small a part of the time. */
const REST = 30
/** What is counted later than this after the end of its day counts as backfilled. */
const SOON = 3_600_000

/** A day that was counted when it was over keeps the identities of that time; any other is told by those of a later one. */
export const isBackfilled = ({ to, computedAt }: Pick<IdentityDay, 'to' | 'computedAt'>): boolean =>
  computedAt - to > SOON

/**
 * Keeps one row for each day of the zone. A day counted within an hour of its end stays as it is for good, as of then. Others, which are from before the
 * first start or from a time when nothing ran, are counted anew when messages of that day came in later: an import of history.
 */
export function createIdentityKeeper(deps: IdentityKeeperDeps): IdentityKeeper {
  const { warehouse, metadata, clock } = deps
  let nextLook = 0
  let running: Promise<void> | undefined

  /** Gives whether any whole day has messages. */
  const count = async (): Promise<boolean> => {
    const [zone, now] = [deps.zone(), clock()]
    const today = localDay(now, zone)
    const earliest = await earliestDay(zone, today - KEPT_DAYS, today)
    if (earliest === undefined) return false
    const kept = await readIdentityDays(metadata.db, earliest)
    const known = new Map(kept.map((day) => [day.day, day]))
    const backfilled = kept.filter(isBackfilled)
    const news = await earliestNews(zone, backfilled, today)
    const wanted = range(earliest, today - 1).filter((day) => {
      const its = known.get(day)
      return its === undefined || (day >= (news ?? Infinity) && isBackfilled(its))
    })
    const [first, last] = [wanted[0], wanted.at(-1)]
    if (first === undefined || last === undefined) return true
    const counted = await countDays(warehouse, zone, first, last)
    const midnights = [...counted.map(({ from }) => from), startOfDay(last + 1, zone)]
    const logged = await countIdentityLog(metadata.db, midnights)
    const days = counted.map((counts, i): IdentityDay => {
      const { merged: merges = 0, left_out: leftOut = 0, unmerged: unmerges = 0 } = logged[i] ?? {}
      return { ...counts, merges, leftOut, unmerges, computedAt: now }
    })
    await keepIdentityDays(
      metadata.db,
      days.filter(({ day }) => wanted.includes(day)),
    )
    return true
  }

  /** The day of the first message, but none before `from`; nothing before anything was sent. */
  const earliestDay = async (
    zone: string,
    from: number,
    today: number,
  ): Promise<number | undefined> => {
    const [row] = await warehouse.query<{ readonly count: string; readonly day: string }>(
      render(
        sql`SELECT count() AS count, min(${dayOf(zone)}) AS day FROM messages WHERE ts >= ${int64(startOfDay(from, zone))} AND ts < ${int64(startOfDay(today, zone))}`,
      ),
      'backfill',
    )
    return row === undefined || row.count === '0' ? undefined : Number(row.day)
  }

  /** The earliest day of which messages came in after its backfill. */
  const earliestNews = async (
    zone: string,
    backfilled: readonly IdentityDay[],
    today: number,
  ): Promise<number | undefined> => {
    if (backfilled.length === 0) return undefined
    // Each time all news are counted; what was on its way to the store then is counted once more.
    const since = Math.max(...backfilled.map(({ computedAt }) => computedAt)) - ON_ITS_WAY
    const [row] = await warehouse.query<{ readonly count: string; readonly day: string }>(
      render(
        sql`SELECT count() AS count, min(${dayOf(zone)}) AS day FROM messages WHERE received_at >= ${int64(since)} AND ts < ${int64(startOfDay(today, zone))}`,
      ),
      'backfill',
    )
    return row === undefined || row.count === '0' ? undefined : Number(row.day)
  }

  return {
    fill: async () => {
      await count()
    },
    look: () => {
      if (running !== undefined || clock() < nextLook) return
      const began = clock()
      const isFilled = count().catch((error: unknown) => {
        deps.onError(error)
        return true
      })
      running = isFilled.then((hasDays) => {
        const every = hasDays ? LOOK_EVERY : EMPTY_EVERY
        nextLook = clock() + Math.max(every, REST * (clock() - began))
        running = undefined
      })
    },
    close: async () => {
      await running
    },
  }
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
