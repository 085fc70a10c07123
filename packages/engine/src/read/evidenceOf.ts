import {
  int64,
  render,
  sql,
  uint64s,
  type AccountLink,
  type Evidence,
  type EventFact,
  type TraitFact,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { nodesOf } from './nodesOf.ts'
import { propertiesOf, storedObject, traitsOf } from './storedValues.ts'

/**
 * Everything that is known of one profile up to an instant, as the reference evaluator takes it. `undefined` for a profile that has no
 * identifiers: it never was, or it was merged away.
 */
export async function evidenceOf(
  warehouse: Warehouse,
  profile: bigint,
  at: number,
): Promise<Evidence | undefined> {
  const { nodes } = await nodesOf(warehouse, [profile])
  return nodes.length === 0 ? undefined : evidenceOfNodes(warehouse, profile, nodes, at)
}

/** What would be known of a profile with exactly these nodes. */
export async function evidenceOfNodes(
  warehouse: Warehouse,
  profile: bigint,
  nodes: readonly bigint[],
  at: number,
): Promise<Evidence> {
  const [facts, identifiers, lists, accounts] = await Promise.all([
    messageFacts(warehouse, nodes, at),
    identifierCounts(warehouse, nodes),
    listsOf(warehouse, nodes),
    linksOf(warehouse, nodes, at),
  ])
  return { profileId: profile, ...facts, identifiers, lists, accounts }
}

/** What the messages of these nodes tell, up to an instant. */
export async function messageFacts(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  at: number,
): Promise<Pick<Evidence, 'seenAt' | 'events' | 'traits'>> {
  const rows = await warehouse.query<MessageRow>(
    render(
      sql`SELECT ts, message_id, kind, event, props, traits, context FROM messages WHERE node IN ${uint64s(nodes)} AND ts <= ${int64(at)}`,
    ),
  )
  return {
    seenAt: rows.map((row) => Number(row.ts)),
    events: rows.filter((row) => row.event !== '').map(eventFact),
    traits: rows.filter((row) => row.kind === 'identify').map(traitFact),
  }
}

interface MessageRow {
  readonly ts: string
  readonly message_id: string
  readonly kind: string
  readonly event: string
  readonly props: Readonly<Record<string, string>>
  readonly traits: Readonly<Record<string, string>>
  readonly context: string
}

const eventFact = (row: MessageRow): EventFact => ({
  at: Number(row.ts),
  messageId: row.message_id,
  name: row.event,
  properties: propertiesOf(row.props),
  context: storedObject(row.context),
})

const traitFact = (row: MessageRow): TraitFact => ({
  at: Number(row.ts),
  messageId: row.message_id,
  traits: traitsOf(row.traits),
})

async function identifierCounts(
  warehouse: Warehouse,
  nodes: readonly bigint[],
): Promise<Evidence['identifiers']> {
  const rows = await warehouse.query<{ readonly kind: string; readonly count: string }>(
    render(
      sql`SELECT kind, uniqExact(node) AS count FROM assignments WHERE node IN ${uint64s(nodes)} GROUP BY kind`,
    ),
  )
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]))
}

/** The lists that the owner of these nodes is on now, by id. */
export async function listsOf(
  warehouse: Warehouse,
  nodes: readonly bigint[],
): Promise<readonly string[]> {
  const rows = await warehouse.query<{ readonly list: string }>(
    render(
      sql`SELECT DISTINCT list FROM (SELECT list, node FROM list_entries WHERE node IN ${uint64s(nodes)} GROUP BY list, node HAVING argMax(present, version) = 1) ORDER BY list`,
    ),
  )
  return rows.map((row) => row.list)
}

async function linksOf(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  at: number,
): Promise<readonly AccountLink[]> {
  const rows = await warehouse.query<{
    readonly account_id: string
    readonly ts: string
    readonly message_id: string
    readonly joined: number
  }>(
    render(
      sql`SELECT DISTINCT account_id, ts, message_id, joined FROM account_links WHERE node IN ${uint64s(nodes)} AND ts <= ${int64(at)}`,
    ),
  )
  return rows.map((row) => ({
    accountId: row.account_id,
    at: Number(row.ts),
    messageId: row.message_id,
    joined: row.joined === 1,
  }))
}
