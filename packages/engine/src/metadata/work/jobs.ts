import { sql } from 'kysely'
import type { UpdateObject } from 'kysely'
import { stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import { databaseNow } from '../databaseNow.ts'
import type { Db } from '../metadata.ts'
import type { Schema } from '../schema.ts'
import { jobOf } from './job.ts'
import type { Job, RunningJob } from './job.ts'

export async function enqueueJob(db: Db, kind: string, input: Json, at: number): Promise<Job> {
  const row = await db
    .insertInto('jobs')
    .values({
      kind,
      state: 'queued',
      input: stringifyJson(input),
      attempts: 0,
      created_at: at,
      updated_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return jobOf(row)
}

/**
 * The oldest job of one of the kinds that waits, or whose holder let its time run out, now held by `holder`; nothing when
 * there is none. Two processes never get the same one.
 */
export async function claimJob(
  db: Db,
  kinds: readonly string[],
  holder: string,
  milliseconds: number,
): Promise<RunningJob | undefined> {
  if (kinds.length === 0) return undefined
  const row = await db
    .updateTable('jobs')
    .set({
      state: 'running',
      holder,
      expires_at: expiryIn(milliseconds),
      attempts: sql`jobs.attempts + 1`,
      updated_at: databaseNow,
    })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('jobs as open')
        .select('open.id')
        .where('open.kind', 'in', kinds)
        .where((open) =>
          open.or([
            open('open.state', '=', 'queued'),
            open.and([
              open('open.state', '=', 'running'),
              open('open.expires_at', '<=', databaseNow),
            ]),
          ]),
        )
        .orderBy('open.id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst()
  const job = row && jobOf(row)
  return job?.state === 'running' ? job : undefined
}

/** Tells how far the job is, and holds it for longer. False when it is no longer held: stop working on it. */
export async function reportJob(
  db: Db,
  job: RunningJob,
  progress: Json,
  milliseconds: number,
): Promise<boolean> {
  return update(db, job, {
    progress: stringifyJson(progress),
    expires_at: expiryIn(milliseconds),
    updated_at: databaseNow,
  })
}

/** Ends the job well. False when it is no longer held: somebody else does it, or it was cancelled. */
export async function finishJob(
  db: Db,
  job: RunningJob,
  result: Json,
  at: number,
): Promise<boolean> {
  return update(db, job, { ...ended(at), state: 'done', result: stringifyJson(result) })
}

/** Ends the job with what went wrong. False when it is no longer held. */
export async function failJob(db: Db, job: RunningJob, error: Json, at: number): Promise<boolean> {
  return update(db, job, { ...ended(at), state: 'failed', error: stringifyJson(error) })
}

/** Puts the job back, for a later attempt. False when it is no longer held. */
export async function requeueJob(db: Db, job: RunningJob, at: number): Promise<boolean> {
  return update(db, job, { state: 'queued', holder: null, expires_at: null, updated_at: at })
}

/** Ends a job that waits or runs; who runs it learns so at the next report. False when it has ended already. */
export async function cancelJob(db: Db, id: bigint, at: number): Promise<boolean> {
  const row = await db
    .updateTable('jobs')
    .set({ ...ended(at), state: 'cancelled' })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function getJob(db: Db, id: bigint): Promise<Job | undefined> {
  const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
  return row && jobOf(row)
}

/** The newest jobs first; before the job with the id `before`, if given. */
export async function listJobs(
  db: Db,
  { before, limit }: { readonly before?: bigint; readonly limit: number },
): Promise<readonly Job[]> {
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0n))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(jobOf)
}

type Change = UpdateObject<Schema, 'jobs', 'jobs'>

/** By holder and attempt, so that a holder whose time ran out cannot touch what the next one does. */
async function update(db: Db, job: RunningJob, change: Change): Promise<boolean> {
  const row = await db
    .updateTable('jobs')
    .set(change)
    .where('id', '=', job.id)
    .where('state', '=', 'running')
    .where('holder', '=', job.holder)
    .where('attempts', '=', job.attempts)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

function ended(at: number) {
  return { holder: null, expires_at: null, updated_at: at, finished_at: at }
}

function expiryIn(milliseconds: number) {
  return sql<bigint>`${databaseNow} + ${milliseconds}::bigint`
}
