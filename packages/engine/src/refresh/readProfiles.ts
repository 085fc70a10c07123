import { readsOf, type Reads } from '@muster/core'
import { linkedAmong } from '../read/accountNodesOf.ts'
import { nodesOf, type OwnedNodes } from '../read/nodesOf.ts'
import type { EvaluationContext, Hot } from './evaluation.ts'
import { gatherEvidence } from './gatherEvidence.ts'
import type { Nodes } from './knownNodes.ts'
import type { Program } from './program.ts'

/** What the warehouse has of some profiles. */
export interface ReadProfiles {
  readonly known: ReadonlyMap<bigint, Hot>
  /** Who has so much evidence that it stays in the warehouse: they are missing in `known`. */
  readonly crowded: ReadonlySet<bigint>
}

/** Some identifiers, all of their profiles, and what is read of them. */
export interface Part {
  readonly owned: OwnedNodes
  readonly reads: Reads
}

interface Reading {
  /** Says what is read of whom, and is told all their identifiers; everything that the program looks at is, by default. */
  readonly divide?: (owned: OwnedNodes) => readonly Part[]
  /** Which identifiers somebody has, where that need not be asked. */
  readonly remembered?: (profile: bigint) => Nodes | undefined
}

/** Reads what a program's audiences look at of the given profiles. */
export async function readProfiles(
  context: EvaluationContext,
  program: Program,
  profiles: readonly bigint[],
  at: number,
  { divide, remembered = () => undefined }: Reading = {},
): Promise<ReadProfiles> {
  if (profiles.length === 0) return { known: new Map(), crowded: new Set() }
  const { warehouse, zone } = context
  const [known, strangers]: [OwnedNodes[], bigint[]] = [[], []]
  for (const profile of profiles) {
    const its = remembered(profile)
    if (its === undefined) strangers.push(profile)
    else known.push({ ...its, owners: its.nodes.map(() => profile) })
  }
  const owned = joined([...known, await nodesOf(warehouse, strangers, 'refresh')])
  const parts = divide?.(owned) ?? [{ owned, reads: readsOfAll(program, zone, at) }]
  const isAnyLinked = program.onAccounts.size > 0
  const [linked, gathered] = await Promise.all([
    isAnyLinked ? linkedAmong(warehouse, owned, 'refresh') : new Set<bigint>(),
    Promise.all(parts.map((part) => gatherEvidence(context, part.reads, part.owned, at))),
  ])
  const evidence = gathered.flatMap((some) => [...some.evidence])
  return {
    known: new Map(
      evidence.map(([profile, its]): [bigint, Hot] => [
        profile,
        { evidence: its, isLinked: linked.has(profile), readFor: program },
      ]),
    ),
    crowded: new Set(gathered.flatMap((some) => [...some.crowded])),
  }
}

const joined = (some: readonly OwnedNodes[]): OwnedNodes => ({
  nodes: some.flatMap(({ nodes }) => nodes),
  owners: some.flatMap(({ owners }) => owners),
  kinds: some.flatMap(({ kinds }) => kinds),
})

/** Since windows only move on, what had to be read a while ago is enough. Milliseconds. */
const STILL_GOOD = 60_000
const readsOfPrograms = new WeakMap<
  Program,
  { readonly zone: string; readonly at: number; readonly reads: Reads }
>()

/** What all audiences of a program read. */
export function readsOfAll(program: Program, zone: string, at: number): Reads {
  const last = readsOfPrograms.get(program)
  if (last?.zone === zone && at >= last.at && at - last.at < STILL_GOOD) return last.reads
  const definitions = program.audiences.map(({ definition }) => definition)
  const reads = readsOf(definitions, { at, zone, ...program.vocabulary })
  readsOfPrograms.set(program, { zone, at, reads })
  return reads
}
