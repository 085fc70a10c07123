import { setTimeout } from 'node:timers/promises'

/** Leaves the processor to ingest. */
export interface Yielding {
  /** Whether more is being sent than can be taken. */
  readonly isPressed: () => boolean
  /** While it is, waits a few times as long as the work took that was done, unless there is no time for it; `worked` in milliseconds. */
  readonly after: (worked: number, isEnding: () => boolean) => Promise<void>
}

/** Messages that wait to become durable. A steady load that refresh keeps up with has a quarter as many. */
const PRESSING = 3_000
/** Times. */
const SHARE = 9
const LONGEST = 30_000
const LOOKING = 20

/**
 * While senders wait, refresh takes a tenth of the time at the most: what it puts off it does with more at once, which costs less for each, and
 * whoever sends can put off nothing. It goes on in full when the senders' queue is short. `queued`: messages that wait to become durable.
 */
export function createYielding(queued: () => number): Yielding {
  const isPressed = (): boolean => queued() > PRESSING
  return {
    isPressed,
    after: async (worked, isEnding) => {
      const until = performance.now() + Math.min(SHARE * worked, LONGEST)
      while (isPressed() && !isEnding() && performance.now() < until) await setTimeout(LOOKING)
    },
  }
}
