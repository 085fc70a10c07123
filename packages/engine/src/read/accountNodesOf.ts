import { render, sql, strings, uint64s, type NodeOwners } from '@muster/core'
import type { Lane, Warehouse } from '../warehouse/warehouse.ts'
import { inPortions } from './inPortions.ts'
import { nodesOf, ownersOf } from './nodesOf.ts'

/** The nodes of everybody who was ever in an account that the owners of the given nodes were ever in, the given ones included. */
export async function accountNodesOf(
  warehouse: Warehouse,
  nodes: NodeOwners,
  lane?: Lane,
): Promise<NodeOwners> {
  const mates = await accountMates(warehouse, nodes.owners, lane)
  return nodesOf(warehouse, [...new Set([...nodes.owners, ...mates])], lane)
}

/** The profiles who share, or shared, an account with the given ones. */
export async function accountMates(
  warehouse: Warehouse,
  profiles: readonly bigint[],
  lane?: Lane,
): Promise<readonly bigint[]> {
  if (profiles.length === 0) return []
  // Nodes that were theirs once may bring an account too many, which does no harm.
  const accounts = await inPortions(profiles, (some) =>
    warehouse.query<{ account_id: string }>(
      render(
        sql`SELECT DISTINCT account_id FROM account_links WHERE node IN (SELECT node FROM assignments WHERE profile IN ${uint64s(some)})`,
      ),
      lane,
    ),
  )
  if (accounts.length === 0) return []
  // Scans the links, of which there is one for a person and account and not for an event.
  const mates = await inPortions([...new Set(accounts.map((row) => row.account_id))], (some) =>
    warehouse.query<{ node: string }>(
      render(sql`SELECT DISTINCT node FROM account_links WHERE account_id IN ${strings(some)}`),
      lane,
    ),
  )
  const owners = await ownersOf(warehouse, [...new Set(mates.map((row) => BigInt(row.node)))], lane)
  return [...new Set(owners.values())]
}

/** Those of the owners of the given nodes whom a group call or a removal names. */
export async function linkedAmong(
  warehouse: Warehouse,
  { nodes, owners }: NodeOwners,
  lane?: Lane,
): Promise<ReadonlySet<bigint>> {
  const rows = await inPortions(nodes, (some) =>
    warehouse.query<{ node: string }>(
      render(sql`SELECT DISTINCT node FROM account_links WHERE node IN ${uint64s(some)}`),
      lane,
    ),
  )
  const linked = new Set(rows.map(({ node }) => BigInt(node)))
  return new Set(owners.filter((_, i) => linked.has(nodes[i] ?? -1n)))
}
