import {
  computedTraits,
  conditionsIn,
  int64,
  render,
  sql,
  uint64s,
  type JsonObject,
  type TraitExpression,
} from '@muster/core'
import type { ProfileWhole } from './profilesApi.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { listsOf } from './evidenceOf.ts'
import { knownOf } from './knownOf.ts'
import { membershipsOf } from './membershipsOf.ts'
import { nodesOf } from './nodesOf.ts'
import { identifiersOf } from './summariesOf.ts'
import { timelineOf } from './timelineOf.ts'
import { traitValuesOf, type ComputeDeps } from './traitValuesOf.ts'
import { standingTraits, traitHistory } from './traitsOfProfile.ts'

export interface ProfileDeps extends ComputeDeps {
  readonly metadata: Metadata
  /** All that there are, by name. */
  readonly computedTraits: ReadonlyMap<string, TraitExpression>
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
  const { messages, ...seen } = await seenBetween(warehouse, nodes, now)
  const [traits, computed, history, timeline, accounts, lists, audiences] = await Promise.all([
    standingTraits(warehouse, nodes, now),
    computedTraitsOf(deps, profile, messages, now),
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
    computedTraits: computed,
    traitHistory: history,
    events: timeline,
    accounts,
    lists,
    audiences,
    ...seen,
  }
}

/** With more than so many messages, evidence is not read for computed traits: the warehouse works them out where it lies. */
const MOST_EVIDENCE = 5_000

/**
 * Those that have a value. A statement with all of them in it takes the warehouse longer to plan than a person's evidence takes to read and to
 * judge here.
 */
async function computedTraitsOf(
  deps: ProfileDeps,
  profile: bigint,
  messages: number,
  now: number,
): Promise<JsonObject> {
  const names = [...deps.computedTraits.keys()]
  if (messages > MOST_EVIDENCE)
    return (await traitValuesOf(deps, [profile], names, now)).get(profile) ?? {}
  const conditions = [...deps.computedTraits.values()].flatMap(conditionsIn)
  const known = await knownOf(deps, conditions, profile, now)
  if (known === undefined) return {}
  const values = computedTraits(names, known.evidence, known.world)
  return Object.fromEntries([...values].filter(([, value]) => value !== null))
}

/** How many messages there are up to now, and the first and the last instant of one. */
async function seenBetween(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  now: number,
): Promise<Pick<ProfileWhole, 'firstSeenAt' | 'lastSeenAt'> & { readonly messages: number }> {
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
    return { messages: 0, firstSeenAt: undefined, lastSeenAt: undefined }
  return {
    messages: Number(row.messages),
    firstSeenAt: Number(row.first),
    lastSeenAt: Number(row.last),
  }
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
