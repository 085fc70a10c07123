import { addTouch, readAnew, type Touch, type Touches } from './touches.ts'

/** Who is to be looked at by the next tick. */
export interface PendingTouches {
  readonly add: (profile: bigint, touch: Touch) => void
  /** All of them, which are no longer pending. */
  readonly take: () => Touches
  /** Back what a tick took and did not get done; what is new of these profiles is to be read. */
  readonly putBack: (touches: Touches) => void
  readonly has: (profile: bigint) => boolean
  readonly isEmpty: () => boolean
}

/** So many messages are kept for a tick. They take about 3 kB each; whoever sends more before it comes is read. */
const MOST_MESSAGES = 20_000

export function createPendingTouches(mostMessages = MOST_MESSAGES): PendingTouches {
  let touches: Touches = new Map()
  let messages = 0
  const take = (): Touches => {
    const taken = touches
    touches = new Map()
    messages = 0
    return taken
  }
  const putBack = (taken: Touches): void => {
    for (const [profile, all] of readAnew(taken))
      for (const touch of all) addTouch(touches, profile, touch)
  }
  return {
    add: (profile, touch) => {
      if (touch.message !== undefined) messages++
      addTouch(touches, profile, messages > mostMessages ? openTouch(touch) : touch)
    },
    take,
    putBack,
    has: (profile) => touches.has(profile),
    isEmpty: () => touches.size === 0,
  }
}

/** A touch that leaves open what is new, of which one for each profile is enough; of an edge, which brings nothing, the same. */
const openTouch = (touch: Touch): Touch =>
  touch.cause.kind === 'edge' ? touch : { cause: touch.cause, dueAt: touch.dueAt }
