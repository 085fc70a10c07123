import { setImmediate } from 'node:timers/promises'

/** Milliseconds. */
const SLICE = 8

/** Does something for each of many, and after every 8 ms lets everything else that waits have its turn. */
export async function inSlices<T>(many: Iterable<T>, work: (one: T) => void): Promise<void> {
  let began = performance.now()
  for (const one of many) {
    work(one)
    if (performance.now() - began < SLICE) continue
    await setImmediate()
    began = performance.now()
  }
}
