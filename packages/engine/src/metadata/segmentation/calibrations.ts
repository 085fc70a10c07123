import type { Selectable } from 'kysely'
import { stringifyJson, type Json } from '@muster/core'
import type { Calibration } from '../../segmentation/segmentationApi.ts'
import { readJson } from '../adapters/readValues.ts'
import type { Db } from '../metadata.ts'
import type { CalibrationTable } from '../tables/segmentationTables.ts'

/** The newest first. */
export async function listCalibrations(db: Db, limit: number): Promise<readonly Calibration[]> {
  const rows = await db
    .selectFrom('calibrations')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(calibrationOf)
}

/** The newest is in force; there is none before the first was learned. */
export async function currentCalibration(db: Db): Promise<Calibration | undefined> {
  return (await listCalibrations(db, 1))[0]
}

export async function getCalibration(db: Db, id: number): Promise<Calibration | undefined> {
  const row = await db
    .selectFrom('calibrations')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && calibrationOf(row)
}

/** When the one in force was learned, and what the settings asked for then. */
export async function lastAsked(
  db: Db,
): Promise<{ readonly at: number; readonly asked: string } | undefined> {
  const row = await db
    .selectFrom('calibrations')
    .select(['at', 'asked'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { at: Number(row.at), asked: row.asked }
}

export async function addCalibration(
  db: Db,
  { at, because, by, ...learned }: Omit<Calibration, 'id'>,
  asked: string,
): Promise<Calibration> {
  // Numbers, names and a filter that has been checked are JSON.
  const text = stringifyJson(learned as unknown as Json)
  const row = await db
    .insertInto('calibrations')
    .values({ at, because, learned_by: by, asked, learned: text })
    .returningAll()
    .executeTakeFirstOrThrow()
  return calibrationOf(row)
}

const calibrationOf = (row: Selectable<CalibrationTable>): Calibration => ({
  id: row.id,
  at: Number(row.at),
  because: row.because,
  by: row.learned_by,
  // Written by the function above, and never changed.
  ...(readJson(row.learned) as unknown as Learned),
})

type Learned = Omit<Calibration, 'id' | 'at' | 'because' | 'by'>
