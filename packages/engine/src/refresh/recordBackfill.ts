import {
  and,
  int64,
  render,
  sql,
  string,
  uint64,
  uint64s,
  type Parameter,
  type Sql,
} from '@muster/core'
import type { Lane, Warehouse } from '../warehouse/warehouse.ts'
import type { NewChange } from './change.ts'
import type { ChangeLog } from './changeLog.ts'
import type { Program } from './program.ts'
import type { RecordedMembers } from './recordedMembers.ts'

/** By profile and number of an audience, whether it is a member: the newest word where there is one. */
export type Verdicts = Map<bigint, Map<number, boolean>>

/** So many profiles are named in one statement. */
const CHUNK = 20_000

/** Lets what ticks have found since replace what the backfill found. Most of it is the same. */
export async function correctBackfill(
  warehouse: Warehouse,
  program: Program,
  verdicts: Verdicts,
): Promise<void> {
  const profiles = [...verdicts.keys()]
  for (let i = 0; i < profiles.length; i += CHUNK) {
    const some = profiles.slice(i, i + CHUNK)
    const rows = await warehouse.query<{ readonly audience: number; readonly profile: string }>(
      render(
        sql`SELECT DISTINCT audience, profile FROM backfill_results WHERE audience IN ${numbers(program)} AND profile IN ${uint64s(some)}`,
      ),
      'refresh',
    )
    const found = new Set(rows.map(({ audience, profile }) => `${audience} ${profile}`))
    const wrong = some.flatMap((profile) =>
      [...(verdicts.get(profile) ?? [])]
        .filter(([number]) => program.byNumber.has(number))
        .map(([number, is]) => ({ number, profile, is }))
        .filter(({ number, is }) => found.has(`${number} ${profile}`) !== is),
    )
    await warehouse.insert(
      'backfill_results',
      ['audience', 'profile'],
      wrong.filter(({ is }) => is).map(({ number, profile }) => [number, profile]),
    )
    await forgetMembers(
      warehouse,
      wrong.filter(({ is }) => !is),
    )
  }
}

async function forgetMembers(
  warehouse: Warehouse,
  members: readonly { readonly number: number; readonly profile: bigint }[],
): Promise<void> {
  if (members.length === 0) return
  const audiences = uint64s(members.map(({ number }) => BigInt(number)))
  const profiles = uint64s(members.map(({ profile }) => profile))
  await warehouse.command(
    render(
      sql`ALTER TABLE backfill_results DELETE WHERE (toUInt64(audience), profile) IN (SELECT arrayJoin(arrayZip(${audiences}, ${profiles})))`,
    ),
    'backfill',
  )
}

/**
 * The last of the next profiles of which there may be something to record, behind one: about `most` rows of them. `undefined` when no more than
 * that are left, or none.
 */
export async function endOfPortion(
  warehouse: Warehouse,
  program: Program,
  after: bigint,
  most: number,
): Promise<bigint | undefined> {
  const behind = sql`audience IN ${numbers(program)} AND profile > ${uint64(after)}`
  const profiles = sql`SELECT profile FROM backfill_results WHERE ${behind} UNION ALL SELECT profile FROM members_by_audience WHERE ${behind}`
  const [row] = await warehouse.query<{ readonly last: string; readonly rows: string }>(
    render(
      sql`SELECT max(profile) AS last, count() AS rows FROM (SELECT profile FROM (${profiles}) ORDER BY profile LIMIT ${int64(most)})`,
    ),
    'backfill',
  )
  return row === undefined || Number(row.rows) < most ? undefined : BigInt(row.last)
}

/** Some of all profiles. */
export type Among =
  | {
      readonly after: bigint
      readonly upTo: bigint | undefined
      readonly except: readonly bigint[]
    }
  | { readonly only: readonly bigint[] }

const isAmong = (among: Among): Sql =>
  'only' in among
    ? sql`profile IN ${uint64s(among.only)}`
    : and([
        sql`profile > ${uint64(among.after)}`,
        ...(among.upTo === undefined ? [] : [sql`profile <= ${uint64(among.upTo)}`]),
        ...(among.except.length === 0 ? [] : [sql`profile NOT IN ${uint64s(among.except)}`]),
      ])

/** So many changes are told at once as those of ticks are; more of them the warehouse records by itself. */
const MOST_TOLD = 20_000

export interface Recording {
  readonly warehouse: Warehouse
  readonly changeLog: ChangeLog
  /** Knows the audiences, as far as they are recorded. */
  readonly members: RecordedMembers
  /** {@link MOST_TOLD} by default. */
  readonly mostTold?: number
}

