import { visitsOn } from '../behaviour/visits.ts'
import { DAY } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import { WIDEST_OFFSET } from '../calendar/zones.ts'
import type { Person } from '../people/people.ts'
import { LONGEST_AFTERMATH } from '../telling/afterOrder.ts'
import { tellNight } from '../telling/crm.ts'
import { tellMail } from '../telling/email.ts'
import { Outbox } from '../telling/outbox.ts'
import { tellVisit } from '../telling/session.ts'
import type { World } from '../world.ts'
import { Agenda } from './agenda.ts'
import type { Arrival } from './message.ts'
import { LONGEST_DELAY, transmit } from './trouble.ts'

/** Nothing that a person causes on a day arrives later than this after the end of that day in UTC. */
const LONGEST_WAIT = WIDEST_OFFSET + DAY + LONGEST_AFTERMATH + LONGEST_DELAY

/**
 * Everything that arrives after an instant, in order of arrival, without end. Told day by day: memory holds the messages of about
 * two days, and what those days will still cause (a parcel sent back next week).
 */
export function* timeline(
  world: World,
  personOf: (index: number) => Person,
  after: number,
): Generator<Arrival, never> {
  const firstDay = Math.max(world.openingDay, Math.floor((after - LONGEST_WAIT) / DAY))
  const agenda = new Agenda(world, personOf, firstDay)
  let pending: Arrival[] = []
  for (let day = firstDay; ; day++) {
    for (const person of agenda.peopleOn(day))
      transmit(world, person, day, tellDay(world, person, day), pending)
    // The next day, in whatever time zone, causes nothing before this instant.
    const settledUntil = (day + 1) * DAY - WIDEST_OFFSET
    const ready: Arrival[] = []
    const later: Arrival[] = []
    for (const arrival of pending) (arrival.arrivesAt < settledUntil ? ready : later).push(arrival)
    pending = later
    ready.sort(byArrival)
    for (const arrival of ready) if (arrival.arrivesAt > after) yield arrival
  }
}

/** All that one person causes in one day, in no particular order. */
function tellDay(world: World, person: Person, day: DayNumber): Outbox {
  const outbox = new Outbox(world.seed, person.index, day)
  tellNight(world, person, day, outbox)
  tellMail(world, person, day, outbox)
  for (const visit of visitsOn(world, person, day)) tellVisit(world, person, visit, outbox)
  return outbox
}

/** By instant; the message id makes the order the same wherever the telling began. */
function byArrival(a: Arrival, b: Arrival): number {
  if (a.arrivesAt !== b.arrivesAt) return a.arrivesAt - b.arrivesAt
  return a.message.messageId < b.message.messageId ? -1 : 1
}
