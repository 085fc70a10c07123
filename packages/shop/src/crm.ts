import { accountTraits } from './accounts.ts'
import { systemContext } from './context.ts'
import { NEVER } from './life.ts'
import type { Outbox } from './outbox.ts'
import { userIdOn } from './people.ts'
import type { Person } from './people.ts'
import { HOUR, MINUTE } from './time.ts'
import type { DayNumber } from './time.ts'
import { crmTraits, homeTraits, planTraits } from './traits.ts'
import type { World } from './world.ts'
import { instantOf } from './zones.ts'

const CRM = systemContext('crm')
const BACK_OFFICE = systemContext('back-office')

/** The CRM goes round its customers in as many days. */
const ROUND = 300

/** Whether it is this person's night in the CRM's round, if the CRM knows the person. */
export function isSyncedOn(index: number, day: DayNumber): boolean {
  return (day + index * 7) % ROUND === 0
}

/** What the shop's systems send at night: CRM records by email only, plans that run out, moves, new ids, larger accounts. */
export function tellNight(world: World, person: Person, day: DayNumber, outbox: Outbox): void {
  const { life, account } = person
  if (life.registersOn >= NEVER || day <= life.registersOn) return
  const at = instantOf(world.zone, day, 2 * HOUR) + (person.index % 90) * MINUTE
  const userId = userIdOn(person, day)

  if (day === life.renamedOn) {
    outbox.send(at, {
      type: 'alias',
      previousId: person.formerUserId,
      userId,
      context: BACK_OFFICE,
    })
  }
  if (day === life.downgradesOn) {
    outbox.send(at + 1, {
      type: 'identify',
      userId,
      traits: planTraits(person, day),
      context: BACK_OFFICE,
    })
  }
  if (day === life.registersOn + 1 || isSyncedOn(person.index, day)) {
    const traits = { email: asTheClerkTypesIt(person), ...crmTraits(person, day) }
    outbox.send(at + 2, { type: 'identify', traits, context: CRM })
  } else if (day === life.movesOn) {
    outbox.send(at + 3, {
      type: 'identify',
      traits: { email: person.email, ...homeTraits(person, day) },
      context: CRM,
    })
  }
  if (account !== undefined && day > life.joinsAccountOn && isSyncedOn(person.index, day)) {
    const traits = accountTraits(account.account, day)
    outbox.send(at + 4, {
      type: 'group',
      userId,
      groupId: account.account.id,
      traits,
      context: CRM,
    })
  }
}

/** Clerks type capitals and leave blanks, which identify the same person all the same. */
function asTheClerkTypesIt({ email, index }: Person): string {
  return index % 9 === 0 ? ` ${email.slice(0, 1).toUpperCase()}${email.slice(1)} ` : email
}
