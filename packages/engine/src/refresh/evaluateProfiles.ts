import { eventReads, readsOf, type Definition, type Reads } from '@muster/core'
import type { OwnedNodes } from '../read/nodesOf.ts'
import { evaluateInWarehouse } from './evaluateInWarehouse.ts'
import type { EvaluationContext, Hot, Look, NumbersByProfile } from './evaluation.ts'
import type { HotProfiles } from './hotProfiles.ts'
import { judgeProfiles } from './judgeProfiles.ts'
import type { InForce, Program } from './program.ts'
import { readProfiles, readsOfAll, type Part, type ReadProfiles } from './readProfiles.ts'
import type { RecordedMembers } from './recordedMembers.ts'

/** Evidence no older than this lies in few places of the warehouse, so whoever needs no more is asked for apart. Milliseconds. */
const RECENT = 3_600_000
/** Identifiers; reading all that there is of so many takes as long as one statement more. */
const FEW = 200

const NONE: ReadonlySet<number> = new Set()

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
  record: Pick<RecordedMembers, 'of'>,
  at: number,
): Promise<NumbersByProfile> {
  const warm = hotAmong(context, hot, program, looks, at)
  const cold = new Map([...looks].filter(([profile]) => !warm.has(profile)))
  // Those who are known are judged while the others are read.
  const [judgedWarm, read] = await Promise.all([
    judgeProfiles(context, program, looks, warm, record, at),
    readCold(context, hot, program, cold, at),
  ])
  const known = new Map([...warm, ...read.known])
  const crowded = [...read.crowded]
  const onAccounts = program.audiences.filter(({ number }) => program.onAccounts.has(number))
  const linked = [...known].filter(([, { isLinked }]) => isLinked).map(([profile]) => profile)
  const [judgedCold, ofCrowded, ofLinked] = [
    await judgeProfiles(context, program, looks, read.known, record, at),
    await evaluateInWarehouse(context, program, askedOf(program, looks, crowded), crowded, at),
    await evaluateInWarehouse(context, program, onAccounts, linked, at),
  ]
  return new Map(
    [...looks.keys()].map((profile) => {
      const here = judgedWarm.get(profile) ?? judgedCold.get(profile)
      const there = ofCrowded.get(profile) ?? ofLinked.get(profile)
      if (here === undefined || there === undefined) return [profile, here ?? there ?? NONE]
      return [profile, new Set([...here, ...there])]
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
  hot.serve(program, zone, at)
  const reads = readsOfAll(program, zone, at)
  for (const [profile, { numbers, news }] of looks) {
    if (news === undefined) {
      hot.forget(profile)
      continue
    }
    const its = hot.get(profile, { numbers, news }, reads, at)
    if (its !== undefined) known.set(profile, its)
  }
  return known
}

/** Reads what there is in the warehouse of profiles to look at. Those of whom all is read are kept. */
async function readCold(
  context: EvaluationContext,
  hot: HotProfiles | undefined,
  program: Program,
  looks: ReadonlyMap<bigint, Look>,
  at: number,
): Promise<ReadProfiles> {
  const recent = recentAudiences(context, program, at)
  const isOfRecent = (profile: bigint): boolean =>
    [...(looks.get(profile)?.numbers ?? [])].every((number) => recent.has(number))
  const whole = new Set<bigint>()
  const divide = (owned: OwnedNodes): readonly Part[] => {
    const [shallow, deep] = divided(owned, isOfRecent)
    for (const profile of deep.owners) whole.add(profile)
    const reads = readsFor(context, program, looks, shallow, at)
    // Whoever is kept is kept for all audiences.
    const all =
      hot === undefined
        ? readsFor(context, program, looks, deep, at)
        : readsOfAll(program, context.zone, at)
    return [
      { owned: shallow, reads },
      { owned: deep, reads: all },
    ]
  }
  const read = await readProfiles(context, program, [...looks.keys()], at, {
    divide,
    remembered: (profile) => hot?.nodesOf(profile),
  })
  for (const profile of whole) {
    const its = read.known.get(profile)
    if (its !== undefined) hot?.keep(profile, its)
  }
  return read
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
