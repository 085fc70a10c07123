import { DAY, HOUR, MINUTE, SECOND } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import type { Person } from '../people/people.ts'
import { PURPOSE, Random, unitHash } from '../random.ts'
import type { Outbox, Sent } from '../telling/outbox.ts'
import type { TroubleRates, World } from '../world.ts'
import { damage } from './damage.ts'
import type { Arrival } from './message.ts'

/** No message arrives later than this after it happened. */
export const LONGEST_DELAY = 2 * DAY + SECOND

const DELAYS = [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 10 * HOUR, 2 * DAY]

/** Puts a person's day on the wire. A perfect network takes no time; a real one up to a second, and worse things happen. */
export function transmit(
  world: World,
  person: Person,
  day: DayNumber,
  outbox: Outbox,
  into: Arrival[],
): void {
  const { trouble, seed } = world
  let place = day * 4096
  for (const sent of outbox.sent) {
    if (trouble === undefined) {
      into.push(arrival(sent, sent.at))
      continue
    }
    const lot = unitHash(seed, person.index, place, PURPOSE.trouble)
    // The latency comes from digits of the lot that no rate looks at.
    const arrivesAt = sent.at + 20 + (Math.floor(lot * 0x1_0000_0000) % 980)
    // The stream of chance is begun only for the few that need it.
    if (lot >= sumOf(trouble)) into.push(arrival(sent, arrivesAt))
    else
      into.push(
        ...suffer(
          sent,
          arrivesAt,
          lot,
          trouble,
          new Random(seed, person.index, place, PURPOSE.trouble),
        ),
      )
    place++
  }
}

function sumOf({ late, outOfOrder, duplicate, malformed }: TroubleRates): number {
  return late + outOfOrder + duplicate + malformed
}

/** The lot lies below the sum of the rates, and falls into one of them. */
function suffer(
  sent: Sent,
  arrivesAt: number,
  lot: number,
  rates: TroubleRates,
  random: Random,
): Arrival[] {
  if (lot < rates.late) {
    const delay = Math.round(random.quantile(DELAYS))
    return [{ ...arrival(sent, sent.at + delay), trouble: 'late' }]
  }
  if (lot < rates.late + rates.outOfOrder) {
    return [{ ...arrival(sent, sent.at + random.whole(SECOND, MINUTE)), trouble: 'out_of_order' }]
  }
  const sound = arrival(sent, arrivesAt)
  if (lot < rates.late + rates.outOfOrder + rates.duplicate) {
    const again = arrival(sent, arrivesAt + random.whole(1, 10 * MINUTE))
    return [sound, { ...again, trouble: 'duplicate' }]
  }
  return [{ ...sound, message: damage(sent.message, random), trouble: 'malformed' }]
}

function arrival(sent: Sent, arrivesAt: number): Arrival {
  return { message: sent.message, happenedAt: sent.at, arrivesAt }
}
