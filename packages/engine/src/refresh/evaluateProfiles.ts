import { eventReads, readsOf, type Definition, type Reads } from '@muster/core'
import { linkedAmong } from '../read/accountNodesOf.ts'
import { nodesOf, type OwnedNodes } from '../read/nodesOf.ts'
import { evaluateInWarehouse } from './evaluateInWarehouse.ts'
import { gatherEvidence } from './gatherEvidence.ts'
import type { EvaluationContext, Hot, Look, NumbersByProfile, Verdict } from './evaluation.ts'
import type { HotProfiles } from './hotProfiles.ts'
import { judgeProfiles } from './judgeProfiles.ts'
import type { InForce, Program } from './program.ts'
import { recordedMemberships } from './recordedMemberships.ts'

/** Evidence no older than this lies in few places of the warehouse, so whoever needs no more is asked for apart. Milliseconds. */
const RECENT = 3_600_000
/** Identifiers; reading all that there is of so many takes as long as one statement more. */
const FEW = 200

/**
 * Tells of which audiences each profile is a member at an instant. It reads their evidence and judges it here, which for a tick's few hundred
 * profiles is many times faster than a statement with all definitions in it (docs/adr/0010). What needs more evidence than should travel is
 * left to the warehouse: profiles with too much of it, and what is asked of the accounts of those who have any. The record is believed for
 * audiences that are referred to and not themselves asked for.
 *
 * `hot` knows those who need not be read again; without it all are.
 */
export async function evaluateProfiles(
  context: EvaluationContext,
  hot: HotProfiles | undefined,
  program: Program,
  looks: ReadonlyMap<bigint, Look>,
  at: number,
): Promise<ReadonlyMap<bigint, Verdict>> {
  const warm = hotAmong(context, hot, program, looks, at)
  const cold = new Map([...looks].filter(([profile]) => !warm.has(profile)))
  const read = await readCold(context, hot, program, cold, at)
  const known = new Map([...warm, ...read.known])
  const onAccounts = program.audiences.filter(({ number }) => program.onAccounts.has(number))
  const linked = [...known].filter(([, { isLinked }]) => isLinked).map(([profile]) => profile)
  const [judged, ofCrowded, ofLinked] = [
    await judgeProfiles(context, program, looks, known, at),
    await evaluateInWarehouse(
      context,
      program,
      askedOf(program, looks, read.crowded),
      read.crowded,
      at,
    ),
    await evaluateInWarehouse(context, program, onAccounts, linked, at),
  ]
  return new Map(
    [...looks.keys()].map((profile) => {
      const here = judged.get(profile) ?? new Set()
      const there = ofCrowded.get(profile) ?? ofLinked.get(profile) ?? new Set()
      const was = known.get(profile)?.members ?? read.recorded.get(profile) ?? new Set()
      return [profile, { is: new Set([...here, ...there]), was }]
    }),
  )
}

/** The audiences that are asked for of some of these profiles: planning the statement costs more for each. */
function askedOf(
  program: Program,
  looks: ReadonlyMap<bigint, Look>,
  profiles: readonly bigint[],
): readonly InForce[] {
  const numbers = new Set(profiles.flatMap((profile) => [...(looks.get(profile)?.numbers ?? [])]))
  return program.audiences.filter(({ number }) => numbers.has(number))
}

/** Those who are known, with what has come from them since. */
function hotAmong(
  { zone }: EvaluationContext,
  hot: HotProfiles | undefined,
  program: Program,
  looks: ReadonlyMap<bigint, Look>,
  at: number,
): ReadonlyMap<bigint, Hot> {
  const known = new Map<bigint, Hot>()
  if (hot === undefined) return known
  hot.serve(program, zone)
  const reads = readsOfAll(program, zone, at)
  for (const [profile, { news }] of looks) {
    if (news === undefined) hot.forget(profile)
    else {
      const its = hot.get(profile, news, reads)
      if (its !== undefined) known.set(profile, its)
    }
  }
  return known
}

interface Cold {
  readonly known: ReadonlyMap<bigint, Hot>
  readonly crowded: readonly bigint[]
  readonly recorded: NumbersByProfile
}

