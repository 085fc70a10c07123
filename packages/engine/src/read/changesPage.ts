import { and, render, sql, uint64, type Sql } from '@muster/core'
import type { Cause, Change, ChangesApi } from './changesApi.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { RecordedChange } from '../refresh/change.ts'
import type { RecentChanges } from '../refresh/recentChanges.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

export type ChangesQuery = Parameters<ChangesApi['page']>[0]
export type ChangesPage = Awaited<ReturnType<ChangesApi['page']>>

export interface ChangesDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  /** About the newest number, from whoever appends; it spares looking for it among all changes. */
  readonly lastSeq?: () => bigint
  /** The first changes behind a number, as far as they are at hand without asking the warehouse. */
  readonly recent?: RecentChanges['after']
}

/**
 * Changes in the order in which they were recorded, after a cursor; or the newest first, and then `after` leads back in time. A cursor is a
 * change's number as decimal text. `next` is missing when there was no more when the page was read; the last change's own cursor leads on later. An
 * audience that nobody knows has no changes. Throws for a cursor that is no such text.
 */
export async function changesPage(deps: ChangesDeps, query: ChangesQuery): Promise<ChangesPage> {
  const audience =
    query.audience === undefined ? undefined : await numberOf(deps.metadata, query.audience)
  if (query.audience !== undefined && audience === undefined)
    return { changes: [], next: undefined }
  const all =
    atHand(deps, query, audience) ?? (await rowsOf(deps, query, audience)).map(recordedChange)
  const page = all.slice(0, query.limit)
  const ids = await idsOf(
    deps.metadata,
    page.map((change) => change.audience),
  )
  const changes = page.map((change) => sayChange(change, ids))
  return { changes, next: all.length > query.limit ? changes.at(-1)?.cursor : undefined }
}

/** One more than the page holds, of the newest changes of all, as one who follows them asks for them. */
function atHand(
  { recent }: ChangesDeps,
  { after, newestFirst, profile, limit }: ChangesQuery,
  audience: number | undefined,
): readonly RecordedChange[] | undefined {
  if (after === undefined || newestFirst === true) return undefined
  if (audience !== undefined || profile !== undefined) return undefined
  return recent?.(BigInt(after), limit + 1)
}

/** The ids of audiences by their numbers, as far as they have been asked for: neither ever changes. */
const knownIds = new WeakMap<Metadata, ReadonlyMap<number, string>>()

async function idsOf(
  metadata: Metadata,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const known = knownIds.get(metadata)
  return known !== undefined && numbers.every((number) => known.has(number))
    ? known
    : allIds(metadata)
}

async function numberOf(metadata: Metadata, id: string): Promise<number | undefined> {
  const among = (ids: ReadonlyMap<number, string>): number | undefined =>
    [...ids].find(([, other]) => other === id)?.[0]
  return among(knownIds.get(metadata) ?? new Map()) ?? among(await allIds(metadata))
}

async function allIds(metadata: Metadata): Promise<ReadonlyMap<number, string>> {
  const rows = await metadata.db.selectFrom('audiences').select(['number', 'id']).execute()
  const ids = new Map(rows.map(({ number, id }) => [number, id]))
  knownIds.set(metadata, ids)
  return ids
}

/** One row more than the page holds, so that it shows whether there are more. */
async function rowsOf(
  deps: ChangesDeps,
  query: ChangesQuery,
  audience: number | undefined,
): Promise<readonly Row[]> {
  const filters = filtersOf(query, audience)
  const select = (more: readonly Sql[]): Promise<readonly Row[]> =>
    deps.warehouse.query<Row>(
      render(
        sql`SELECT seq, audience, version, profile, entered, at, cause, caused_by, due_at, recorded_at FROM changes WHERE ${and([...filters, ...more])} ORDER BY seq ${query.newestFirst === true ? sql`DESC` : sql`ASC`} LIMIT ${uint64(query.limit + 1)}`,
      ),
    )
  const near = await nearby(deps, query, audience)
  if (near !== undefined) {
    const rows = await select([near])
    if (rows.length > query.limit) return rows
  }
  return select([])
}

function filtersOf(
  { after, newestFirst, profile }: ChangesQuery,
  audience: number | undefined,
): readonly Sql[] {
  const cursor = after === undefined ? undefined : uint64(BigInt(after))
  return [
    ...(audience === undefined ? [] : [sql`audience = ${uint64(audience)}`]),
    ...(cursor === undefined
      ? []
      : [newestFirst === true ? sql`seq < ${cursor}` : sql`seq > ${cursor}`]),
    ...(profile === undefined
      ? []
      : [
          // Without it every audience's changes would be read; with it only those that ever had this profile.
          sql`audience IN (SELECT audience FROM members_by_profile WHERE profile = ${uint64(profile)}) AND profile = ${uint64(profile)}`,
        ]),
  ]
}

/**
 * The table is ordered by audience first, so a page over all audiences would read the numbers of all changes. Numbers have few gaps: the
 * page is nearly always found just behind its cursor, and only if it is not full there everything is read.
 */
async function nearby(
  { warehouse, lastSeq }: ChangesDeps,
  { after, newestFirst, profile, limit }: ChangesQuery,
  audience: number | undefined,
): Promise<Sql | undefined> {
  if (audience !== undefined || profile !== undefined) return undefined
  const reach = BigInt(limit + FEW_GAPS)
  if (newestFirst !== true) {
    return sql`seq <= ${uint64(BigInt(after ?? 0) + reach)}`
  }
  const newest = after === undefined ? (lastSeq?.() ?? (await newestSeq(warehouse))) : BigInt(after)
  return sql`seq >= ${uint64(newest > reach ? newest - reach : 0n)}`
}

const FEW_GAPS = 20

async function newestSeq(warehouse: Warehouse): Promise<bigint> {
  const [row] = await warehouse.query<{ readonly newest: string }>(
    render(sql`SELECT max(seq) AS newest FROM changes`),
  )
  return BigInt(row?.newest ?? 0)
}

interface Row {
  readonly seq: string
  readonly audience: number
  readonly version: number
  readonly profile: string
  readonly entered: number
  readonly at: string
  readonly cause: Cause['kind']
  readonly caused_by: string
  readonly due_at: string
  readonly recorded_at: string
}

const recordedChange = (row: Row): RecordedChange => ({
  seq: BigInt(row.seq),
  audience: row.audience,
  version: row.version,
  profile: BigInt(row.profile),
  entered: row.entered === 1,
  at: Number(row.at),
  cause: causeOf(row),
  dueAt: Number(row.due_at),
  recordedAt: Number(row.recorded_at),
})

function sayChange(change: RecordedChange, ids: ReadonlyMap<number, string>): Change {
  const { seq, profile, entered, at, cause, dueAt, recordedAt } = change
  const audience = ids.get(change.audience)
  if (audience === undefined)
    throw new Error(`change ${seq} is of audience ${change.audience}, which is not there`)
  return {
    cursor: seq.toString(),
    audience,
    profile,
    entered,
    at,
    cause,
    dueAt,
    recordedAt,
    lateMs: recordedAt - dueAt,
  }
}

function causeOf({ cause, caused_by }: Row): Cause {
  switch (cause) {
    case 'event':
      return { kind: cause, messageId: caused_by }
    case 'definition':
      return { kind: cause, version: Number(caused_by) }
    case 'edge':
    case 'merge':
    case 'unmerge':
    case 'list':
    case 'account':
      return { kind: cause }
  }
}
