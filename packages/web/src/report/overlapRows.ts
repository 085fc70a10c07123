import type { Overlap } from '@muster/client'

/** Another audience, and how much of it and of the first set is in both. */
export interface OverlapRow {
  readonly id: string | null
  readonly name: string
  readonly both: number
  /** From 0 to 1. */
  readonly ofThis: number
  readonly ofThat: number
}

/** What the first set shares with each other one, the most first; without those that share nobody. */
export function overlapRows({ sets, pairs }: Overlap): readonly OverlapRow[] {
  return pairs
    .flatMap(({ a, b, both, shareOfA, shareOfB }): readonly OverlapRow[] => {
      if (both === 0 || (a !== 0 && b !== 0)) return []
      const other = sets[a === 0 ? b : a]
      if (other === undefined) return []
      const [ofThis, ofThat] = a === 0 ? [shareOfA, shareOfB] : [shareOfB, shareOfA]
      return [{ id: other.audience, name: other.name, both, ofThis, ofThat }]
    })
    .sort((one, other) => other.both - one.both)
}
