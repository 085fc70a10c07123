import {
  compareKinds,
  int64,
  render,
  sql,
  uint64s,
  type Identifier,
  type JsonObject,
} from '@muster/core'
import type { ProfileSummary } from '../library/audiencesApi.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { nodesOf } from './nodesOf.ts'
import { traitValue } from './storedValues.ts'

export interface SummaryDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
}

/** A summary shows so many traits: those that most of the people on the page have, so that they make the columns of a table. */
export const mostSummaryTraits = 8

/** Profiles in short, in the order given, their traits as they stand at an instant. */
export async function summariesOf(
  deps: SummaryDeps,
  profiles: readonly bigint[],
  at: number,
): Promise<readonly ProfileSummary[]> {
  if (profiles.length === 0) return []
  const [identifiers, traits] = await Promise.all([
    identifiersOf(deps.metadata, profiles),
    traitsAt(deps.warehouse, profiles, at),
  ])
  const shown = commonest([...traits.values()])
  return profiles.map((profile) => ({
    profile,
    identifiers: identifiers.get(profile) ?? [],
    traits: only(traits.get(profile) ?? {}, shown),
  }))
}

/** The identifiers of each profile, highest priority first; of one kind the first one seen first. */
export async function identifiersOf(
  { db }: Metadata,
  profiles: readonly bigint[],
): Promise<ReadonlyMap<bigint, readonly Identifier[]>> {
  const rows = await db
    .selectFrom('identifiers')
    .select(['profile', 'kind', 'value'])
    .where('profile', 'in', profiles)
    .orderBy('node')
    .execute()
  const found = new Map<bigint, Identifier[]>()
  for (const { profile, kind, value } of rows) {
    const its = found.get(profile) ?? []
    found.set(profile, its)
    its.push({ kind, value })
  }
  for (const its of found.values()) its.sort((a, b) => compareKinds(a.kind, b.kind))
  return found
}

async function traitsAt(
  warehouse: Warehouse,
  profiles: readonly bigint[],
  at: number,
): Promise<ReadonlyMap<bigint, JsonObject>> {
  const { nodes, owners } = await nodesOf(warehouse, profiles)
  if (nodes.length === 0) return new Map()
  const latest = sql`SELECT transform(node, ${uint64s(nodes)}, ${uint64s(owners)}, toUInt64(0)) AS profile, name, argMax(value, (ts, message_id)) AS latest FROM traits WHERE node IN ${uint64s(nodes)} AND ts <= ${int64(at)} GROUP BY profile, name HAVING latest != ''`
  const rows = await warehouse.query<{
    readonly profile: string
    readonly traits: readonly (readonly [string, string])[]
  }>(
    render(
      sql`SELECT profile, groupArray((name, latest)) AS traits FROM (${latest}) GROUP BY profile`,
    ),
  )
  return new Map(
    rows.map(({ profile, traits }) => [
      BigInt(profile),
      Object.fromEntries(traits.map(([name, text]) => [name, traitValue(text)])),
    ]),
  )
}

/** The names that most of the objects have, then by name. */
function commonest(objects: readonly JsonObject[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const name of objects.flatMap(Object.keys)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostSummaryTraits)
    .map(([name]) => name)
}

const only = (traits: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(traits, name) ? traits[name] : undefined
      return value === undefined ? [] : [[name, value]]
    }),
  )
