import { render, sql, strings, uint64s, type NodeOwners } from '@muster/core'
import type { Lane, Warehouse } from '../warehouse/warehouse.ts'
import { nodesOf, ownersOf } from './nodesOf.ts'

/** The nodes of everybody who was ever in an account that the owners of the given nodes were ever in, the given ones included. */
export async function accountNodesOf(
  warehouse: Warehouse,
  nodes: NodeOwners,
  lane?: Lane,
): Promise<NodeOwners> {
  const profiles = await accountMates(warehouse, nodes, lane)
  return nodesOf(warehouse, [...new Set([...nodes.owners, ...profiles])], lane)
}

/** The profiles who share, or shared, an account with the owners of the given nodes. */
export async function accountMates(
  warehouse: Warehouse,
  nodes: NodeOwners,
  lane?: Lane,
): Promise<readonly bigint[]> {
  if (nodes.nodes.length === 0) return []
  const accounts = await warehouse.query<{ account_id: string }>(
    render(
      sql`SELECT DISTINCT account_id FROM account_links WHERE node IN ${uint64s(nodes.nodes)}`,
    ),
    lane,
  )
  if (accounts.length === 0) return []
  // Scans the links, of which there is one for a person and account and not for an event.
  const mates = await warehouse.query<{ node: string }>(
    render(
      sql`SELECT DISTINCT node FROM account_links WHERE account_id IN ${strings(accounts.map((row) => row.account_id))}`,
    ),
    lane,
  )
  const owners = await ownersOf(
    warehouse,
    mates.map((row) => BigInt(row.node)),
    lane,
  )
  return [...new Set(owners.values())]
}
