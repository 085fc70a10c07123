import type { Latency } from '../library/audiencesApi.ts'
import type { Status } from './statusApi.ts'
import type { Tick } from '../refresh/tick.ts'

/** Over how many seconds the rate of events is taken. */
const SECONDS = 10

export interface StatusKeeper {
  readonly recorded: (count: number, at: number) => void
  readonly ticked: (tick: Tick & { readonly tookMs: number }) => void
  readonly failed: (doing: string, error: unknown) => void
  /** Another process refreshes from now on. */
  readonly passedOn: () => void
  /** What failed at its last attempt and is tried again, in words. */
  readonly failures: () => readonly string[]
  readonly report: (now: {
    readonly problems: readonly string[]
    readonly warnings: Status['warnings']
    readonly identity: Status['identity']
    readonly profiles: number
    readonly messages: number
    readonly queued: number
    readonly latency: Latency | undefined
    readonly watermark: number | undefined
    readonly refreshing: Status['refreshing']
    readonly now: number
  }) => Status
}

/** What can be said at a glance: rates, the last tick, and what fails at present. */
export function createStatus(): StatusKeeper {
  const perSecond = new Map<number, number>()
  let tickFailure: string | undefined
  let lastTick: Status['lastTick']
  return {
    recorded: (count, at) => {
      const second = Math.floor(at / 1_000)
      perSecond.set(second, (perSecond.get(second) ?? 0) + count)
      for (const old of perSecond.keys()) if (old < second - SECONDS) perSecond.delete(old)
    },
    ticked: (tick) => {
      lastTick = tick
      tickFailure = undefined
    },
    failed: (doing, error) => {
      // A backfill that failed is said where it is asked for: at its audience.
      if (doing === 'tick') tickFailure = error instanceof Error ? error.message : String(error)
    },
    passedOn: () => {
      lastTick = undefined
      tickFailure = undefined
    },
    failures: () => (tickFailure === undefined ? [] : [tickFailure]),
    report: ({ now, problems, ...counts }) => {
      const first = Math.floor(now / 1_000) - SECONDS
      const recent = [...perSecond].filter(([second]) => second >= first)
      return {
        ...counts,
        ready: problems.length === 0,
        problems,
        eventsPerSecond: recent.reduce((sum, [, count]) => sum + count, 0) / SECONDS,
        lastTick,
      }
    },
  }
}
