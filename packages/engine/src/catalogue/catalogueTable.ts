import { decodeValue, encodeValue, render, sql } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Counter, CounterKey, Sample } from './counter.ts'

const COLUMNS = [
  'part',
  'event',
  'path',
  'type',
  'count',
  'first_seen',
  'last_seen',
  'samples',
  'covered_until',
] as const

/** What one counter has grown by, as a row. */
export const growthRow = (
  counter: Counter,
  count: number,
  samples: readonly Sample[],
  coveredUntil: number,
): readonly unknown[] => [
  counter.key.part,
  counter.key.event,
  counter.key.path,
  counter.key.type,
  count,
  counter.firstSeen,
  counter.lastSeen,
  samples.map(encodeValue),
  coveredUntil,
]

/** All rows of one flush in one insert: they count entirely or not at all. */
export const appendGrowth = (
  warehouse: Warehouse,
  rows: readonly (readonly unknown[])[],
): Promise<void> => warehouse.insert('catalogue', COLUMNS, rows)

export interface StoredCount {
  readonly key: CounterKey
  readonly count: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly samples: readonly Sample[]
}

/** The sums of all that was ever appended, those that were first seen first in front. */
export async function readCounts(warehouse: Warehouse): Promise<readonly StoredCount[]> {
  const rows = await warehouse.query<
    CounterKey & {
      readonly total: string
      readonly first: string
      readonly last: string
      readonly all_samples: readonly string[]
    }
  >(
    render(
      sql`SELECT part, event, path, type, sum(count) AS total, min(first_seen) AS first, max(last_seen) AS last, groupUniqArrayArray(samples) AS all_samples FROM catalogue GROUP BY part, event, path, type ORDER BY first, part, event, path, type`,
    ),
  )
  return rows.map(({ part, event, path, type, total, first, last, all_samples }) => ({
    key: { part, event, path, type },
    count: Number(total),
    firstSeen: Number(first),
    lastSeen: Number(last),
    samples: all_samples.map(decodeValue).filter(isSample).sort(byText),
  }))
}

const isSample = (value: unknown): value is Sample => value !== null && typeof value !== 'object'
/** Any order will do, as long as it is the same one after every start. */
const byText = (a: Sample, b: Sample): number => (String(a) < String(b) ? -1 : 1)

/** Everything received up to this instant is counted in the table; -1 when nothing is. */
export async function coveredUntil(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.query<{ readonly rows: string; readonly until: string }>(
    render(sql`SELECT count() AS rows, max(covered_until) AS until FROM catalogue`),
  )
  return row === undefined || row.rows === '0' ? -1 : Number(row.until)
}

export async function storedRows(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.query<{ readonly rows: string }>(
    render(sql`SELECT count() AS rows FROM catalogue`),
  )
  return Number(row?.rows ?? 0)
}

/**
 * Replaces the table's many small rows by their sums, at once: whoever reads, or starts after a crash, finds the one or the other. Nothing may be
 * appended meanwhile.
 */
export async function compact(warehouse: Warehouse): Promise<void> {
  const run = (statement: ReturnType<typeof sql>): Promise<void> =>
    warehouse.command(render(statement))
  await run(sql`DROP TABLE IF EXISTS catalogue_sums`)
  await run(sql`CREATE TABLE catalogue_sums AS catalogue`)
  await run(
    sql`INSERT INTO catalogue_sums SELECT part, event, path, type, sum(count), min(first_seen), max(last_seen), groupUniqArrayArray(samples), max(covered_until) FROM catalogue GROUP BY part, event, path, type`,
  )
  await run(sql`ALTER TABLE catalogue REPLACE PARTITION tuple() FROM catalogue_sums`)
  await run(sql`DROP TABLE catalogue_sums`)
}
