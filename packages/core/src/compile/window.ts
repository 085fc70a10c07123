import type { Window } from '../audience/definition.ts'
import { calendarWindow } from '../time/calendar.ts'
import { durationOf, instantOf } from '../time/checked.ts'

/** Whole milliseconds from (included) to (excluded); a side that is open is left out. */
export interface Bounds {
  readonly from?: number
  readonly to?: number
}

/** Every window but `since`, which depends on the profile. */
export type FixedWindow = Exclude<Window, { readonly since: unknown }>

/**
 * The bounds of a window as seen from an instant. Instants are whole milliseconds, so (a, b] is [a + 1, b + 1): one half-open form
 * for all windows, in which two adjacent ones never count one event twice.
 */
export function boundsOf(window: FixedWindow, at: number, zone: string): Bounds {
  if ('last' in window) return { from: at - durationOf(window.last) + 1, to: at + 1 }
  if ('ago' in window)
    return { from: at - durationOf(window.ago[0]) + 1, to: at - durationOf(window.ago[1]) + 1 }
  if ('olderThan' in window) return { to: at - durationOf(window.olderThan) + 1 }
  if ('calendar' in window) return calendarWindow(window.calendar, at, zone)
  return {
    ...(window.from === undefined ? {} : { from: instantOf(window.from) }),
    ...(window.to === undefined ? {} : { to: instantOf(window.to) }),
  }
}
