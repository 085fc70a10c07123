import type { Latency, Status } from '../engine.ts'
import type { Tick } from '../refresh/tick.ts'

/** Over how many seconds the rate of events is taken. */
const SECONDS = 10

export interface StatusKeeper {
  readonly recorded: (count: number, at: number) => void
  readonly ticked: (tick: Tick & { readonly tookMs: number }) => void
  readonly failed: (doing: string, error: unknown) => void
  readonly report: (now: {
    readonly profiles: number
    readonly messages: number
    readonly queued: number
    readonly latency: Latency | undefined
    readonly watermark: number | undefined
    readonly now: number
  }) => Status
}

/** What can be said at a glance: rates, the last tick, and what fails at present. */
export function createStatus(): StatusKeeper {
  const perSecond = new Map<number, number>()
  const problems = new Map<string, string>()
  let lastTick: Status['lastTick']
  return {
    recorded: (count, at) => {
      const second = Math.floor(at / 1_000)
      perSecond.set(second, (perSecond.get(second) ?? 0) + count)
      for (const old of perSecond.keys()) if (old < second - SECONDS) perSecond.delete(old)
    },
    ticked: (tick) => {
      lastTick = tick
      problems.delete('tick')
    },
    failed: (doing, error) => {
      problems.set(doing, `${doing}: ${error instanceof Error ? error.message : String(error)}`)
    },
    report: ({ now, ...counts }) => {
      const first = Math.floor(now / 1_000) - SECONDS
      const recent = [...perSecond].filter(([second]) => second >= first)
      return {
        ...counts,
        ready: problems.size === 0,
        problems: [...problems.values()],
        eventsPerSecond: recent.reduce((sum, [, count]) => sum + count, 0) / SECONDS,
        lastTick,
      }
    },
  }
}
