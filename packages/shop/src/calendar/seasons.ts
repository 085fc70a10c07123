import { runningTotals } from '../random.ts'
import type { Random } from '../random.ts'
import { civil, HOUR, weekdayOf } from './time.ts'
import type { DayNumber } from './time.ts'

/** January to December, 1 being an ordinary month: gifts at the end of the year, quiet in summer. */
const MONTHS = [0.9, 0.8, 0.88, 0.92, 0.96, 0.9, 0.78, 0.8, 0.95, 1.05, 1.5, 1.75]
/** Sunday to Saturday: people shop from the sofa on Sunday and from the desk on Monday, and go out on Saturday. */
const WEEKDAYS = [1.2, 1.1, 1, 0.98, 0.96, 0.88, 0.88]

/** Local hours 0 to 23 on working days: lunch, and the evening. */
const WORKDAY_HOURS = runningTotals([
  6, 3, 2, 1, 1, 2, 6, 14, 20, 24, 28, 32, 44, 36, 30, 30, 32, 38, 46, 58, 68, 62, 40, 18,
])
/** The same at the week-end: later up, and shopping all through the day. */
const WEEKEND_HOURS = runningTotals([
  12, 8, 4, 2, 1, 1, 3, 8, 18, 34, 48, 52, 48, 44, 44, 46, 48, 50, 52, 58, 62, 54, 36, 20,
])

/** How much more (or less) likely a visit is on this day than on an ordinary one. */
export function busyness(day: DayNumber): number {
  const { month, date } = civil(day)
  return (MONTHS[month - 1] ?? 1) * (WEEKDAYS[weekdayOf(day)] ?? 1) * occasion(month, date)
}

/** The week of Black Friday (always 23 to 29 November) and the three days of Christmas. */
function occasion(month: number, date: number): number {
  if (month === 11 && date >= 23 && date <= 29) return 2
  if (month === 12 && date >= 24 && date <= 26) return 0.35
  return 1
}

/** Milliseconds since local midnight at which somebody sits down to shop. */
export function drawTimeOfDay(random: Random, day: DayNumber): number {
  const weekday = weekdayOf(day)
  const hour = random.weighted(weekday === 0 || weekday === 6 ? WEEKEND_HOURS : WORKDAY_HOURS)
  return Math.floor((hour + random.unit()) * HOUR)
}
