import { localDay } from '../time/calendar.ts'
import { dateOfDay, isLeapYear } from '../time/civil.ts'
import { dateAsWritten } from '../time/instant.ts'

/** So many days in a row hold every anniversary, 29 February (on the 28th in other years) included. */
const ALL_DAYS = 366

/**
 * Whether the month and day that an instant's text is written with come round on a local day that overlaps [at, at + duration).
 * 29 February comes round on 28 February in years without one. False when the text is no instant.
 */
export function comesRound(text: string, at: number, duration: number, zone: string): boolean {
  const written = dateAsWritten(text)
  if (written === undefined) return false
  const first = localDay(at, zone)
  const last = Math.min(localDay(at + duration - 1, zone), first + ALL_DAYS)
  for (let number = first; number <= last; number++) {
    const { year, month, day } = dateOfDay(number)
    const isLate = written.month === 2 && written.day === 29 && !isLeapYear(year)
    if (month === written.month && day === (isLate ? 28 : written.day)) return true
  }
  return false
}
