import { lastAsked } from '../metadata/segmentation/calibrations.ts'
import { calibrate, type CalibrateDeps } from './calibrate.ts'
import { whyLearn } from './whyLearn.ts'

export interface KeeperDeps extends CalibrateDeps {
  /** How often an event has been seen. */
  readonly timesSeen: (event: string) => number
  readonly onError: (error: unknown) => void
}

export interface CalibrationKeeper {
  /** To be called now and then by whoever refreshes: learns what is due beside everything else. */
  readonly look: () => void
  /** Looks at the next chance, since settings may ask for other thresholds now. */
  readonly soon: () => void
  readonly close: () => Promise<void>
}

const LOOK_EVERY = 60_000
/** Learning reads all orders, and what was refused a moment ago would be again. */
const REST_AFTER_REFUSAL = 600_000
/** Learning takes at most so small a part of the time. */
const REST = 30

/** Who learns by itself. */
const ACTOR = 'muster'

/** Keeps thresholds no older than the settings let them become. */
export function createCalibrationKeeper(deps: KeeperDeps): CalibrationKeeper {
  const { metadata, clock } = deps
  let nextLook = 0
  let isWanted = false
  let running: Promise<void> | undefined

  /** Learns what is due; resolves to how long to rest then. */
  const see = async (): Promise<number> => {
    const began = clock()
    const [settings, commerce] = [deps.settings(), deps.commerce()]
    const because = whyLearn({
      ...{ now: began, settings, commerce, current: await lastAsked(metadata.db) },
      ordersSeen: () => deps.timesSeen(settings.order ?? commerce.order),
    })
    if (because === undefined) return LOOK_EVERY
    const outcome = await calibrate(deps, { because, by: ACTOR })
    const least = outcome.ok ? LOOK_EVERY : REST_AFTER_REFUSAL
    return Math.max(least, REST * (clock() - began))
  }

  return {
    look: () => {
      if (running !== undefined || (clock() < nextLook && !isWanted)) return
      isWanted = false
      running = deps
        .inTurn(see)
        .catch((error: unknown) => {
          deps.onError(error)
          return REST_AFTER_REFUSAL
        })
        .then((rest) => {
          nextLook = clock() + rest
          running = undefined
        })
    },
    soon: () => {
      isWanted = true
    },
    close: async () => {
      await running
    },
  }
}
