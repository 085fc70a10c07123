import { createCatalogue } from './behaviour/catalogue.ts'
import type { Catalogue } from './behaviour/catalogue.ts'
import { DAY } from './calendar/time.ts'
import type { DayNumber } from './calendar/time.ts'
import { isZoneName, offsetOn, WIDEST_OFFSET } from './calendar/zones.ts'
import type { ZoneName } from './calendar/zones.ts'
import { createArrivals } from './people/arrivals.ts'
import type { Arrivals } from './people/arrivals.ts'
import { seedWord } from './random.ts'

export interface ShopOptions {
  /** Any finite number. The same seed and options give the very same messages. */
  readonly seed: number
  /** How many people come during the history; more keep coming in the live part. */
  readonly people: number
  /** Where history ends: milliseconds since 1970. */
  readonly until: number
  /** Length of the history; 365 unless told. */
  readonly days?: number
  /** Where the shop's own office and its newsletters are; `Europe/Berlin` unless told. */
  readonly zone?: ZoneName
  /** How often messages suffer on their way; `false` for a perfect network. */
  readonly trouble?: false | Partial<TroubleRates>
}

/** Probabilities per message, each in [0, 1]. */
export interface TroubleRates {
  /** Arrives minutes to two days after it happened. */
  readonly late: number
  /** Arrives up to a minute late, and so behind the ones that followed it. */
  readonly outOfOrder: number
  /** Arrives twice, with the same `messageId`. */
  readonly duplicate: number
  /** Damaged: identifiers missing or blocked, values of a wrong type, no name, a broken timestamp. */
  readonly malformed: number
}

export const USUAL_TROUBLE: TroubleRates = {
  late: 0.008,
  outOfOrder: 0.01,
  duplicate: 0.005,
  malformed: 0.001,
}

/** All that every part of the simulation stands on. */
export interface World {
  readonly seed: number
  readonly zone: ZoneName
  readonly catalogue: Catalogue
  readonly arrivals: Arrivals
  readonly trouble: TroubleRates | undefined
  readonly from: number
  readonly until: number
  /** The first calendar day that lies after `from` in every zone. */
  readonly openingDay: DayNumber
  readonly accounts: number
}

/** @throws RangeError for options that make no shop. */
export function createWorld(options: ShopOptions): World {
  const { seed, people, until, days = 365, zone = 'Europe/Berlin', trouble = {} } = options
  if (!Number.isFinite(seed)) throw new RangeError('seed: give a finite number')
  if (!Number.isSafeInteger(people) || people < 1)
    throw new RangeError('people: give a whole number from 1 on')
  if (!Number.isFinite(until)) throw new RangeError('until: give milliseconds since 1970')
  if (!Number.isSafeInteger(days) || days < 3)
    throw new RangeError('days: give a whole number from 3 on')
  if (!isZoneName(zone)) throw new RangeError('zone: give one of the zones that the shop knows')

  const from = until - days * DAY
  const openingDay = Math.ceil((from + WIDEST_OFFSET) / DAY)
  const lastDay = Math.floor((until + offsetOn(zone, Math.floor(until / DAY))) / DAY)
  const word = seedWord(seed)
  return {
    seed: word,
    zone,
    catalogue: createCatalogue(word),
    arrivals: createArrivals(people, openingDay, lastDay),
    trouble: trouble === false ? undefined : checkedRates({ ...USUAL_TROUBLE, ...trouble }),
    from,
    until,
    openingDay,
    accounts: Math.max(1, Math.ceil(people / 150)),
  }
}

function checkedRates(rates: TroubleRates): TroubleRates {
  const { late, outOfOrder, duplicate, malformed } = rates
  for (const rate of [late, outOfOrder, duplicate, malformed])
    if (!(rate >= 0 && rate <= 1)) throw new RangeError('trouble: give rates between 0 and 1')
  return rates
}
