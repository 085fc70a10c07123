import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Engine } from '@muster/server'
import type { Arrival } from '@muster/shop'
import { take } from './take.ts'

const BATCH = 1_000
/** So that one insert of ten thousand is written while another is made ready. */
const UNDER_WAY = 20

/** Gives a whole history to the engine, in order. `onFed` hears how many messages are in, and up to which instant. */
export async function feedHistory(
  engine: Engine,
  history: Iterable<Arrival>,
  onFed: (count: number, until: number) => void,
  ending: AbortSignal,
): Promise<number> {
  const underWay: Promise<void>[] = []
  let fed = 0
  const send = async (batch: readonly Arrival[]) => {
    await take(engine, batch, ending)
    fed += batch.length
    onFed(fed, batch.at(-1)?.arrivesAt ?? 0)
  }
  for (const batch of inBatches(history)) {
    if (ending.aborted) break
    underWay.push(send(batch))
    if (underWay.length >= UNDER_WAY) await underWay.shift()
    // Those that end together would else be followed by as many at once, and the stores' answers would wait for all of them.
    await nextTurn()
  }
  await Promise.all(underWay)
  return fed
}

function* inBatches(arrivals: Iterable<Arrival>): Generator<readonly Arrival[]> {
  let batch: Arrival[] = []
  for (const arrival of arrivals) {
    batch.push(arrival)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
