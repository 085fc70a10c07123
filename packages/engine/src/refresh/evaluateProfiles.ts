import {
  createNames,
  identifier,
  join,
  membershipQuery,
  render,
  sql,
  uint64s,
  type NodeOwners,
} from '@muster/core'
import { accountNodesOf } from '../read/accountNodesOf.ts'
import { nodesOf } from '../read/nodesOf.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Program } from './program.ts'

export interface EvaluationContext {
  readonly warehouse: Warehouse
  readonly zone: string
  readonly promoted: ReadonlySet<string>
}

/** The audiences, by number, that each profile is a member of. A profile without any may be left out. */
export type Memberships = ReadonlyMap<bigint, ReadonlySet<number>>

/** Evaluates the program for exactly these profiles at an instant. */
export async function evaluateProfiles(
  { warehouse, zone, promoted }: EvaluationContext,
  program: Program,
  profiles: readonly bigint[],
  at: number,
): Promise<Memberships> {
  const nodes = await nodesOf(warehouse, profiles, 'refresh')
  if (nodes.nodes.length === 0 || program.audiences.length === 0) return new Map()
  const accountNodes: NodeOwners = program.looksAtAccounts
    ? await accountNodesOf(warehouse, nodes, 'refresh')
    : { nodes: [], owners: [] }
  const context = { at, zone, promoted, audience: program.definitionOf, names: createNames() }
  const definitions = program.audiences.map((audience) => audience.definition)
  const query = membershipQuery(definitions, { kind: 'profiles', nodes, accountNodes }, context)
  const flags = join(
    definitions.map((_, i) => identifier(`m${i}`)),
    ', ',
  )
  const statement = sql`SELECT profile, arrayFilter(i -> flags[i] = 1, arrayEnumerate(flags)) AS members FROM (SELECT profile, [${flags}] AS flags FROM (${query}))`
  const rows = await warehouse.query<{ profile: string; members: readonly number[] }>(
    render(statement),
    'refresh',
  )
  return new Map(
    rows.map(({ profile, members }) => [
      BigInt(profile),
      new Set(members.map((i) => numberAt(program, i - 1))),
    ]),
  )
}

function numberAt(program: Program, index: number): number {
  const audience = program.audiences[index]
  if (audience === undefined)
    throw new Error(`the answer speaks of audience ${index} of ${program.audiences.length}`)
  return audience.number
}

/** The memberships that are on record for these profiles. */
export async function recordedMemberships(
  warehouse: Warehouse,
  profiles: readonly bigint[],
): Promise<Memberships> {
  const current = sql`SELECT profile, audience FROM members_by_profile WHERE profile IN ${uint64s(profiles)} GROUP BY profile, audience HAVING argMax(member, seq) = 1`
  const rows = await warehouse.query<{ profile: string; audiences: readonly number[] }>(
    render(
      sql`SELECT profile, groupArray(audience) AS audiences FROM (${current}) GROUP BY profile`,
    ),
    'refresh',
  )
  return new Map(rows.map(({ profile, audiences }) => [BigInt(profile), new Set(audiences)]))
}
