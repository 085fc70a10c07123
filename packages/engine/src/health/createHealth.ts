import { localDay } from '@muster/core'
import { readIdentityDays } from '../metadata/health/identityDays.ts'
import type { Status } from '../status/statusApi.ts'
import { remember } from '../read/remember.ts'
import { DAYS_BEFORE, fallsIn, LEAST_PROFILES, ratesOf } from './falls.ts'
import type { Fall, HealthApi, IdentityDay } from './healthApi.ts'
import { identityNow } from './identityNow.ts'
import {
  createIdentityKeeper,
  isBackfilled,
  KEPT_DAYS,
  type IdentityKeeper,
  type IdentityKeeperDeps,
} from './identityKeeper.ts'

export interface HealthDeps extends IdentityKeeperDeps {
  /** By how many percentage points a rate has to fall to be told; `null` for never. */
  readonly fallPoints: () => number | null
}

export interface Health extends HealthApi {
  readonly keeper: IdentityKeeper
  /** For the status: the rates of the last whole day, and what has fallen in words. */
  readonly glance: () => Promise<Pick<Status, 'identity' | 'warnings'>>
}

/** The status is asked for every second, and days change once a day. Milliseconds. */
const GLANCE_FOR = 5_000
const DAY = 86_400_000

export function createHealth(deps: HealthDeps): Health {
  const { warehouse, metadata, clock } = deps
  const keeper = createIdentityKeeper(deps)
  const daysOf = async (): Promise<readonly IdentityDay[]> =>
    readIdentityDays(metadata.db, localDay(clock(), deps.zone()) - KEPT_DAYS)
  const fallsOf = (days: readonly IdentityDay[]): readonly Fall[] => {
    const points = deps.fallPoints()
    return points === null ? [] : fallsIn(days, points)
  }
  const glance = async (): Promise<Pick<Status, 'identity' | 'warnings'>> => {
    const days = await daysOf()
    const last = days.at(-1)
    const falls = fallsOf(days)
    return {
      identity: last && { day: dayName(last.day), rates: ratesOf(last), falls },
      warnings: falls.map(fallWords),
    }
  }
  return {
    keeper,
    glance: remember(glance, () => performance.now(), GLANCE_FOR),
    identity: async () => {
      const [days, present] = await Promise.all([daysOf(), identityNow(warehouse, clock())])
      const points = deps.fallPoints()
      return {
        ...present,
        zone: deps.zone(),
        days: days.map((day) => ({
          ...day,
          rates: ratesOf(day),
          isBackfilled: isBackfilled(day),
        })),
        falls: fallsOf(days),
        rule: points === null ? undefined : { points, days: DAYS_BEFORE, least: LEAST_PROFILES },
      }
    },
  }
}

const names = {
  match: 'match rate to known',
  stitch: 'cross-device stitch rate',
  consent: 'consent capture rate',
} as const

/** `2026-11-22`. */
export const dayName = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)

function fallWords({ rate, day, is, points }: Fall): string {
  return `The ${names[rate]} fell to ${percent(is)} % on ${dayName(day)}, ${points.toFixed(1)} points below the median of the ${DAYS_BEFORE} days before. See which source or page stopped sending it.`
}

const percent = (share: number): string => (share * 100).toFixed(1)
