import { parseDuration } from '../time/duration.ts'
import { parseInstant } from '../time/instant.ts'

/*
 * A definition is compiled only after it has been checked, so what can't be read here is a bug of ours: it throws.
 */

/** Milliseconds of a checked duration. */
export function durationOf(text: string): number {
  const duration = parseDuration(text)
  if (duration === undefined) throw new Error(`not a checked duration: ${text}`)
  return duration
}

/** Milliseconds since 1970 UTC of a checked instant. */
export function instantOfText(text: string): number {
  const instant = parseInstant(text)
  if (instant === undefined) throw new Error(`not a checked instant: ${text}`)
  return instant
}