/** Where the record differs from what the backfill found. */
export interface Difference {
  readonly audience: number
  readonly profile: string
  readonly entered: number
}

/** The differences for some profiles; `undefined` when there are more than are told. */
export async function differencesAmong(
  { warehouse, mostTold = MOST_TOLD }: Pick<Recording, 'warehouse' | 'mostTold'>,
  program: Program,
  among: Among,
  lane: Lane,
): Promise<readonly Difference[] | undefined> {
  const limited = sql`${allDifferences(program, among)} LIMIT ${int64(mostTold + 1)}`
  const found = await warehouse.query<Difference>(render(limited), lane)
  return found.length > mostTold ? undefined : found
}

function allDifferences(program: Program, among: Among): Sql {
  const those = sql`audience IN ${numbers(program)} AND ${isAmong(among)}`
  const recorded = sql`SELECT audience, profile FROM members_by_audience WHERE ${those} GROUP BY audience, profile HAVING argMax(member, seq) = 1`
  const found = sql`SELECT DISTINCT audience, profile FROM backfill_results WHERE ${those}`
  const differences = sql`SELECT audience, profile, toUInt8(1) AS entered FROM (${found}) WHERE (audience, profile) NOT IN (${recorded}) UNION ALL SELECT audience, profile, toUInt8(0) AS entered FROM (${recorded}) WHERE (audience, profile) NOT IN (${found})`
  return sql`SELECT * FROM (${differences}) ORDER BY audience, profile`
}

interface Instants {
  readonly at: number
  readonly now: number
}

/** Appends these differences to the record as a tick does, or with what the next tick appends. */
export async function tellDifferences(
  { changeLog, members }: Recording,
  program: Program,
  differences: readonly Difference[],
  { at, now }: Instants,
  when: 'now' | 'with the next',
): Promise<void> {
  const changes = differences.map(({ audience: number, profile, entered }): NewChange => {
    const version = program.byNumber.get(number)?.version ?? 0
    const cause = { kind: 'definition', version } as const
    const change = { audience: number, version, profile: BigInt(profile), entered: entered === 1 }
    return { ...change, at, cause, dueAt: now }
  })
  if (when === 'now') await changeLog.append(changes)
  else changeLog.appendWithNext(changes)
  for (const change of changes) members.note(change)
}

/** Has the warehouse append to the record whatever differs for some profiles. */
export async function insertDifferences(
  { warehouse, changeLog, members }: Recording,
  program: Program,
  among: Among,
  instants: Instants,
): Promise<void> {
  const differences = allDifferences(program, among)
  const changes = await insertAll(warehouse, changeLog, program, differences, instants)
  await members.takeOver(warehouse, program.all, changes)
}

async function insertAll(
  warehouse: Warehouse,
  changeLog: ChangeLog,
  program: Program,
  differences: Sql,
  { at, now }: Instants,
): Promise<{ readonly first: bigint; readonly count: number }> {
  const [row] = await warehouse.query<{ count: string }>(
    render(sql`SELECT count() AS count FROM (${differences})`),
    'refresh',
  )
  const count = Number(row?.count ?? 0)
  const first = changeLog.reserve(count)
  const version = sql`transform(toUInt64(audience), ${numbers(program)}, ${versions(program)}, toUInt64(0))`
  const causedBy: Sql = sql`toString(${version})`
  await warehouse.command(
    render(
      sql`INSERT INTO changes SELECT ${uint64(first)} + rowNumberInAllBlocks() AS seq, audience, toUInt32(${version}) AS version, profile, entered, ${int64(at)} AS at, ${string('definition')} AS cause, ${causedBy} AS caused_by, ${int64(now)} AS due_at, ${int64(now)} AS recorded_at FROM (${differences}) ${changeLog.guard}`,
    ),
    'write',
  )
  changeLog.confirm()
  return { first, count }
}

const versions = (program: Program): Parameter => ({
  type: 'Array(UInt64)',
  value: program.audiences.map((audience) => BigInt(audience.version)),
})

/** The numbers of its audiences. */
export const numbers = (program: Program): Parameter =>
  uint64s(program.audiences.map(({ number }) => BigInt(number)))

export async function forgetResults(warehouse: Warehouse, program: Program): Promise<void> {
  await warehouse.command(
    render(sql`ALTER TABLE backfill_results DELETE WHERE audience IN ${numbers(program)}`),
    'backfill',
  )
}
