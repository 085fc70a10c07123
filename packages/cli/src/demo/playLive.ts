import type { Engine } from '@muster/server'
import type { Arrival } from '@muster/shop'
import { pause } from '../pause.ts'
import { take } from './take.ts'

const AT_ONCE = 500

/** Gives each message to the engine at the instant at which it arrives, until it should end. What is due already goes at once. */
export async function playLive(
  engine: Engine,
  arrivals: Iterable<Arrival>,
  { now, ending }: { readonly now: () => number; readonly ending: AbortSignal },
): Promise<void> {
  let due: Arrival[] = []
  for (const arrival of arrivals) {
    if (arrival.arrivesAt > now() || due.length >= AT_ONCE) {
      if (due.length > 0) await take(engine, due, ending)
      due = []
      if (arrival.arrivesAt > now()) await pause(arrival.arrivesAt - now(), ending)
    }
    if (ending.aborted) return
    due.push(arrival)
  }
}
