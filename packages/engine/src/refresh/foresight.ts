import type { EvaluationContext } from './evaluation.ts'
import type { HotProfiles } from './hotProfiles.ts'
import type { Program } from './program.ts'
import { readProfiles } from './readProfiles.ts'

/**
 * Reads profiles before a tick looks at them: those whose messages are just becoming durable, and those who cross an edge soon. So ticks find
 * them at hand instead of waiting for the warehouse.
 */
export interface Foresight {
  /** Begins to read those of the profiles who are not known, or not as far as audiences look at them now. */
  readonly expect: (program: Program, profiles: Iterable<bigint>) => void
  /** Resolves when what is being read of these just now is there. */
  readonly arrival: (profiles: { readonly has: (profile: bigint) => boolean }) => Promise<void>
  /** A tick looks at these, and may change what is recorded of them: what is read of them until it is done is not kept. */
  readonly leave: (profiles: Iterable<bigint>) => void
  /** The tick is done. */
  readonly tickDone: () => void
}

/** So many are read together at the most; the others are read when a tick looks at them. */
const MOST = 2_000

/** `clock` in milliseconds since 1970 UTC. */
export function createForesight(
  context: EvaluationContext & { readonly clock: () => number },
  hot: HotProfiles,
): Foresight {
  let expected = new Set<bigint>()
  /** Those who are to be kept when they have been read. */
  let reading = new Set<bigint>()
  let inTick = new Set<bigint>()
  let underWay: Promise<void> | undefined

  const isUnknown = (profile: bigint): boolean => !hot.isWhole(profile, context.clock())

  const read = async (program: Program): Promise<void> => {
    const { generation } = hot
    try {
      const { known } = await readProfiles(context, program, [...reading], context.clock(), {
        remembered: (profile) => hot.nodesOf(profile),
      })
      for (const [profile, its] of known)
        if (generation === hot.generation && reading.has(profile) && isUnknown(profile))
          hot.keep(profile, its)
    } catch {
      // The tick that looks at them reads them itself, and says so when it can't.
    }
    underWay = undefined
    begin(program)
  }
  const begin = (program: Program): void => {
    const isWanted = (profile: bigint): boolean => isUnknown(profile) && !inTick.has(profile)
    const profiles = [...expected].filter(isWanted).slice(0, MOST)
    expected = new Set()
    reading = new Set(profiles)
    if (profiles.length > 0) underWay = read(program)
  }

  return {
    expect: (program, profiles) => {
      for (const profile of profiles) if (!reading.has(profile)) expected.add(profile)
      if (underWay === undefined) begin(program)
    },
    arrival: async (profiles) => {
      if ([...reading].some((profile) => profiles.has(profile))) await underWay
    },
    leave: (profiles) => {
      for (const profile of profiles) {
        reading.delete(profile)
        inTick.add(profile)
      }
    },
    tickDone: () => {
      inTick = new Set()
    },
  }
}
