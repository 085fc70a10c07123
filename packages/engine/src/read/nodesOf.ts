import { render, sql, uint64s, type NodeOwners } from '@muster/core'
import type { Lane, Warehouse } from '../warehouse/warehouse.ts'
import { inPortions } from './inPortions.ts'

/** Nodes with their owners, and the kind of identifier that each is: three lists of equal length. */
export interface OwnedNodes extends NodeOwners {
  readonly kinds: readonly string[]
}

/**
 * The nodes that belong to the given profiles now, each with its owner. A profile that is unknown or was merged away has
 * none. Two look-ups by index: the nodes that ever were a profile's, then whose they are now.
 */
export async function nodesOf(
  warehouse: Warehouse,
  profiles: readonly bigint[],
  lane?: Lane,
): Promise<OwnedNodes> {
  if (profiles.length === 0) return { nodes: [], owners: [], kinds: [] }
  const rows = await inPortions(profiles, (some) => {
    const wanted = uint64s(some)
    return warehouse.query<{
      readonly node: string
      readonly owner: string
      readonly kind: string
    }>(
      render(
        sql`SELECT node, argMax(profile, version) AS owner, any(kind) AS kind FROM assignments WHERE node IN (SELECT node FROM assignments WHERE profile IN ${wanted}) GROUP BY node HAVING owner IN ${wanted} ORDER BY node`,
      ),
      lane,
    )
  })
  return {
    nodes: rows.map(({ node }) => BigInt(node)),
    owners: rows.map(({ owner }) => BigInt(owner)),
    kinds: rows.map(({ kind }) => kind),
  }
}

/** The profile that each of the given nodes belongs to now. A node that nobody has been given is not in the answer. */
export async function ownersOf(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  lane?: Lane,
): Promise<ReadonlyMap<bigint, bigint>> {
  if (nodes.length === 0) return new Map()
  const rows = await inPortions(nodes, (some) =>
    warehouse.query<{ readonly node: string; readonly owner: string }>(
      render(
        sql`SELECT node, argMax(profile, version) AS owner FROM assignments WHERE node IN ${uint64s(some)} GROUP BY node`,
      ),
      lane,
    ),
  )
  return new Map(rows.map(({ node, owner }) => [BigInt(node), BigInt(owner)]))
}
