import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { databaseNow } from '../metadata/databaseNow.ts'
import type { Db } from '../metadata/metadata.ts'
import { WATERMARKS } from '../refresh/recover.ts'

/** What a process learns of the others by looking: in one statement, so that it all belongs together. */
export interface Signals {
  /** The newest change that stands in all tables. */
  readonly seq: bigint
  /** The instant up to which memberships are true; null before the first tick. */
  readonly refreshed: bigint | null
  /** Other text when a setting is another. */
  readonly settings: string | null
  /** Other text when an audience, or what has to be computed of it, is another. */
  readonly library: string
  /** Whether anybody refreshes. */
  readonly refreshes: boolean
}

export async function readSignals(db: Db): Promise<Signals> {
  const { rows } = await sql<Signals>`select
    coalesce((select value from watermarks where name = ${WATERMARKS.seq}), 0) as seq,
    (select value from watermarks where name = ${WATERMARKS.refreshed}) as refreshed,
    (select string_agg(key || ' ' || value::text, ' ' order by key) from settings) as settings,
    concat(
      (select sum(revision) from audiences), ' ',
      (select string_agg(audience || '.' || backfill_version, ' ' order by audience)
        from audience_progress where backfill = 'pending')) as library,
    exists(select from leases where name = 'refresh' and expires_at > ${databaseNow}) as refreshes`.execute(
    db,
  )
  const [signals] = rows
  if (signals === undefined) throw new Error('a select without a table has one row')
  return signals
}

export interface SignalFollower {
  readonly latest: () => Signals | undefined
  /** Looks once more, now. */
  readonly look: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Looks again and again, and calls back with each look and the one before it, one after the other. By polling: a notification that got lost would have to be found so all the same. */
export function followSignals(
  db: Db,
  {
    every,
    onLook,
    onProblem,
  }: {
    /** Milliseconds. */
    readonly every: number
    readonly onLook: (now: Signals, before: Signals | undefined) => Promise<void>
    readonly onProblem: (error: unknown) => void
  },
): SignalFollower {
  const closing = new AbortController()
  const { signal } = closing
  let latest: Signals | undefined
  let looking: Promise<void> = Promise.resolve()
  const look = (): Promise<void> => {
    const next = looking.then(async () => {
      const now = await readSignals(db)
      const before = latest
      latest = now
      await onLook(now, before)
    })
    looking = next.catch(() => undefined)
    return next
  }
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await look().catch(onProblem)
      await sleep(every, undefined, { signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    latest: () => latest,
    look,
    close: async () => {
      closing.abort()
      await running
    },
  }
}
