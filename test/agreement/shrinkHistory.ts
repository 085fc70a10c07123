import type { History, Step } from './history.ts'

/** Leaves out steps and messages while the history still fails, until nothing can be left out or `tries` runs are used up. */
export async function shrinkHistory(
  history: History,
  fails: (history: History) => Promise<boolean>,
  tries: number,
): Promise<History> {
  let smallest = history
  let left = tries
  for (let again = true; again;) {
    again = false
    for (const steps of smaller(smallest.steps)) {
      if (left-- <= 0) return smallest
      const candidate = { ...smallest, steps }
      if (!(await fails(candidate))) continue
      smallest = candidate
      again = true
      break
    }
  }
  return smallest
}

/** First without great parts, then without single steps, then with fewer messages. The last check stays. */
function* smaller(steps: readonly Step[]): Generator<readonly Step[]> {
  for (let size = Math.floor(steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < steps.length - 1; from += size) {
      yield [...steps.slice(0, from), ...steps.slice(Math.min(from + size, steps.length - 1))]
    }
  }
  for (const [index, step] of steps.entries()) {
    if (step.do !== 'send') continue
    const { messages } = step
    for (let size = Math.floor(messages.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let from = 0; from < messages.length; from += size) {
        yield steps.with(index, { ...step, messages: messages.toSpliced(from, size) })
      }
    }
  }
}
