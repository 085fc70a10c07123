import type { JsonObject } from '@muster/core'
import { jsonBytes, type Engine } from '@muster/server'
import type { Arrival } from '@muster/shop'
import { pause } from '../pause.ts'

/** Gives messages to the engine; while it is busy it waits and gives them again. Answers how many of them were taken. */
export async function take(
  { ingest }: Engine,
  arrivals: readonly Arrival[],
  ending: AbortSignal,
): Promise<number> {
  // A message is an object of JSON, although its interface does not say that it has no other keys.
  const messages = arrivals.map(({ message }) => message as unknown as JsonObject)
  const byteLengths = messages.map(jsonBytes)
  while (!ending.aborted) {
    const outcome = await ingest.take({ messages, byteLengths, source: 'demo shop' })
    if (outcome.kind === 'taken') return outcome.accepted
    await pause(outcome.retryAfterSeconds * 1_000, ending)
  }
  return 0
}
