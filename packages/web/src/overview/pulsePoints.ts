import type { Pulse } from '@muster/client'

/** A percentile of one step, as a line of the chart goes through it. */
export interface LatencyPoint {
  readonly at: number
  readonly percentile: 'p50' | 'p95' | 'p99'
  readonly ms: number
  readonly changes: number
}

export const percentiles = ['p50', 'p95', 'p99'] as const

/** The steps in which anything changed, once for each percentile. */
export function latencyPoints({ steps }: Pulse): readonly LatencyPoint[] {
  return percentiles.flatMap((percentile) =>
    steps.flatMap(({ at, latency }) =>
      latency === null
        ? []
        : [{ at, percentile, ms: latency[percentile], changes: latency.changes }],
    ),
  )
}

/** Messages a second in each step; the last step may be shorter than the others. */
export function ratePoints({
  from,
  step,
  steps,
}: Pulse): readonly { readonly at: number; readonly rate: number; readonly messages: number }[] {
  return steps.map(({ at, messages }, place) => {
    const seconds = (at - (from + place * step)) / 1_000
    return { at, messages, rate: seconds > 0 ? messages / seconds : 0 }
  })
}
