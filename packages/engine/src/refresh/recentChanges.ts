import type { RecordedChange } from './change.ts'

/** The newest changes, so that who follows them need not ask the warehouse for what was recorded a moment ago. */
export interface RecentChanges {
  /** Numbered one after another, behind all that were added before. */
  readonly add: (changes: readonly RecordedChange[]) => void
  /** The first ones behind a number; `undefined` when some may no longer, or never, have been here. */
  readonly after: (seq: bigint, limit: number) => readonly RecordedChange[] | undefined
  /** Others have been recorded in another way: what is here begins behind this number. */
  readonly restart: (seq: bigint) => void
}

/** More than a tick of a busy server makes, so that readers who keep up find all of them here. Up to twice as many are kept, so that few are moved. */
const LEAST = 50_000

export function createRecentChanges(seq: bigint): RecentChanges {
  let changes: RecordedChange[] = []
  let before = seq
  return {
    add: (more) => {
      for (const change of more) changes.push(change)
      if (changes.length <= 2 * LEAST) return
      changes = changes.slice(-LEAST)
      before = (changes[0]?.seq ?? 1n) - 1n
    },
    after: (seq, limit) => {
      if (seq < before) return undefined
      const first = Number(seq - before)
      return changes.slice(first, first + limit)
    },
    restart: (seq) => {
      changes = []
      before = seq
    },
  }
}
