import type { Fall, IdentityDay, IdentityRates, WatchedRate } from './healthApi.ts'
import { watchedRates } from './healthApi.ts'

/** So many days before the last are what it is compared with, and at least so many of them must be worth it. */
export const DAYS_BEFORE = 7
const LEAST_DAYS = 3
/** A share of fewer profiles than this is chance, and is compared with nothing. */
export const LEAST_PROFILES = 30

export function ratesOf(day: IdentityDay): IdentityRates {
  const share = (part: number, of: number): number | undefined => (of === 0 ? undefined : part / of)
  return {
    match: share(day.known, day.active),
    matchByEvents: share(day.knownEvents, day.events),
    stitch: share(day.severalDevices, day.known),
    consent: share(day.consented, day.active),
  }
}

/** A fall that chance makes on one day in forty is told of nobody. */
const STANDARD_ERRORS = 2

/**
 * The rates of the last day that are more than `points` percentage points below the median of the seven days before it, and further than chance would
 * make a share of so many people: more than two standard errors. Days on which fewer than {@link LEAST_PROFILES} are shared take no part, and without
 * three that do nothing is said. `days` are the oldest first.
 */
export function fallsIn(days: readonly IdentityDay[], points: number): readonly Fall[] {
  const last = days.at(-1)
  if (last === undefined) return []
  return watchedRates.flatMap((rate): readonly Fall[] => {
    const is = rateOf(last, rate)
    const before = days
      .filter(({ day }) => day >= last.day - DAYS_BEFORE && day < last.day)
      .map((day) => rateOf(day, rate))
      .filter((value) => value !== undefined)
    if (is === undefined || before.length < LEAST_DAYS) return []
    const was = medianOf(before)
    const fallen = (was - is) * 100
    const byChance = STANDARD_ERRORS * standardError(was, baseOf(last, rate)) * 100
    return fallen > Math.max(points, byChance)
      ? [{ rate, day: last.day, was, is, points: fallen }]
      : []
  })
}

const baseOf = (day: IdentityDay, rate: WatchedRate): number =>
  rate === 'stitch' ? day.known : day.active

const rateOf = (day: IdentityDay, rate: WatchedRate): number | undefined =>
  baseOf(day, rate) < LEAST_PROFILES ? undefined : ratesOf(day)[rate]

/** Of a share of `count` people, with two more on each side, so that no share is certain. A. Agresti, B. A. Coull, The American Statistician 52 (1998). */
function standardError(share: number, count: number): number {
  const adjusted = (share * count + 2) / (count + 4)
  return Math.sqrt((adjusted * (1 - adjusted)) / (count + 4))
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  if (low === undefined || high === undefined) throw new Error('nothing has no median')
  return (low + high) / 2
}
