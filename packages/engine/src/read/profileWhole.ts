import { int64, render, sql, uint64s } from '@muster/core'
import type { ProfileWhole } from '../engine.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { listsOf } from './evidenceOf.ts'
import { membershipsOf } from './membershipsOf.ts'
import { nodesOf } from './nodesOf.ts'
import { identifiersOf } from './summariesOf.ts'
import { timelineOf } from './timelineOf.ts'
import { standingTraits, traitHistory } from './traitsOfProfile.ts'

export interface ProfileDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly clock: () => number
}

const DEFAULT_EVENTS = 50

/**
 * One profile with all that is known of it now, and a page of what it did: `events` of them (50 by default) before `before`. Evidence with
 * a timestamp in the future is in the timeline and counts nowhere else yet. `undefined` for a profile that has no identifiers: it never was, or
 * it was merged away.
 */
export async function profileWhole(
  deps: ProfileDeps,
  profile: bigint,
  { events = DEFAULT_EVENTS, before }: { readonly events?: number; readonly before?: number } = {},
): Promise<ProfileWhole | undefined> {
  const { warehouse, metadata } = deps
  const now = deps.clock()
  const identifiers = (await identifiersOf(metadata, [profile])).get(profile)
  if (identifiers === undefined) return undefined
  const { nodes } = await nodesOf(warehouse, [profile])
  const [seen, traits, history, timeline, accounts, lists, audiences] = await Promise.all([
    seenBetween(warehouse, nodes, now),
    standingTraits(warehouse, nodes, now),
    traitHistory(warehouse, nodes, now),
    timelineOf(warehouse, nodes, { limit: events, before }),
    accountsOf(warehouse, nodes, now),
    listsOf(warehouse, nodes),
    membershipsOf(deps, profile),
  ])
  return {
    profile,
    identifiers,
    traits,
    traitHistory: history,
    events: timeline,
    accounts,
    lists,
    audiences,
    ...seen,
  }
}

/** The first and the last instant of any message up to now. */
async function seenBetween(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  now: number,
): Promise<Pick<ProfileWhole, 'firstSeenAt' | 'lastSeenAt'>> {
  const [row] = await warehouse.query<{
    readonly messages: string
    readonly first: string
    readonly last: string
  }>(
    render(
      sql`SELECT count() AS messages, min(ts) AS first, max(ts) AS last FROM messages WHERE node IN ${uint64s(nodes)} AND ts <= ${int64(now)}`,
    ),
  )
  if (row === undefined || row.messages === '0')
    return { firstSeenAt: undefined, lastSeenAt: undefined }
  return { firstSeenAt: Number(row.first), lastSeenAt: Number(row.last) }
}

/** The accounts whose latest link to one of the owner's nodes is a group call and no removal. */
async function accountsOf(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  now: number,
): Promise<readonly string[]> {
  const rows = await warehouse.query<{ readonly account_id: string }>(
    render(
      sql`SELECT account_id FROM account_links WHERE node IN ${uint64s(nodes)} AND ts <= ${int64(now)} GROUP BY account_id HAVING argMax(joined, (ts, message_id)) = 1 ORDER BY account_id`,
    ),
  )
  return rows.map((row) => row.account_id)
}
