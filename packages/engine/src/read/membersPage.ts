import { int64, render, sql, uint64, uint64s, type Sql } from '@muster/core'
import type { MembersPage } from '../library/audiencesApi.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { summariesOf, type SummaryDeps } from './summariesOf.ts'
import { traitValuesOf, type ComputeDeps } from './traitValuesOf.ts'

export interface PageOfMembers {
  /** The instant; the present when left out. */
  readonly at?: number
  /** The last profile of the page before. */
  readonly after?: bigint
  readonly limit: number
  /** Only these profiles. */
  readonly among?: readonly bigint[]
  readonly traits?: readonly string[]
}

/**
 * Recorded members of an audience by profile id, now or at an instant, with their traits as they stood then. A page of the present reads
 * in the table's own order and stops when it is full; one of the past reads all changes of the audience.
 */
export async function membersPage(
  deps: SummaryDeps & ComputeDeps & { readonly clock: () => number },
  audience: number,
  { at, after = 0n, limit, among, traits }: PageOfMembers,
): Promise<MembersPage> {
  const members = await memberIds(deps.warehouse, source(audience, at), after, limit + 1, among)
  const page = members.slice(0, limit)
  const then = at ?? deps.clock()
  const summaries = await summariesOf(deps, page, then)
  const shown = traits && (await traitValuesOf(deps, page, traits, then))
  return {
    members: shown
      ? summaries.map((summary) => ({ ...summary, traits: shown.get(summary.profile) ?? {} }))
      : summaries,
    next: members.length > limit ? page.at(-1) : undefined,
  }
}

/** What says who is a member, with the flag as `member`. */
const source = (audience: number, at: number | undefined): Sql =>
  at === undefined
    ? sql`(SELECT profile, member, seq FROM members_by_audience WHERE audience = ${uint64(audience)})`
    : sql`(SELECT profile, entered AS member, seq FROM changes WHERE audience = ${uint64(audience)} AND at <= ${int64(at)})`

async function memberIds(
  warehouse: Warehouse,
  from: Sql,
  after: bigint,
  limit: number,
  among: readonly bigint[] | undefined,
): Promise<readonly bigint[]> {
  if (among?.length === 0) return []
  const only = among === undefined ? sql`` : sql`AND profile IN ${uint64s(among)}`
  const rows = await warehouse.query<{ readonly profile: string }>(
    render(
      sql`SELECT profile FROM ${from} WHERE profile > ${uint64(after)} ${only} GROUP BY profile HAVING argMax(member, seq) = 1 ORDER BY profile LIMIT ${uint64(limit)} SETTINGS optimize_aggregation_in_order = 1`,
    ),
  )
  return rows.map(({ profile }) => BigInt(profile))
}
