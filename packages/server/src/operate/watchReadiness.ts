import type { NotReady } from '@muster/engine'
import type { Log } from './log.ts'

/** How often it looks, in milliseconds. */
const EVERY = 5_000

/** Writes a line when the engine stops being ready, for each reason once, and one when it is ready again. Returns how to stop. */
export function watchReadiness(
  readiness: () => Promise<readonly NotReady[]>,
  log: Log,
  every = EVERY,
): () => void {
  let known = new Set<string>()
  const look = async (): Promise<void> => {
    const reasons = await readiness()
    for (const { code, message } of reasons) {
      if (!known.has(code)) log.warn({ reason: code, detail: message }, 'not ready')
    }
    if (reasons.length === 0 && known.size > 0) log.info({}, 'ready again')
    known = new Set(reasons.map(({ code }) => code))
  }
  // Readiness never rejects.
  const timer = setInterval(() => void look(), every)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}
