import type { ChangeLog } from '../refresh/changeLog.ts'

/** What happened just now, for whoever counts. */
export type Measure =
  | { readonly kind: 'ticked'; readonly tookMs: number; readonly touched: number }
  | {
      /** Changes recorded by a tick; those that a new definition made are not among them. */
      readonly kind: 'changed'
      readonly entered: number
      readonly left: number
      /** From the receipt of the evidence, or when an edge was due, to the change on record; in milliseconds. */
      readonly lateMs: readonly number[]
    }

/** The same log, which tells of the changes that stand. */
export function measured(
  log: ChangeLog,
  clock: () => number,
  onMeasured: (measure: Measure) => void,
): ChangeLog {
  return {
    ...log,
    append: async (all) => {
      await log.append(all)
      const changes = all.filter(({ cause }) => cause.kind !== 'definition')
      if (changes.length === 0) return
      const now = clock()
      const entered = changes.filter((change) => change.entered).length
      onMeasured({
        ...{ kind: 'changed', entered, left: changes.length - entered },
        lateMs: changes.map(({ dueAt }) => Math.max(0, now - dueAt)),
      })
    },
  }
}
