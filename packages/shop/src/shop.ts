import { personAt } from './people/people.ts'
import type { Person } from './people/people.ts'
import { truthAt } from './truth.ts'
import type { TruePerson } from './truth.ts'
import type { Arrival } from './wire/message.ts'
import { timeline } from './wire/timeline.ts'
import { createWorld } from './world.ts'
import type { ShopOptions } from './world.ts'

/** A shop whose every message follows from its options. All of it can be asked for again and in any order. */
export interface Shop {
  /** What arrived in the `days` before `until`, in order of arrival. */
  history(): Iterable<Arrival>
  /**
   * What arrives after an instant, in order of arrival, without end: the same people, and new ones. `live(until)` begins
   * where history ends, so that nothing is missing between them and nothing is told twice. How fast time passes is up to the caller.
   */
  live(from: number): Iterable<Arrival>
  /** Who is who, of everybody who has come by an instant (by `until`, unless told). For scoring identity resolution only. */
  truth(at?: number): Iterable<TruePerson>
}

/** So many people are remembered while a story is told; the others are made again when they are needed. */
const REMEMBERED = 30_000

/**
 * Opens a shop. Pure and lazy: no clock, no randomness but the seed's, nothing computed before it is asked for.
 * @throws RangeError for options out of range (see `ShopOptions`).
 */
export function createShop(options: ShopOptions): Shop {
  const world = createWorld(options)
  const tell = (after: number): Generator<Arrival, never> =>
    timeline(
      world,
      remembering(REMEMBERED, (index) => personAt(world, index)),
      after,
    )
  return {
    *history() {
      for (const arrival of tell(world.from)) {
        if (arrival.arrivesAt > world.until) return
        yield arrival
      }
    },
    live: tell,
    truth: (at = world.until) => truthAt(world, at),
  }
}

/** Remembers results up to a limit, then forgets all of them, which changes nothing but the time it takes. */
function remembering(limit: number, make: (index: number) => Person): (index: number) => Person {
  const known = new Map<number, Person>()
  return (index) => {
    const found = known.get(index)
    if (found !== undefined) return found
    if (known.size >= limit) known.clear()
    const made = make(index)
    known.set(index, made)
    return made
  }
}
