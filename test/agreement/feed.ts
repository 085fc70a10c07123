import type { Change } from '@muster/engine'

/** The feed as a reader sees it who has followed it from the beginning. */
export interface Feed {
  /** Takes the next changes; returns what is wrong with them. */
  readonly follow: (changes: readonly Change[]) => readonly string[]
  readonly cursor: () => string | undefined
  /** Who is in an audience by the changes up to an instant. */
  readonly members: (audience: string, at: number) => ReadonlySet<bigint>
  readonly length: () => number
}

export function createFeed(): Feed {
  const all: Change[] = []
  const isIn = new Map<string, boolean>()
  return {
    follow: (changes) =>
      changes.flatMap((change) => {
        const last = all.at(-1)
        const key = `${change.audience} ${change.profile}`
        const faults: string[] = []
        const told = `change ${change.cursor} (${change.audience}, profile ${change.profile}, ${change.entered ? 'entered' : 'left'}, ${change.cause.kind})`
        if (last !== undefined && BigInt(change.cursor) <= BigInt(last.cursor))
          faults.push(`${told} follows cursor ${last.cursor}`)
        if (last !== undefined && change.at < last.at)
          faults.push(`${told} goes back from ${last.at} to ${change.at}`)
        if ((isIn.get(key) ?? false) === change.entered)
          faults.push(`${told} says again what held already`)
        isIn.set(key, change.entered)
        all.push(change)
        return faults
      }),
    cursor: () => all.at(-1)?.cursor,
    members: (audience, at) => {
      const members = new Set<bigint>()
      for (const change of all) {
        if (change.audience !== audience || change.at > at) continue
        if (change.entered) members.add(change.profile)
        else members.delete(change.profile)
      }
      return members
    },
    length: () => all.length,
  }
}
