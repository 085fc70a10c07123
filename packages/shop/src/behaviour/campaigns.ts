import { HOUR, isoDate, MINUTE, SECOND, weekdayOf } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import { instantOf } from '../calendar/zones.ts'
import { isSubscribed } from '../people/life.ts'
import type { Person } from '../people/people.ts'
import { PURPOSE, Random, unitHash } from '../random.ts'
import type { World } from '../world.ts'
import { CATEGORIES } from './catalogue.ts'

export interface Campaign {
  readonly id: string
  readonly name: string
  readonly subject: string
  /** The sale gets its own landing page. */
  readonly isSale: boolean
}

/** One letter to one person, and what became of it. Instants are absent for what did not happen. */
export interface Mail {
  readonly campaign: Campaign
  readonly deliveredAt: number
  readonly openedAt: number | undefined
  readonly clickedAt: number | undefined
  readonly unsubscribes: boolean
}

/** Every other Tuesday a newsletter; a sale on the Friday of every sixth week. */
export function campaignOn(day: DayNumber): Campaign | undefined {
  const week = Math.floor((day + 3) / 7)
  const weekday = weekdayOf(day)
  if (weekday === 5 && week % 6 === 0)
    return {
      id: `sale-${isoDate(day)}`,
      name: 'Sale',
      subject: 'Up to 30 % off, this week-end only',
      isSale: true,
    }
  if (weekday !== 2 || week % 2 !== 0) return undefined
  const category = CATEGORIES[Math.floor(week / 2) % CATEGORIES.length] ?? 'Shoes'
  return {
    id: `news-${isoDate(day)}`,
    name: 'Newsletter',
    subject: `New in ${category}`,
    isSale: false,
  }
}

/** Share of the subscribers that a campaign is sent to. */
const TARGETED = 0.35

/** Whether somebody is among those whom the day's campaign, if there is one, is meant for. */
export function isTargeted(seed: number, person: number, day: DayNumber): boolean {
  return unitHash(seed, person, day, PURPOSE.campaign) < TARGETED
}

/** The letter that a person gets on a day, if any. Whoever unsubscribes on this day does so by means of it. */
export function campaignMailOn(world: World, person: Person, day: DayNumber): Mail | undefined {
  const { life } = person
  const unsubscribes = day === life.unsubscribesOn && isSubscribed(life, day - 1)
  const scheduled = campaignOn(day)
  if (!unsubscribes) {
    if (scheduled === undefined || !isTargeted(world.seed, person.index, day)) return undefined
    if (!isSubscribed(life, day)) return undefined
  }

  const random = new Random(world.seed, person.index, day, PURPOSE.email)
  const campaign = scheduled ?? {
    id: `news-${isoDate(day)}`,
    name: 'Newsletter',
    subject: 'We think of you',
    isSale: false,
  }
  const deliveredAt = instantOf(world.zone, day, 9 * HOUR) + random.whole(0, 40 * 60) * SECOND
  const delay = Math.round(random.quantile([0.02, 0.3, 1, 2.5, 5, 11]) * HOUR)
  const opens = random.chance(person.opensMail)
  const openedAt = unsubscribes || opens ? deliveredAt + delay : undefined
  const clicks =
    !unsubscribes && openedAt !== undefined && random.chance(campaign.isSale ? 0.3 : 0.18)
  return {
    campaign,
    deliveredAt,
    openedAt,
    clickedAt: clicks ? openedAt + random.whole(4, 120) * SECOND : undefined,
    unsubscribes,
  }
}

/** How long after opening somebody finds the link at the bottom. */
export const UNSUBSCRIBES_AFTER = MINUTE
