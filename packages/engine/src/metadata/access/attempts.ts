import { sql } from 'kysely'
import type { Db } from '../metadata.ts'

/** So many attempts at once, and then one each so many milliseconds. */
export interface AttemptLimit {
  readonly burst: number
  readonly everyMs: number
}

/**
 * Takes one attempt out of a bucket before anything is tried, so that many at once don't slip past: 0 when it may be made, else
 * after how many milliseconds the next one may. The generic cell rate algorithm (ITU-T I.371): what is stored is the instant
 * at which the bucket would be empty again.
 */
export async function takeAttempt(
  db: Db,
  bucket: string,
  { burst, everyMs }: AttemptLimit,
  at: number,
): Promise<number> {
  const full = sql<bigint>`greatest(sign_in_attempts.drained_at, ${at}::bigint) + ${everyMs}::bigint`
  const latest = at + burst * everyMs
  const taken = await db
    .insertInto('sign_in_attempts')
    .values({ bucket, drained_at: at + everyMs })
    .onConflict((conflict) =>
      conflict
        .column('bucket')
        .doUpdateSet({ drained_at: full })
        .where(sql<boolean>`${full} <= ${latest}::bigint`),
    )
    .returning('bucket')
    .executeTakeFirst()
  if (taken !== undefined) return 0
  const row = await db
    .selectFrom('sign_in_attempts')
    .select('drained_at')
    .where('bucket', '=', bucket)
    .executeTakeFirst()
  return row === undefined ? 1 : Math.max(1, Number(row.drained_at) + everyMs - latest)
}

/** Puts an attempt back that was a good one. */
export async function returnAttempt(
  db: Db,
  bucket: string,
  { everyMs }: AttemptLimit,
): Promise<void> {
  await db
    .updateTable('sign_in_attempts')
    .set({ drained_at: sql`drained_at - ${everyMs}::bigint` })
    .where('bucket', '=', bucket)
    .execute()
}

export async function emptyBucket(db: Db, bucket: string): Promise<void> {
  await db.deleteFrom('sign_in_attempts').where('bucket', '=', bucket).execute()
}
