import { busyness, drawTimeOfDay } from '../calendar/seasons.ts'
import { HOUR, SECOND } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import { instantOf } from '../calendar/zones.ts'
import type { Device } from '../people/devices.ts'
import { hasErrand, liveliness } from '../people/life.ts'
import { homeOn } from '../people/people.ts'
import type { Person } from '../people/people.ts'
import { PURPOSE, Random, unitHash } from '../random.ts'
import type { World } from '../world.ts'
import { campaignMailOn } from './campaigns.ts'
import type { Product } from './catalogue.ts'

/** What somebody means to do in one sitting, before it is told message by message. */
export interface Visit {
  readonly day: DayNumber
  /** 0, or 1 for a second sitting on the same day. */
  readonly number: number
  readonly startsAt: number
  readonly device: Device
  /** The newsletter that was clicked, if one was. */
  readonly campaign: string | undefined
  readonly searchesFor: string | undefined
  readonly views: readonly Product[]
  /** Those of the views, and their companions, that go into the cart. */
  readonly adds: readonly CartLine[]
  /** Whether a filled cart is paid for. */
  readonly buys: boolean
  /** Whether a cart that waits from an earlier visit is taken up again. */
  readonly resumes: boolean
}

export interface CartLine {
  readonly product: Product
  readonly quantity: number
}

/** How many days the shop keeps a cart. */
const CART_DAYS = 3

/** The chance that somebody with so many visits a year comes on this day. */
export function visitChance(visitsPerYear: number, day: DayNumber, lively: number): number {
  return (visitsPerYear / 365) * busyness(day) * lively
}

/** The number that is compared with `visitChance`. */
export function visitDraw(seed: number, person: number, day: DayNumber): number {
  return unitHash(seed, person, day, PURPOSE.visits)
}

/** None on most days, one on some, two when somebody looks again in the evening on another device. */
export function visitsOn(world: World, person: Person, day: DayNumber): Visit[] {
  const { seed } = world
  const { life, index } = person
  if (day < life.arrivesOn) return []
  const mail = campaignMailOn(world, person, day)
  const comesAnyway =
    hasErrand(life, day) ||
    visitDraw(seed, index, day) < visitChance(person.visitsPerYear, day, liveliness(life, day))
  if (mail?.clickedAt === undefined && !comesAnyway) return []

  const random = new Random(seed, index, day, PURPOSE.visit)
  const first: Occasion =
    mail?.clickedAt === undefined
      ? { day, number: 0, startsAt: startOf(person, day, random), campaign: undefined }
      : { day, number: 0, startsAt: mail.clickedAt + 3 * SECOND, campaign: mail.campaign.name }
  const again: Occasion = {
    day,
    number: 1,
    startsAt: first.startsAt + random.whole(2 * HOUR, 7 * HOUR),
    campaign: undefined,
  }
  const occasions = random.chance(0.12) ? [first, again] : [first]
  return occasions.map((occasion) => drawVisit(world, person, random, occasion))
}

function startOf(person: Person, day: DayNumber, random: Random): number {
  return instantOf(homeOn(person, day).place.zone, day, drawTimeOfDay(random, day))
}

type Occasion = Pick<Visit, 'day' | 'number' | 'startsAt' | 'campaign'>

function drawVisit(world: World, person: Person, random: Random, occasion: Occasion): Visit {
  const { catalogue } = world
  const usable = person.devices.filter(({ since }) => since <= occasion.day)
  const category = random.weighted(person.tastes)
  const looks = Math.floor(random.quantile([0, 1, 1.6, 2.2, 3, 4, 8]))
  const fills = random.chance(person.fillsCart)
  const views = Array.from({ length: fills ? Math.max(1, looks) : looks }, () =>
    catalogue.drawFrom(random, random.chance(0.75) ? category : random.weighted(person.tastes)),
  )
  const adds = fills ? drawAdds(world, random, views) : []
  return {
    day: occasion.day,
    number: occasion.number,
    startsAt: occasion.startsAt,
    campaign: occasion.campaign,
    device: random.pick(usable),
    searchesFor: random.chance(0.22)
      ? views[0]?.name.split(' ').slice(1).join(' ').toLowerCase()
      : undefined,
    views,
    adds,
    buys: random.chance(person.closes),
    resumes: random.chance(0.55),
  }
}

/** The last thing looked at goes into the cart, an earlier one in some cases, and now and then what goes with it. */
function drawAdds(world: World, random: Random, views: readonly Product[]): CartLine[] {
  const chosen = views.filter((_, position) => position === views.length - 1 || random.chance(0.25))
  const last = chosen[chosen.length - 1]
  if (last !== undefined && random.chance(0.35))
    chosen.push(world.catalogue.companionOf(random, last))
  return [...new Set(chosen)].map((product) => ({
    product,
    quantity: random.chance(0.85) ? 1 : random.whole(2, 4),
  }))
}

/** The cart that waits when a visit begins: what the visit before it left unpaid, if that was not too long ago. */
export function waitingCart(world: World, person: Person, visit: Visit): readonly CartLine[] {
  const before =
    visit.number === 0
      ? lastVisitBefore(world, person, visit.day)
      : visitsOn(world, person, visit.day)[visit.number - 1]
  return before === undefined || before.buys ? [] : before.adds
}

function lastVisitBefore(world: World, person: Person, day: DayNumber): Visit | undefined {
  for (let back = 1; back <= CART_DAYS; back++) {
    const last = visitsOn(world, person, day - back).at(-1)
    if (last !== undefined) return last
  }
  return undefined
}
