import { setImmediate } from 'node:timers/promises'
import {
  judge,
  readsOf,
  render,
  sql,
  uint64s,
  type AccountEvidence,
  type World,
} from '@muster/core'
import { linkedAmong } from '../read/accountNodesOf.ts'
import { nodesOf } from '../read/nodesOf.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { evaluateInWarehouse } from './evaluateInWarehouse.ts'
import { gatherEvidence } from './gatherEvidence.ts'
import type { Program } from './program.ts'

export interface EvaluationContext {
  readonly warehouse: Warehouse
  readonly zone: string
  readonly promoted: ReadonlySet<string>
  /** With more rows than this for one of its identifiers a profile is left to the warehouse: a robot, a shared tablet, a tester. 2,000 by default. */
  readonly mostRows?: number
}

/** The audiences, by number, that each profile is a member of. A profile without any may be left out. */
export type Memberships = ReadonlyMap<bigint, ReadonlySet<number>>

/** Evaluation gives way to everything else that waits after so long. Milliseconds. */
const SLICE = 8

/**
 * Evaluates the program for exactly these profiles at an instant: reads their evidence and judges it here, which for a tick's few hundred
 * profiles is many times faster than a statement with all definitions in it. What needs more evidence than should travel is left to the
 * warehouse: profiles with too much of it, and what is asked of the accounts of those who have any.
 */
export async function evaluateProfiles(
  context: EvaluationContext,
  program: Program,
  profiles: readonly bigint[],
  at: number,
): Promise<Memberships> {
  const { warehouse, zone } = context
  const { audiences, onAccounts, definitionOf } = program
  const owned = await nodesOf(warehouse, profiles, 'refresh')
  if (owned.nodes.length === 0 || audiences.length === 0) return new Map()
  const definitions = audiences.map(({ definition }) => definition)
  const reads = readsOf(definitions, { at, zone, audience: definitionOf })
  const [{ evidence, crowded }, linked] = await Promise.all([
    gatherEvidence(context, reads, owned, at),
    onAccounts.size === 0 ? new Set<bigint>() : linkedAmong(warehouse, owned, 'refresh'),
  ])
  const isAskedThere = (profile: bigint): boolean => linked.has(profile) && !crowded.has(profile)
  const byWarehouse = [
    await evaluateInWarehouse(context, program, audiences, [...crowded], at),
    await evaluateInWarehouse(
      context,
      program,
      audiences.filter(({ number }) => onAccounts.has(number)),
      [...linked].filter(isAskedThere),
      at,
    ),
  ]
  const found = new Map(byWarehouse.flatMap((some) => [...some]))
  const world: World = { at, zone, audience: definitionOf, account: noAccount }
  let began = performance.now()
  for (const [profile, its] of evidence) {
    const holds = judge(its, world)
    const isHere = ({ number }: { readonly number: number }): boolean =>
      !(onAccounts.has(number) && linked.has(profile))
    const members = audiences.filter((one) => isHere(one) && holds(one.definition))
    found.set(
      profile,
      new Set([...(found.get(profile) ?? []), ...members.map(({ number }) => number)]),
    )
    if (performance.now() - began < SLICE) continue
    await setImmediate()
    began = performance.now()
  }
  return found
}

/** Whoever is linked to an account is left to the warehouse. */
const noAccount = (id: string): AccountEvidence => {
  throw new Error(`the evidence of account ${id} was not read`)
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
