import type { Fall, IdentityRates } from '../health/healthApi.ts'
import type { Latency } from '../library/audiencesApi.ts'

export interface Pulse {
  readonly from: number
  readonly to: number
  readonly step: number
  readonly steps: readonly {
    /** The end of the step. */
    readonly at: number
    readonly messages: number
    readonly latency: Latency | undefined
  }[]
}

export interface Status {
  readonly ready: boolean
  /** Which process keeps memberships true: this one, another on the same stores, or for a moment none, until another takes over. */
  readonly refreshing: 'here' | 'elsewhere' | 'nowhere'
  readonly problems: readonly string[]
  /** What works and is worth a look all the same. */
  readonly warnings: readonly string[]
  /** Of the last whole day that was counted. */
  readonly identity:
    | { readonly day: string; readonly rates: IdentityRates; readonly falls: readonly Fall[] }
    | undefined
  readonly eventsPerSecond: number
  readonly profiles: number
  readonly messages: number
  readonly queued: number
  readonly latency: Latency | undefined
  readonly watermark: number | undefined
  readonly lastTick:
    | {
        readonly at: number
        readonly tookMs: number
        readonly touched: number
        readonly changes: number
      }
    | undefined
}
