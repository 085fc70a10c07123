import { HOUR, MINUTE } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import { instantOf } from '../calendar/zones.ts'
import { accountTraits } from '../people/accounts.ts'
import { NEVER } from '../people/life.ts'
import { userIdOn } from '../people/people.ts'
import type { Person } from '../people/people.ts'
import type { MessageBody } from '../wire/message.ts'
import type { World } from '../world.ts'
import { systemContext } from './context.ts'
import type { Outbox } from './outbox.ts'
import { crmTraits, homeTraits, planTraits } from './traits.ts'

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
  const userId = userIdOn(person, day)
  const isSynced = isSyncedOn(person.index, day)
  let step = 0
  const send = (body: MessageBody): void => {
    const at = instantOf(world.zone, day, 2 * HOUR) + (person.index % 90) * MINUTE
    outbox.send(at + step++, body)
  }

  if (day === life.renamedOn) {
    send({ type: 'alias', previousId: person.formerUserId, userId, context: BACK_OFFICE })
  }
  if (day === life.downgradesOn) {
    send({ type: 'identify', userId, traits: planTraits(person, day), context: BACK_OFFICE })
  }
  if (day === life.registersOn + 1 || isSynced) {
    const traits = { email: asTheClerkTypesIt(person), ...crmTraits(person, day) }
    send({ type: 'identify', traits, context: CRM })
  } else if (day === life.movesOn) {
    const traits = { email: person.email, ...homeTraits(person, day) }
    send({ type: 'identify', traits, context: CRM })
  }
  if (account !== undefined && day > life.joinsAccountOn && isSynced) {
    const { id } = account.account
    send({
      type: 'group',
      userId,
      groupId: id,
      traits: accountTraits(account.account, day),
      context: CRM,
    })
  }
}

/** Clerks type capitals and leave blanks, which identify the same person all the same. */
function asTheClerkTypesIt({ email, index }: Person): string {
  return index % 9 === 0 ? ` ${email.slice(0, 1).toUpperCase()}${email.slice(1)} ` : email
}
