import {
  int64,
  render,
  sql,
  string,
  uint64s,
  type AccountEvidence,
  type TraitFact,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { messageFacts } from './evidenceOf.ts'
import { nodesOf, ownersOf } from './nodesOf.ts'
import { traitsOf } from './storedValues.ts'

/**
 * What is known of an account at an instant: its own traits, and the events of everybody who belongs to it then. Scans all links between
 * people and accounts for the account's members; then reads all that these did.
 */
export async function accountEvidenceOf(
  warehouse: Warehouse,
  id: string,
  at: number,
): Promise<AccountEvidence> {
  const { nodes } = await nodesOf(warehouse, await membersAt(warehouse, id, at))
  return accountEvidenceAmong(warehouse, id, nodes, at)
}

/** What would be known of an account to whose members exactly these nodes belong. */
export async function accountEvidenceAmong(
  warehouse: Warehouse,
  id: string,
  nodes: readonly bigint[],
  at: number,
): Promise<AccountEvidence> {
  const [facts, traits] = await Promise.all([
    nodes.length === 0 ? { events: [] } : messageFacts(warehouse, nodes, at),
    accountTraits(warehouse, id, at),
  ])
  return { id, events: facts.events, traits }
}

/** The profiles whose latest link to the account until the instant is a group call and no removal. */
export async function membersAt(
  warehouse: Warehouse,
  id: string,
  at: number,
): Promise<readonly bigint[]> {
  const linked = await warehouse.query<{ readonly node: string }>(
    render(sql`SELECT DISTINCT node FROM account_links WHERE account_id = ${string(id)}`),
  )
  const owners = await ownersOf(
    warehouse,
    linked.map(({ node }) => BigInt(node)),
  )
  if (owners.size === 0) return []
  const nodes = uint64s([...owners.keys()])
  const rows = await warehouse.query<{ readonly profile: string }>(
    render(
      sql`SELECT transform(node, ${nodes}, ${uint64s([...owners.values()])}, toUInt64(0)) AS profile FROM account_links WHERE node IN ${nodes} AND account_id = ${string(id)} AND ts <= ${int64(at)} GROUP BY profile HAVING argMax(joined, (ts, message_id)) = 1`,
    ),
  )
  return rows.map(({ profile }) => BigInt(profile))
}

async function accountTraits(
  warehouse: Warehouse,
  id: string,
  at: number,
): Promise<readonly TraitFact[]> {
  const rows = await warehouse.query<{
    readonly ts: string
    readonly message_id: string
    readonly traits: Readonly<Record<string, string>>
  }>(
    render(
      sql`SELECT ts, message_id, CAST((groupArray(name), groupArray(value)), 'Map(String, String)') AS traits FROM (SELECT DISTINCT ts, message_id, name, value FROM account_traits WHERE account_id = ${string(id)} AND ts <= ${int64(at)}) GROUP BY ts, message_id`,
    ),
  )
  return rows.map((row) => ({
    at: Number(row.ts),
    messageId: row.message_id,
    traits: traitsOf(row.traits),
  }))
}
