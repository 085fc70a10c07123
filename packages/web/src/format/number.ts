const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const fine = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })
const money = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})
const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 })

/** `12,345`. */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** `12,345.67`, for what is no count. */
export function formatNumber(value: number | bigint): string {
  return fine.format(value)
}

/** `12,345.60`, for money, so that amounts under each other line up. */
export function formatAmount(amount: number): string {
  return money.format(amount)
}

/** `12.3K`, where there is little room. */
export function formatShort(count: number): string {
  return short.format(count)
}

/** `+12`, `−3`, `0`: with a true minus. */
export function formatChange(change: number): string {
  if (change === 0) return '0'
  return `${change > 0 ? '+' : '−'}${whole.format(Math.abs(change))}`
}

/** A part of a whole: `3.4%`; `0%` of nothing. What is there but tiny does not read as nothing. */
export function formatPart(part: number, of: number): string {
  if (of === 0 || part === 0) return '0%'
  const share = part / of
  if (share < 0.001) return '<0.1%'
  return percent.format(share)
}

/** A stretch of time: `85 ms`, `1.2 s`, `3 min`, `5 h`, `12 d`. */
export function formatMs(ms: number): string {
  if (ms < 1_000) return `${whole.format(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`
  if (ms < 3_600_000) return `${whole.format(ms / 60_000)} min`
  if (ms < 86_400_000 * 2) return `${whole.format(ms / 3_600_000)} h`
  return `${whole.format(ms / 86_400_000)} d`
}

/** `1 person`, `2 people`. */
export function formatPeople(count: number): string {
  return `${whole.format(count)} ${count === 1 ? 'person' : 'people'}`
}
