import {
  createNames,
  identifier,
  int64,
  join,
  membershipQuery,
  render,
  sql,
  string,
  uint64,
  uint64s,
  type Parameter,
  type Sql,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { ChangeLog } from './changeLog.ts'
import type { EvaluationContext } from './evaluation.ts'
import type { Program } from './program.ts'

const numbers = (program: Program): Parameter => ({
  type: 'Array(UInt64)',
  value: program.audiences.map((audience) => BigInt(audience.number)),
})

/**
 * Evaluates the program for everybody at an instant and sets the answer aside. This is the slow part, and holds up nobody: it has a lane of
 * its own, and refresh goes on with all other audiences meanwhile.
 */
export async function computeBackfill(
  { warehouse, zone, promoted }: EvaluationContext,
  program: Program,
  at: number,
): Promise<void> {
  await forgetResults(warehouse, program)
  const context = { at, zone, promoted, ...program.vocabulary, names: createNames() }
  const definitions = program.audiences.map((audience) => audience.definition)
  const query = membershipQuery(definitions, { kind: 'everyone' }, context)
  const flags = join(
    definitions.map((_, i) => identifier(`m${i}`)),
    ', ',
  )
  const members = sql`SELECT profile, arrayJoin(arrayFilter(i -> flags[i] = 1, arrayEnumerate(flags))) AS place FROM (SELECT profile, [${flags}] AS flags FROM (${query}))`
  await warehouse.command(
    render(
      sql`INSERT INTO backfill_results SELECT ${numbers(program)}[place] AS audience, profile FROM (${members})`,
    ),
    'backfill',
  )
}

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

/** Appends to the record where it differs from what the backfill found, and returns how many changes that made. */
export async function recordBackfill(
  warehouse: Warehouse,
  changeLog: ChangeLog,
  program: Program,
  at: number,
  now: number,
): Promise<number> {
  const asked = numbers(program)
  const recorded = sql`SELECT audience, profile FROM members_by_audience WHERE audience IN ${asked} GROUP BY audience, profile HAVING argMax(member, seq) = 1`
  const found = sql`SELECT DISTINCT audience, profile FROM backfill_results WHERE audience IN ${asked}`
  const differences = sql`SELECT audience, profile, toUInt8(1) AS entered FROM (${found}) WHERE (audience, profile) NOT IN (${recorded}) UNION ALL SELECT audience, profile, toUInt8(0) AS entered FROM (${recorded}) WHERE (audience, profile) NOT IN (${found})`
  const [row] = await warehouse.query<{ count: string }>(
    render(sql`SELECT count() AS count FROM (${differences})`),
    'refresh',
  )
  const count = Number(row?.count ?? 0)
  if (count > 0) {
    const first = changeLog.reserve(count)
    const version = sql`transform(toUInt64(audience), ${asked}, ${versions(program)}, toUInt64(0))`
    const causedBy: Sql = sql`toString(${version})`
    await warehouse.command(
      render(
        sql`INSERT INTO changes SELECT ${uint64(first)} + rowNumberInAllBlocks() AS seq, audience, toUInt32(${version}) AS version, profile, entered, ${int64(at)} AS at, ${string('definition')} AS cause, ${causedBy} AS caused_by, ${int64(now)} AS due_at, ${int64(now)} AS recorded_at FROM (SELECT * FROM (${differences}) ORDER BY audience, profile) ${changeLog.guard}`,
      ),
      'write',
    )
    changeLog.confirm()
  }
  await forgetResults(warehouse, program)
  return count
}

const versions = (program: Program): Parameter => ({
  type: 'Array(UInt64)',
  value: program.audiences.map((audience) => BigInt(audience.version)),
})

async function forgetResults(warehouse: Warehouse, program: Program): Promise<void> {
  await warehouse.command(
    render(sql`ALTER TABLE backfill_results DELETE WHERE audience IN ${numbers(program)}`),
    'backfill',
  )
}
