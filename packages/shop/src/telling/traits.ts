import { DAY, iso, isoDate } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import { instantOf } from '../calendar/zones.ts'
import { planOn, TRIAL_DAYS } from '../people/life.ts'
import { homeOn } from '../people/people.ts'
import type { Person } from '../people/people.ts'
import type { JsonObject } from '../wire/message.ts'

/** What the registration form asks for. */
export function registrationTraits(person: Person, day: DayNumber): JsonObject {
  const { life } = person
  return {
    firstName: person.firstName,
    lastName: person.familyName,
    email: person.email,
    ...(person.phone !== undefined && { phone: person.phone.typed }),
    gender: person.gender,
    birthday: person.birthday,
    // Whoever was a customer before messages were collected keeps the old date.
    createdAt: life.longStanding
      ? iso((life.registersOn - 30 - (person.index % 900)) * DAY)
      : iso(life.registersOn * DAY),
    interests: person.interests,
    ...homeTraits(person, day),
    ...planTraits(person, day),
    ...accountRole(person, day),
  }
}

/** What comes along with every later login. */
export function loginTraits(person: Person, day: DayNumber): JsonObject {
  return {
    email: person.email,
    firstName: person.firstName,
    ...planTraits(person, day),
    ...accountRole(person, day),
  }
}

/** `trialEndsAt` is set by the trial and unset (`null`) by what follows it. */
export function planTraits(person: Person, day: DayNumber): JsonObject {
  const plan = planOn(person.life, day)
  const { trialOn } = person.life
  if (day < trialOn) return { plan }
  return { plan, trialEndsAt: plan === 'trial' ? iso(trialEnd(person)) : null }
}

/** Midnight at home, a fortnight after the trial began. */
export function trialEnd(person: Person): number {
  const { trialOn } = person.life
  return instantOf(homeOn(person, trialOn).place.zone, trialOn + TRIAL_DAYS, 0)
}

export function homeTraits(person: Person, day: DayNumber): JsonObject {
  const { place, postalCode, lat, lon } = homeOn(person, day)
  return {
    address: { city: place.city, region: place.region, country: place.country, postalCode },
    location: { lat, lon },
  }
}

function accountRole(person: Person, day: DayNumber): JsonObject {
  if (person.account === undefined || day < person.life.joinsAccountOn) return {}
  return { role: person.account.role, company: person.account.account.name }
}

const SALES_STAGES = ['lead', 'qualified', 'opportunity', 'customer'] as const

/** What the CRM knows, bought in or asked by phone. */
export function crmTraits(person: Person, day: DayNumber): JsonObject {
  const { life, household } = person
  const sinceJoining = day - life.joinsAccountOn
  return {
    age: Number(isoDate(day).slice(0, 4)) - person.birthYear,
    incomeBand: household.incomeBand,
    householdSize: household.size,
    education: person.education,
    occupation: person.occupation,
    values: person.values,
    ...homeTraits(person, day),
    ...(sinceJoining >= 0 && {
      salesStage: SALES_STAGES[Math.min(3, Math.floor(sinceJoining / 40))] ?? 'lead',
    }),
  }
}