/** Reads what there is of profiles in the warehouse. */
async function readCold(
  context: EvaluationContext,
  hot: HotProfiles | undefined,
  program: Program,
  looks: ReadonlyMap<bigint, Look>,
  at: number,
): Promise<Cold> {
  if (looks.size === 0) return { known: new Map(), crowded: [], recorded: new Map() }
  const { warehouse, zone } = context
  const owned = await nodesOf(warehouse, [...looks.keys()], 'refresh')
  const recent = recentAudiences(context, program, at)
  const isOfRecent = (profile: bigint): boolean =>
    [...(looks.get(profile)?.numbers ?? [])].every((number) => recent.has(number))
  const [shallow, deep] = divided(owned, isOfRecent)
  // Whoever is kept is kept for all audiences.
  const deepReads =
    hot === undefined ? readsFor(context, program, looks, deep, at) : readsOfAll(program, zone, at)
  const [recorded, linked, near, far] = await Promise.all([
    recordedMemberships(warehouse, [...looks.keys()]),
    program.onAccounts.size === 0 ? new Set<bigint>() : linkedAmong(warehouse, owned, 'refresh'),
    gatherEvidence(context, readsFor(context, program, looks, shallow, at), shallow, at),
    gatherEvidence(context, deepReads, deep, at),
  ])
  const known = new Map<bigint, Hot>()
  for (const { evidence } of [near, far])
    for (const [profile, its] of evidence) {
      const members = new Set(recorded.get(profile))
      known.set(profile, { evidence: its, members, isLinked: linked.has(profile) })
    }
  for (const profile of far.evidence.keys()) {
    const its = known.get(profile)
    if (its !== undefined) hot?.keep(profile, its)
  }
  return { known, crowded: [...near.crowded, ...far.crowded], recorded }
}

/** Audiences that look at nothing that happened long ago: neither the definition itself nor, since their record is believed, what it refers to. */
function recentAudiences(
  { zone }: EvaluationContext,
  program: Program,
  at: number,
): ReadonlySet<number> {
  const isRecent = ([, parts]: readonly [number, readonly Definition[]]): boolean =>
    parts.every((part) =>
      eventReads(part, { at, zone }).every(({ from = 0 }) => from >= at - RECENT),
    )
  return new Set([...program.own].filter(isRecent).map(([number]) => number))
}

/** Those who are asked for apart, unless they are so few that asking costs more than reading all of theirs, and the others. */
function divided(
  owned: OwnedNodes,
  isOfRecent: (profile: bigint) => boolean,
): readonly [OwnedNodes, OwnedNodes] {
  const recent = someOf(owned, isOfRecent)
  return recent.nodes.length < FEW
    ? [someOf(owned, () => false), owned]
    : [recent, someOf(owned, (profile) => !isOfRecent(profile))]
}

function someOf(
  { nodes, owners, kinds }: OwnedNodes,
  isWanted: (profile: bigint) => boolean,
): OwnedNodes {
  const chosen = [...nodes.keys()].filter((i) => isWanted(owners[i] ?? -1n))
  const at = <T>(list: readonly T[]): readonly T[] => chosen.flatMap((i) => list.slice(i, i + 1))
  return { nodes: at(nodes), owners: at(owners), kinds: at(kinds) }
}

/** What the audiences read that are asked for of the owners of these nodes. */
function readsFor(
  { zone }: EvaluationContext,
  program: Program,
  looks: ReadonlyMap<bigint, Look>,
  { owners }: OwnedNodes,
  at: number,
): Reads {
  const sets = new Set(owners.map((profile) => looks.get(profile)?.numbers))
  const numbers = new Set([...sets].flatMap((some) => [...(some ?? [])]))
  const definitions = program.audiences
    .filter(({ number }) => numbers.has(number))
    .map(({ definition }) => definition)
  return readsOf(definitions, {
    at,
    zone,
    ...program.vocabulary,
    audience: (id) => (program.inForce.has(id) ? undefined : program.vocabulary.audience(id)),
  })
}

/** Since windows only move on, what had to be read a while ago is enough. Milliseconds. */
const STILL_GOOD = 60_000
const readsOfPrograms = new WeakMap<
  Program,
  { readonly zone: string; readonly at: number; readonly reads: Reads }
>()

/** What all audiences of a program read. */
function readsOfAll(program: Program, zone: string, at: number): Reads {
  const last = readsOfPrograms.get(program)
  if (last?.zone === zone && at >= last.at && at - last.at < STILL_GOOD) return last.reads
  const definitions = program.audiences.map(({ definition }) => definition)
  const reads = readsOf(definitions, { at, zone, ...program.vocabulary })
  readsOfPrograms.set(program, { zone, at, reads })
  return reads
}
