import { localDay, parseInstant, startOfDay } from '@muster/core'

const DAY = 86_400_000

/** The day of an instant on the workspace's clocks, as `2026-11-22`. */
export function dayText(at: number, zone: string): string {
  return new Date(localDay(at, zone) * DAY).toISOString().slice(0, 10)
}

/** The first instant of a day on the workspace's clocks, `later` days after it; nothing for what is no day. */
export function startOf(day: string, zone: string, later = 0): number | undefined {
  const midnight = parseInstant(day)
  return midnight === undefined ? undefined : startOfDay(midnight / DAY + later, zone)
}
