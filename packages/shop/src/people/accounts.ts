import { isoDate } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import { PURPOSE, Random } from '../random.ts'
import type { JsonObject } from '../wire/message.ts'
import { FAMILY_NAMES, asAddressPart } from './names.ts'

/** A company that buys for its offices; its people buy through their own logins. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly industry: string
  readonly employees: number
  readonly annualRevenue: number
  readonly website: string
  readonly plan: string
  /** The day from which it has the larger plan, if ever. */
  readonly largerPlanOn: DayNumber
}

const INDUSTRIES = [
  'Software',
  'Hospitality',
  'Retail',
  'Manufacturing',
  'Health',
  'Education',
  'Consulting',
  'Logistics',
]
const FORMS = ['Works', 'Studio', 'Hotels', 'Partners', 'Systems', 'Foods', 'Clinic', 'Freight']
export const ROLES = ['buyer', 'office manager', 'finance', 'executive', 'assistant'] as const

/** Accounts are there from the opening day on; when people join them is told by each person's life. */
export function accountOf(seed: number, number: number, opening: DayNumber): Account {
  const random = new Random(seed, number, 0, PURPOSE.account)
  const name = `${random.pick(FAMILY_NAMES)} ${random.pick(FORMS)}`
  const employees = Math.round(random.quantile([3, 8, 15, 30, 60, 120, 300, 900, 4000]))
  return {
    id: `acc_${(number + 1).toString(36).padStart(3, '0')}`,
    name,
    industry: random.pick(INDUSTRIES),
    employees,
    annualRevenue: employees * random.whole(60, 180) * 1000,
    website: `https://${asAddressPart(name)}${number}.example`,
    plan: employees > 200 ? 'business' : 'starter',
    largerPlanOn: random.chance(0.35) ? opening + random.whole(20, 400) : Infinity,
  }
}

export function accountTraits(account: Account, day: DayNumber): JsonObject {
  const { name, industry, employees, annualRevenue, website } = account
  const larger = account.plan === 'starter' ? 'business' : 'enterprise'
  return {
    name,
    industry,
    employees,
    annualRevenue,
    website,
    plan: day >= account.largerPlanOn ? larger : account.plan,
    ...(day >= account.largerPlanOn && { planSince: isoDate(account.largerPlanOn) }),
  }
}
