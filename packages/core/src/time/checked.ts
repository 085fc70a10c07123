import type { Duration, Instant } from '../audience/definition.ts'
import { memo } from '../value/memo.ts'
import { parseDuration } from './duration.ts'
import { parseInstant } from './instant.ts'

/** A duration of a checked definition in milliseconds. Throws on any other text: the check lets none through. */
export const durationOf = memo((text: Duration): number => {
  const duration = parseDuration(text)
  if (duration === undefined) throw new Error(`Unchecked definition: no duration: ${text}`)
  return duration
})

/** An instant of a checked definition in milliseconds since 1970 UTC. Throws on any other text. */
export const instantOf = memo((text: Instant): number => {
  const at = parseInstant(text)
  if (at === undefined) throw new Error(`Unchecked definition: no instant: ${text}`)
  return at
})
