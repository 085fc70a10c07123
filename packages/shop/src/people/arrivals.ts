import { busyness } from '../calendar/seasons.ts'
import type { DayNumber } from '../calendar/time.ts'

/** Who has come to the shop by when. People are numbered in the order in which they come. */
export interface Arrivals {
  /** How many people have come by the end of a day. Days may be asked for in any order. */
  countBy(day: DayNumber): number
  /** The day on which a person comes. */
  dayOf(person: number): DayNumber
}

/** In the first month the customers that the shop had before show up, beside the new ones. */
const EARLY_DAYS = 30
const EARLY_EXTRA = 6

/**
 * `people` people come between the opening day and `lastDay`, as the season has it. Afterwards new ones keep coming, at the
 * pace of an ordinary year.
 */
export function createArrivals(
  people: number,
  openingDay: DayNumber,
  lastDay: DayNumber,
): Arrivals {
  const days = lastDay - openingDay + 1
  const early = (position: number): number => EARLY_EXTRA * Math.max(0, 1 - position / EARLY_DAYS)
  const weights = Array.from(
    { length: days },
    (_, position) => busyness(openingDay + position) * (1 + early(position)),
  )
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  /** Position p holds the number of people by the end of day `openingDay + p`; grows as later days are asked for. */
  const counts: number[] = []
  let exact = 0
  const extendTo = (position: number): void => {
    while (counts.length <= position) {
      const next = counts.length
      exact += (people * (weights[next] ?? ordinaryWeight(openingDay + next, whole))) / whole
      counts.push(next === days - 1 ? people : Math.floor(exact))
    }
  }
  const countBy = (day: DayNumber): number => {
    const position = day - openingDay
    if (position < 0) return 0
    extendTo(position)
    return counts[position] ?? 0
  }
  const dayOf = (person: number): DayNumber => {
    let last = days - 1
    while (countBy(openingDay + last) <= person) last += 30
    let first = 0
    while (first < last) {
      const middle = (first + last) >> 1
      if (countBy(openingDay + middle) > person) last = middle
      else first = middle + 1
    }
    return openingDay + first
  }
  return { countBy, dayOf }
}

/** After the told history: as heavy as a day of a year's history would be, however short the history was. */
function ordinaryWeight(day: DayNumber, whole: number): number {
  return busyness(day) * Math.min(1, whole / 500)
}
