import {
  createNames,
  identifier,
  join,
  membershipQuery,
  render,
  sql,
  type NodeOwners,
} from '@muster/core'
import { accountNodesOf } from '../read/accountNodesOf.ts'
import { nodesOf } from '../read/nodesOf.ts'
import type { EvaluationContext, NumbersByProfile } from './evaluation.ts'
import type { InForce, Program } from './program.ts'

/**
 * Evaluates some of a program's audiences for exactly these profiles by one statement. Planning it takes longer than running it, more for each
 * audience and hardly more for each profile.
 */
export async function evaluateInWarehouse(
  { warehouse, zone, promoted }: EvaluationContext,
  program: Program,
  audiences: readonly InForce[],
  profiles: readonly bigint[],
  at: number,
): Promise<NumbersByProfile> {
  if (profiles.length === 0 || audiences.length === 0) return new Map()
  const nodes = await nodesOf(warehouse, profiles, 'refresh')
  if (nodes.nodes.length === 0) return new Map()
  const accountNodes: NodeOwners = audiences.some(({ number }) => program.onAccounts.has(number))
    ? await accountNodesOf(warehouse, nodes, 'refresh')
    : { nodes: [], owners: [] }
  const context = { at, zone, promoted, ...program.vocabulary, names: createNames() }
  const definitions = audiences.map((audience) => audience.definition)
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
  const numberAt = (place: number): number => {
    const audience = audiences[place]
    if (audience === undefined)
      throw new Error(`the answer speaks of audience ${place} of ${audiences.length}`)
    return audience.number
  }
  return new Map(
    rows.map(({ profile, members }) => [
      BigInt(profile),
      new Set(members.map((i) => numberAt(i - 1))),
    ]),
  )
}
