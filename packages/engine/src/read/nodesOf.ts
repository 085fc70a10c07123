import { render, sql, uint64s, type NodeOwners } from '@muster/core'
import type { Lane, Warehouse } from '../warehouse/warehouse.ts'

/** Nodes with their owners, and the kind of identifier that each is: three lists of equal length. */
export interface OwnedNodes extends NodeOwners {
  readonly kinds: readonly string[]
}

/**
 * The nodes that belong to the given profiles now, each with its owner, sorted by node. A profile that is unknown or was merged away has
 * none. Two look-ups by index: the nodes that ever were a profile's, then whose they are now.
 */
export async function nodesOf(
  warehouse: Warehouse,
  profiles: readonly bigint[],
  lane?: Lane,
): Promise<OwnedNodes> {
  if (profiles.length === 0) return { nodes: [], owners: [], kinds: [] }
  const wanted = uint64s(profiles)
  const rows = await warehouse.query<{
    readonly node: string
    readonly owner: string
    readonly kind: string
  }>(
    render(
      sql`SELECT node, argMax(profile, version) AS owner, any(kind) AS kind FROM assignments WHERE node IN (SELECT node FROM assignments WHERE profile IN ${wanted}) GROUP BY node HAVING owner IN ${wanted} ORDER BY node`,
    ),
    lane,
  )
  return {
    nodes: rows.map(({ node }) => BigInt(node)),
    owners: rows.map(({ owner }) => BigInt(owner)),
    kinds: rows.map(({ kind }) => kind),
  }
}

/**
 * So many nodes are asked for by one statement at the most. Of 60,000 it takes 0.1 s; of 177,000, as after an hour without a server, the engine no
 * longer takes the list for a constant, and goes through it again for each block of the table: minutes.
 */
const MOST_NODES = 20_000

/** The profile that each of the given nodes belongs to now. A node that nobody has been given is not in the answer. */
export async function ownersOf(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  lane?: Lane,
): Promise<ReadonlyMap<bigint, bigint>> {
  const owners = new Map<bigint, bigint>()
  for (let i = 0; i < nodes.length; i += MOST_NODES) {
    const some = uint64s(nodes.slice(i, i + MOST_NODES))
    const rows = await warehouse.query<{ readonly node: string; readonly owner: string }>(
      render(
        sql`SELECT node, argMax(profile, version) AS owner FROM assignments WHERE node IN ${some} GROUP BY node`,
      ),
      lane,
    )
    for (const { node, owner } of rows) owners.set(BigInt(node), BigInt(owner))
  }
  return owners
}
