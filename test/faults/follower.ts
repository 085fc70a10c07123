import type { Change } from '@muster/server'

/** What a reader of the feed has been told, over all restarts. */
export interface Follower {
  readonly take: (changes: readonly Change[]) => void
  readonly cursor: () => string | undefined
  readonly told: () => readonly Change[]
  /** What is wrong with the order in which it was told. */
  readonly faults: () => readonly string[]
}

export function createFollower(): Follower {
  const told: Change[] = []
  const faults: string[] = []
  return {
    take: (changes) => {
      for (const change of changes) {
        const last = told.at(-1)
        if (last !== undefined && BigInt(change.cursor) <= BigInt(last.cursor))
          faults.push(`${change.cursor} was told after ${last.cursor}`)
        told.push(change)
      }
    },
    cursor: () => told.at(-1)?.cursor,
    told: () => told,
    faults: () => faults,
  }
}
