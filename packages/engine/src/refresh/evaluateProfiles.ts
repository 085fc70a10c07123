import { eventReads, readsOf } from '@muster/core'
import { linkedAmong } from '../read/accountNodesOf.ts'
import { nodesOf, type OwnedNodes } from '../read/nodesOf.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { evaluateInWarehouse } from './evaluateInWarehouse.ts'
import { gatherEvidence, type Gathered } from './gatherEvidence.ts'
import { judgeProfiles } from './judgeProfiles.ts'
import type { InForce, Program } from './program.ts'

export interface EvaluationContext {
  readonly warehouse: Warehouse
  readonly zone: string
  readonly promoted: ReadonlySet<string>
  /** With more rows than this for one of its identifiers a profile is left to the warehouse: a robot, a shared tablet, a tester. 2,000 by default. */
  readonly mostRows?: number
}

/** By profile, the numbers of audiences: those that it is a member of, or those to evaluate it for. */
export type NumbersByProfile = ReadonlyMap<bigint, ReadonlySet<number>>

/** Evidence no older than this lies in few places of the warehouse, so whoever needs no more is asked for apart. Milliseconds. */
const RECENT = 3_600_000

/**
 * Tells of which of the wanted audiences each profile is a member at an instant. It reads their evidence and judges it here, which for a tick's
 * few hundred profiles is many times faster than a statement with all definitions in it (docs/adr/0010). What needs more evidence than should
 * travel is left to the warehouse: profiles with too much of it, and what is asked of the accounts of those who have any.
 *
 * `recorded` is what they are members of by the record: it is believed for audiences that are referred to and not themselves wanted.
 */
export async function evaluateProfiles(
  context: EvaluationContext,
  program: Program,
  wanted: NumbersByProfile,
  recorded: Promise<NumbersByProfile>,
  at: number,
): Promise<NumbersByProfile> {
  const owned = await nodesOf(context.warehouse, [...wanted.keys()], 'refresh')
  const recent = recentAudiences(context, program, at)
  const isOfRecent = (profile: bigint): boolean =>
    [...(wanted.get(profile) ?? [])].every((number) => recent.has(number))
  const groups = [
    someOf(owned, isOfRecent),
    someOf(owned, (profile) => !isOfRecent(profile)),
  ].filter(({ nodes }) => nodes.length > 0)
  const [linked, known, ...gathered] = await Promise.all([
    linkedTo(context, program, owned),
    recorded,
    ...groups.map((group) => gather(context, program, wanted, group, at)),
  ])
  const crowded = new Set(gathered.flatMap((group) => [...group.crowded]))
  const onAccounts = program.audiences.filter(({ number }) => program.onAccounts.has(number))
  const [judged, ofCrowded, ofLinked] = [
    await judgeProfiles(
      gathered.flatMap(({ evidence }) => [...evidence.values()]),
      { context, program, wanted, recorded: known, linked, at },
    ),
    await evaluateInWarehouse(context, program, program.audiences, [...crowded], at),
    await evaluateInWarehouse(context, program, onAccounts, [...linked], at),
  ]
  return new Map(
    [...wanted].map(([profile, numbers]) => {
      const isMember = (number: number): boolean => {
        const byWarehouse = crowded.has(profile)
          ? ofCrowded
          : linked.has(profile) && program.onAccounts.has(number)
            ? ofLinked
            : undefined
        return (byWarehouse ?? judged).get(profile)?.has(number) ?? false
      }
      return [profile, new Set([...numbers].filter(isMember))]
    }),
  )
}

/** Audiences that look at nothing that happened long ago: neither the definition itself nor, since their record is believed, what it refers to. */
function recentAudiences(
  { zone }: EvaluationContext,
  program: Program,
  at: number,
): ReadonlySet<number> {
  const isRecent = ({ definition }: InForce): boolean =>
    eventReads(definition, { at, zone }).every(({ from = 0 }) => from >= at - RECENT)
  return new Set(program.audiences.filter(isRecent).map(({ number }) => number))
}

const someOf = (
  { nodes, owners, kinds }: OwnedNodes,
  isWanted: (profile: bigint) => boolean,
): OwnedNodes => {
  const chosen = [...nodes.keys()].filter((i) => isWanted(owners[i] ?? -1n))
  const at = <T>(list: readonly T[]): readonly T[] => chosen.flatMap((i) => list.slice(i, i + 1))
  return { nodes: at(nodes), owners: at(owners), kinds: at(kinds) }
}

/** Reads what the audiences look at that are wanted for the owners of these nodes. */
function gather(
  context: EvaluationContext,
  program: Program,
  wanted: NumbersByProfile,
  owned: OwnedNodes,
  at: number,
): Promise<Gathered> {
  const numbers = new Set(owned.owners.flatMap((profile) => [...(wanted.get(profile) ?? [])]))
  const definitions = program.audiences
    .filter(({ number }) => numbers.has(number))
    .map(({ definition }) => definition)
  const reads = readsOf(definitions, {
    at,
    zone: context.zone,
    audience: (id) => (program.inForce.has(id) ? undefined : program.definitionOf(id)),
  })
  return gatherEvidence(context, reads, owned, at)
}

/** Whom a condition on accounts may hold for. */
async function linkedTo(
  { warehouse }: EvaluationContext,
  program: Program,
  owned: OwnedNodes,
): Promise<ReadonlySet<bigint>> {
  return program.onAccounts.size === 0 || owned.nodes.length === 0
    ? new Set()
    : linkedAmong(warehouse, owned, 'refresh')
}
