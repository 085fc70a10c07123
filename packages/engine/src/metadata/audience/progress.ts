import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { Db } from '../metadata.ts'
import type { AudienceProgressTable } from '../tables/audienceTables.ts'

/** How far an audience's membership in the warehouse has come. */
export interface AudienceProgress {
  readonly audience: number
  /** Membership is true up to this instant; null before the first backfill. */
  readonly watermark: number | null
  /** The version whose members the warehouse holds; null before the first backfill. */
  readonly versionInForce: number | null
  /** The version being computed over everybody, or computed last. */
  readonly backfill: {
    readonly state: 'pending' | 'running' | 'done'
    readonly version: number
    readonly done: bigint
    readonly total: bigint
    /** What stopped the last try; null when nothing did. Still pending or running: it is tried again. */
    readonly error: Json
  }
}

export async function readProgress(db: Db): Promise<readonly AudienceProgress[]> {
  const rows = await db.selectFrom('audience_progress').selectAll().orderBy('audience').execute()
  return rows.map(progressOf)
}

/** Asks for a backfill of this version, from the beginning; what is in force stays in force until it is done. */
export async function requestBackfill(
  db: Db,
  {
    audience,
    version,
    at,
  }: { readonly audience: number; readonly version: number; readonly at: number },
): Promise<void> {
  const fresh = {
    backfill: 'pending' as const,
    backfill_version: version,
    backfill_done: 0n,
    backfill_total: 0n,
    error: null,
    updated_at: at,
  }
  await db
    .insertInto('audience_progress')
    .values({ audience, watermark: null, version_in_force: null, ...fresh })
    .onConflict((conflict) => conflict.column('audience').doUpdateSet(fresh))
    .execute()
}

/** Asks for a backfill of every live audience at its present version. */
export async function requestAllBackfills(db: Db, at: number): Promise<void> {
  const live = await db
    .selectFrom('audiences')
    .select(['number as audience', 'current_version as version'])
    .where('state', '=', 'live')
    .execute()
  for (const asked of live) await requestBackfill(db, { ...asked, at })
}

/** Tells how many profiles are done. False when another version has been asked for since: stop. */
export async function advanceBackfill(
  db: Db,
  { audience, version, done, total, at }: BackfillStep,
): Promise<boolean> {
  return changed(
    await db
      .updateTable('audience_progress')
      .set({
        backfill: 'running',
        backfill_done: done,
        backfill_total: total < done ? done : total,
        error: null,
        updated_at: at,
      })
      .where('audience', '=', audience)
      .where('backfill_version', '=', version)
      .returning('audience')
      .executeTakeFirst(),
  )
}

export interface BackfillStep {
  readonly audience: number
  readonly version: number
  readonly done: bigint
  readonly total: bigint
  readonly at: number
}

/** The version is in force, its members true at `watermark`. False when a backfill has been asked for since it was begun, of this or another version. */
export async function finishBackfill(
  db: Db,
  asked: {
    readonly audience: number
    readonly version: number
    readonly watermark: number
    readonly at: number
  },
): Promise<boolean> {
  return changed(
    await db
      .updateTable('audience_progress')
      .set({
        backfill: 'done',
        backfill_done: sql`backfill_total`,
        version_in_force: asked.version,
        watermark: asked.watermark,
        error: null,
        updated_at: asked.at,
      })
      .where('audience', '=', asked.audience)
      .where('backfill_version', '=', asked.version)
      .where('backfill', '=', 'running')
      .returning('audience')
      .executeTakeFirst(),
  )
}

/** Notes why a try stopped; the backfill waits to be tried again. False when another version has been asked for since. */
export async function failBackfill(
  db: Db,
  asked: {
    readonly audience: number
    readonly version: number
    readonly error: Json
    readonly at: number
  },
): Promise<boolean> {
  return changed(
    await db
      .updateTable('audience_progress')
      .set({ backfill: 'pending', error: stringifyJson(asked.error), updated_at: asked.at })
      .where('audience', '=', asked.audience)
      .where('backfill_version', '=', asked.version)
      .where('backfill', '<>', 'done')
      .returning('audience')
      .executeTakeFirst(),
  )
}

/** Membership of these audiences is now true up to `watermark`. Never goes back; audiences not in force yet are left alone. */
export async function advanceAudiences(
  db: Db,
  audiences: readonly number[],
  watermark: number,
): Promise<void> {
  if (audiences.length === 0) return
  await db
    .updateTable('audience_progress')
    .set({ watermark: sql`greatest(watermark, ${watermark}::bigint)`, updated_at: watermark })
    .where('audience', 'in', audiences)
    .where('version_in_force', 'is not', null)
    .execute()
}

function changed(row: unknown): boolean {
  return row !== undefined
}

function progressOf(row: Selectable<AudienceProgressTable>): AudienceProgress {
  return {
    audience: row.audience,
    watermark: row.watermark === null ? null : Number(row.watermark),
    versionInForce: row.version_in_force,
    backfill: {
      state: row.backfill,
      version: row.backfill_version,
      done: row.backfill_done,
      total: row.backfill_total,
      error: row.error,
    },
  }
}
