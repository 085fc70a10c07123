export interface Percentiles {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Exact percentiles by nearest rank: p99 is the smallest value that 99 % of all values do not exceed. Undefined of nothing. */
export function percentiles(values: readonly number[]): Percentiles | undefined {
  const sorted = Float64Array.from(values).sort()
  const rank = (share: number): number =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  const count = sorted.length
  if (count === 0) return undefined
  return { count, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: rank(1) }
}
