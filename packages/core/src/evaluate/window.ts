import type { Path, Window } from '../audience/definition.ts'
import { calendarWindow } from '../time/calendar.ts'
import { durationOf, instantOf } from '../time/checked.ts'
import { parseInstant } from '../time/instant.ts'
import { parsePath } from '../value/parsePath.ts'
import type { Subject } from './subject.ts'
import { valuesOfTrait } from './subject.ts'
import type { World } from './world.ts'

/**
 * The bounds of a window in milliseconds since 1970 UTC: `from` included, `to` excluded, a side that is open left out. Half-open,
 * so that of two adjacent windows exactly one has the instant on the edge; as instants are whole milliseconds, (a, b] is
 * [a + 1, b + 1).
 */
export interface Bounds {
  readonly from?: number
  readonly to?: number
}

export function boundsOf(window: Window | undefined, subject: Subject, world: World): Bounds {
  if (window === undefined) return OPEN
  if ('since' in window) return boundsSince(window.since.trait, subject, world.at)
  const known = lastBounds.get(window)
  if (known?.world === world) return known.bounds
  const bounds = fixedBounds(window, world)
  lastBounds.set(window, { world, bounds })
  return bounds
}

const OPEN: Bounds = {}
type FixedWindow = Exclude<Window, { readonly since: unknown }>
/** A window that depends on no profile has the same bounds for all who are evaluated at one instant. */
const lastBounds = new WeakMap<FixedWindow, { readonly world: World; readonly bounds: Bounds }>()

function fixedBounds(window: FixedWindow, { at, zone }: World): Bounds {
  if ('last' in window) return { from: at - durationOf(window.last) + 1, to: at + 1 }
  if ('ago' in window) {
    const [longer, shorter] = window.ago
    return { from: at - durationOf(longer) + 1, to: at - durationOf(shorter) + 1 }
  }
  if ('olderThan' in window) return { to: at - durationOf(window.olderThan) + 1 }
  if ('calendar' in window) return calendarWindow(window.calendar, at, zone)
  return {
    ...(window.from === undefined ? {} : { from: instantOf(window.from) }),
    ...(window.to === undefined ? {} : { to: instantOf(window.to) }),
  }
}

/** From the instant that a trait tells up to the instant of evaluation; empty when it tells none, a later one, or several. */
function boundsSince(trait: Path, subject: Subject, at: number): Bounds {
  const isSingle = parsePath(trait).every((step) => step.each === 0)
  const [value] = isSingle ? valuesOfTrait(subject, trait) : []
  const from = typeof value === 'string' ? parseInstant(value) : undefined
  return from === undefined || from > at ? { from: at, to: at } : { from, to: at + 1 }
}

export function isWithin({ from, to }: Bounds, at: number): boolean {
  return (from === undefined || at >= from) && (to === undefined || at < to)
}
