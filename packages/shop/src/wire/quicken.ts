import { iso } from '../calendar/time.ts'
import type { Arrival } from './message.ts'

/**
 * The same arrivals with time passing `speed` times as fast after `from` (milliseconds since 1970), timestamps included: at a speed of 60
 * what took an hour takes a minute. For a demonstration in which windows of minutes should be seen filling and emptying although
 * the shop is small. Days are short then, so windows of days see more than they would; a replay at its own speed needs none of this.
 * @throws RangeError for a speed that is not above 0.
 */
export function* quicken(
  arrivals: Iterable<Arrival>,
  { from, speed }: { readonly from: number; readonly speed: number },
): Generator<Arrival> {
  if (!(speed > 0 && speed < Infinity)) throw new RangeError('speed: give a number above 0')
  const moved = (at: number): number => Math.round(from + (at - from) / speed)
  for (const arrival of arrivals) {
    const happenedAt = moved(arrival.happenedAt)
    // A timestamp that was damaged stays damaged.
    const isSound = arrival.message.timestamp === iso(arrival.happenedAt)
    const timestamp = isSound ? iso(happenedAt) : arrival.message.timestamp
    yield {
      ...arrival,
      message: { ...arrival.message, timestamp },
      happenedAt,
      arrivesAt: moved(arrival.arrivesAt),
    }
  }
}
