import { CATEGORIES } from '../behaviour/catalogue.ts'
import { civil, isoDate } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import { mix, PURPOSE, Random, runningTotals } from '../random.ts'
import type { World } from '../world.ts'
import { accountOf, ROLES } from './accounts.ts'
import type { Account } from './accounts.ts'
import { devicesOf } from './devices.ts'
import type { Device } from './devices.ts'
import { householdOf, nearby } from './households.ts'
import type { Household } from './households.ts'
import { lifeOf, NEVER } from './life.ts'
import type { Life } from './life.ts'
import {
  asAddressPart,
  EDUCATION,
  GIVEN_NAMES,
  INTERESTS,
  MAIL_DOMAINS,
  OCCUPATIONS,
  VALUES,
} from './names.ts'
import type { Gender } from './names.ts'
import { phoneOf } from './phones.ts'
import type { Phone } from './phones.ts'
import { drawPlace, drawPostalCode } from './places.ts'

/** Everything about one person that does not depend on the day. */
export interface Person {
  readonly index: number
  readonly userId: string
  /** The id before `life.renamedOn`, for those few whose id was changed. */
  readonly formerUserId: string
  readonly firstName: string
  readonly familyName: string
  readonly email: string
  readonly phone: Phone | undefined
  readonly gender: Gender
  /** `1984-05-31`. */
  readonly birthday: string
  readonly birthYear: number
  readonly household: Household
  /** Where the person lives from `life.movesOn` on. */
  readonly nextHome: Home
  readonly education: string
  readonly occupation: string
  readonly values: readonly string[]
  readonly interests: readonly string[]
  /** Running totals over the categories: some are looked at ten times as often as others. */
  readonly tastes: readonly number[]
  readonly visitsPerYear: number
  /** Share of visits in which something is put into the cart. */
  readonly fillsCart: number
  /** Share of filled carts that are paid for. */
  readonly closes: number
  /** Share of newsletters that are opened. */
  readonly opensMail: number
  readonly devices: readonly Device[]
  readonly account: { readonly account: Account; readonly role: string } | undefined
  readonly life: Life
}

export type Home = Pick<Household, 'place' | 'postalCode' | 'lat' | 'lon'>

/** Few heavy customers, many light ones: the lightest eighth comes hardly ever again, the heaviest every week. */
const VISITS_PER_YEAR = [0.1, 0.3, 0.5, 0.8, 1.2, 1.8, 3, 6, 48]

export function personAt(world: World, index: number): Person {
  const { seed, arrivals } = world
  const arrivesOn = arrivals.dayOf(index)
  const household = householdOf(seed, index)
  const life = lifeOf(seed, index, arrivesOn, world.openingDay)
  const random = new Random(seed, index, 0, PURPOSE.person)
  const gender = random.pick<Gender>([
    'female',
    'female',
    'female',
    'male',
    'male',
    'male',
    'male',
    'female',
    'diverse',
  ])
  const firstName = random.pick(GIVEN_NAMES[gender])
  const birthDay = drawBirthDay(random, arrivesOn)
  const favourite = random.whole(0, CATEGORIES.length - 1)
  const second = random.whole(0, CATEGORIES.length - 1)
  const keenness = random.unit()
  return {
    index,
    userId: `user_${mix(index ^ seed)
      .toString(36)
      .padStart(7, '0')}`,
    formerUserId: `kd-${100_000 + index}`,
    firstName,
    familyName: household.familyName,
    email: emailOf(random, index, firstName, household.familyName),
    phone: random.chance(0.45) ? phoneOf(random, index, household.place.country) : undefined,
    gender,
    birthday: isoDate(birthDay),
    birthYear: civil(birthDay).year,
    household,
    nextHome: drawHome(random),
    education: random.pick(EDUCATION),
    occupation: random.pick(OCCUPATIONS),
    values: [random.pick(VALUES)],
    interests: drawInterests(random),
    tastes: runningTotals(
      CATEGORIES.map((_, number) => (number === favourite ? 10 : number === second ? 5 : 0.7)),
    ),
    visitsPerYear: random.quantile(VISITS_PER_YEAR),
    fillsCart: 0.18 + 0.35 * keenness,
    closes: 0.3 + 0.45 * random.unit() * (0.5 + 0.5 * keenness),
    opensMail: random.quantile([0.02, 0.1, 0.2, 0.3, 0.45, 0.8]),
    devices: devicesOf(seed, index, arrivesOn, household),
    account: life.joinsAccountOn < NEVER ? drawAccount(random, world) : undefined,
    life,
  }
}

/** The user id that the shop's systems use on a day. Defined for everybody; whether it was handed out depends on `life.registersOn`. */
export function userIdOn(person: Person, day: DayNumber): string {
  const { renamedOn } = person.life
  return renamedOn < NEVER && day < renamedOn ? person.formerUserId : person.userId
}

export function homeOn(person: Person, day: DayNumber): Home {
  return day >= person.life.movesOn ? person.nextHome : person.household
}

function drawHome(random: Random): Home {
  const place = drawPlace(random)
  return {
    place,
    postalCode: drawPostalCode(random, place.postalCode),
    lat: nearby(random, place.lat),
    lon: nearby(random, place.lon),
  }
}

/** Adults between 18 and 84, most of them between 25 and 55. */
function drawBirthDay(random: Random, arrivesOn: DayNumber): DayNumber {
  return arrivesOn - Math.floor(random.quantile([18, 24, 29, 34, 39, 45, 52, 61, 84]) * 365.25) - 1
}

/** The number makes it unique; the rest makes it look like one. */
function emailOf(random: Random, index: number, firstName: string, familyName: string): string {
  const [first, last] = [asAddressPart(firstName), asAddressPart(familyName)]
  const name = random.pick([
    `${first}.${last}`,
    `${first}${last}`,
    `${first.slice(0, 1)}.${last}`,
    first,
  ])
  return `${name}.${(index + 36).toString(36)}@${random.pick(MAIL_DOMAINS)}`
}

/** One to four, each once. */
function drawInterests(random: Random): string[] {
  const interests: string[] = []
  for (let left = random.whole(1, 4); left > 0; left--) {
    const interest = random.pick(INTERESTS)
    if (!interests.includes(interest)) interests.push(interest)
  }
  return interests
}

function drawAccount(random: Random, world: World): Person['account'] {
  // The smaller of two even numbers: a few accounts have many people, most have few.
  const number = Math.floor(Math.min(random.unit(), random.unit()) * world.accounts)
  return { account: accountOf(world.seed, number, world.openingDay), role: random.pick(ROLES) }
}
