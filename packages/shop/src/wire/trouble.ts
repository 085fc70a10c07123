import { DAY, MINUTE, SECOND } from '../calendar/time.ts'
import type { DayNumber } from '../calendar/time.ts'
import type { Person } from '../people/people.ts'
import { PURPOSE, Random, unitHash } from '../random.ts'
import type { Outbox, Sent } from '../telling/outbox.ts'
import type { TroubleRates, World } from '../world.ts'
import { damage } from './damage.ts'
import type { Arrival } from './message.ts'

/** No message arrives later than this after it happened. */
export const LONGEST_DELAY = 2 * DAY + SECOND

/** Puts a person's day on the wire. A perfect network takes no time; a real one up to a second, and worse things happen. */
export function transmit(
  world: World,
  person: Person,
  day: DayNumber,
  outbox: Outbox,
  into: Arrival[],
): void {
  const { trouble, seed } = world
  for (const [number, sent] of outbox.sent.entries()) {
    if (trouble === undefined) into.push(arrival(sent, sent.at))
    else suffer(sent, trouble, new Fate(seed, person.index, day, number), into)
  }
}

/** What the network has in store for one message. The stream of chance is begun only for the few that need it. */
class Fate {
  /** In [0, 1): where in the rates it falls. */
  readonly lot: number
  readonly latency: number
  private readonly place: readonly [seed: number, person: number, place: number]

  constructor(seed: number, person: number, day: DayNumber, number: number) {
    this.place = [seed, person, day * 4096 + number]
    this.lot = unitHash(seed, person, day * 4096 + number, PURPOSE.trouble)
    // The digits of the lot that no rate looks at.
    this.latency = 20 + (Math.floor(this.lot * 0x1_0000_0000) % 980)
  }

  random(): Random {
    return new Random(...this.place, PURPOSE.trouble)
  }
}

function suffer(sent: Sent, rates: TroubleRates, fate: Fate, into: Arrival[]): void {
  const arrivesAt = sent.at + fate.latency
  let lot = fate.lot
  const falls = (rate: number): boolean => (lot -= rate) < 0

  if (falls(rates.late)) {
    const delay = Math.round(
      fate.random().quantile([5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 600 * MINUTE, 2 * DAY]),
    )
    into.push({ ...arrival(sent, sent.at + delay), trouble: 'late' })
  } else if (falls(rates.outOfOrder)) {
    into.push({
      ...arrival(sent, sent.at + fate.random().whole(SECOND, MINUTE)),
      trouble: 'out_of_order',
    })
  } else if (falls(rates.duplicate)) {
    const again = arrivesAt + fate.random().whole(1, 10 * MINUTE)
    into.push(arrival(sent, arrivesAt), { ...arrival(sent, again), trouble: 'duplicate' })
  } else if (falls(rates.malformed)) {
    into.push({
      ...arrival(sent, arrivesAt),
      message: damage(sent.message, fate.random()),
      trouble: 'malformed',
    })
  } else {
    into.push(arrival(sent, arrivesAt))
  }
}

function arrival(sent: Sent, arrivesAt: number): Arrival {
  return { message: sent.message, happenedAt: sent.at, arrivesAt }
}
