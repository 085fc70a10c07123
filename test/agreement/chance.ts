/** Chance that the same seed always repeats. */
export interface Chance {
  /** In [0, 1). */
  readonly next: () => number
  readonly below: (end: number) => number
  readonly pick: <T>(among: readonly T[]) => T
  readonly isLucky: (probability: number) => boolean
}

/** The generator known as mulberry32: small, and good enough to choose test cases by. */
export function createChance(seed: number): Chance {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    next,
    below,
    pick: (among) => {
      const picked = among[below(among.length)]
      if (picked === undefined) throw new Error('there is nothing to pick from')
      return picked
    },
    isLucky: (probability) => next() < probability,
  }
}
