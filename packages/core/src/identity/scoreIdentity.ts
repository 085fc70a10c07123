import { keyOf } from './identifierKinds.ts'
import type { Identifier } from '../message/message.ts'

export type Grouping = readonly (readonly Identifier[])[]

export interface IdentityScore {
  /** Pairs of identifiers that are of one customer in truth, that were found to be, and both. */
  readonly pairs: { readonly true: number; readonly found: number; readonly both: number }
  /** both / found; missing when nothing was found together. */
  readonly precision: number | undefined
  /** both / true; missing when no customer has two identifiers. */
  readonly recall: number | undefined
}

/**
 * How well found groups of identifiers agree with the truth, pair by pair: with C(n) = n (n - 1) / 2, `found` is the sum of
 * C(size) over the found groups, `true` the same over the true ones, and `both` over their intersections (pairwise precision
 * and recall, as usual for clusterings). Only identifiers that are in both groupings count: what was never seen says nothing of the rules, and
 * what the truth does not know can't be judged. An identifier stands in one group of each grouping.
 */
export function scoreIdentity(truth: Grouping, found: Grouping): IdentityScore {
  const trueGroupOf = groupOf(truth)
  const foundGroupOf = groupOf(found)
  const sizes = { true: new Map<number, number>(), found: new Map<number, number>() }
  const shared = new Map<string, number>()
  for (const [key, inTruth] of trueGroupOf) {
    const inFound = foundGroupOf.get(key)
    if (inFound === undefined) continue
    increase(sizes.true, inTruth)
    increase(sizes.found, inFound)
    increase(shared, `${inTruth} ${inFound}`)
  }
  const pairs = { true: pairsOf(sizes.true), found: pairsOf(sizes.found), both: pairsOf(shared) }
  return {
    pairs,
    precision: pairs.found === 0 ? undefined : pairs.both / pairs.found,
    recall: pairs.true === 0 ? undefined : pairs.both / pairs.true,
  }
}

function groupOf(grouping: Grouping): ReadonlyMap<string, number> {
  return new Map(
    grouping.flatMap((group, index) =>
      group.map((identifier) => [keyOf(identifier), index] as const),
    ),
  )
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function pairsOf(counts: ReadonlyMap<unknown, number>): number {
  let pairs = 0
  for (const size of counts.values()) pairs += (size * (size - 1)) / 2
  return pairs
}
