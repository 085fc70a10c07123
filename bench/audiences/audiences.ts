import type { Definition } from '@muster/core'
import { COUNTS } from './counts.ts'
import type { Entry } from './entry.ts'
import { FILTERED } from './filtered.ts'
import { ORDERED } from './ordered.ts'
import { REFERRING } from './referring.ts'
import { TRAITS } from './traits.ts'
import { varied } from './varied.ts'

/** A live audience of the bench. */
export interface BenchAudience {
  readonly id: string
  readonly definition: Definition
}

/** By what they are made of, as the issue counts them: 30, 20, 15, 10 and 25 of a hundred. */
export const GROUPS: Readonly<Record<string, readonly Entry[]>> = {
  counts: COUNTS,
  filtered: FILTERED,
  ordered: ORDERED,
  traits: TRAITS,
  referring: REFERRING,
}

/**
 * So many audiences, each group with its share of them, referenced ones before those that refer to them. Beyond a hundred, variants with other
 * windows and thresholds follow, so that no fact of theirs is one that is computed already.
 */
export function audiences(count: number): readonly BenchAudience[] {
  return Array.from({ length: Math.ceil(count / 100) }, (_, variant) => {
    const share = Math.min(1, count / 100 - variant)
    let before = 0
    return Object.values(GROUPS).flatMap((group) => {
      // Rounded from the beginning of all groups, so that the shares add up.
      const from = Math.round(before * share)
      before += group.length
      const some = group.slice(0, Math.round(before * share) - from)
      return some.map(([id, definition]) => variantOf(id, definition, variant))
    })
  }).flat()
}

const variantOf = (id: string, definition: Definition, by: number): BenchAudience =>
  by === 0 ? { id, definition } : { id: `${id}-v${by}`, definition: varied(definition, by) }
