import {
  createNames,
  decodeValue,
  render,
  traitsQuery,
  type JsonObject,
  type Meanings,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { accountNodesOf } from './accountNodesOf.ts'
import { nodesOf } from './nodesOf.ts'

export interface ComputeDeps {
  readonly warehouse: Warehouse
  /** The workspace's IANA time zone. */
  readonly zone: string
  /** Properties that have a column of their own. */
  readonly promoted: ReadonlySet<string>
  readonly meanings: Meanings
}

/** The values of the traits at these paths, computed or sent, of each profile at an instant; what is missing is left out. */
export async function traitValuesOf(
  { warehouse, zone, promoted, meanings }: ComputeDeps,
  profiles: readonly bigint[],
  paths: readonly string[],
  at: number,
): Promise<ReadonlyMap<bigint, JsonObject>> {
  if (profiles.length === 0 || paths.length === 0) return new Map()
  const nodes = await nodesOf(warehouse, profiles)
  if (nodes.nodes.length === 0) return new Map()
  // A computed trait may ask for the accounts that somebody belongs to.
  const accountNodes = await accountNodesOf(warehouse, nodes)
  const context = { at, zone, promoted, names: createNames(), ...meanings }
  const rows = await warehouse.query<Readonly<Record<string, string>>>(
    render(traitsQuery(paths, { kind: 'profiles', nodes, accountNodes }, context)),
  )
  const valuesIn = (row: Readonly<Record<string, string>>): JsonObject =>
    Object.fromEntries(
      paths.flatMap((path, i) => {
        const text = row[`v${i}`] ?? ''
        return text === '' ? [] : [[path, decodeValue(text)]]
      }),
    )
  return new Map(rows.map((row) => [BigInt(row['profile'] ?? 0), valuesIn(row)]))
}
