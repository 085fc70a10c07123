import { setTimeout as sleep } from 'node:timers/promises'
import { stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { IngestApi, IngestOutcome } from '../../ingest/ingestApi.ts'

export type Taken = Extract<IngestOutcome, { readonly kind: 'taken' }>

/** Milliseconds to wait after each failure of ingest in a row; one more is not forgiven. */
const patience = [500, 1_000, 2_000, 4_000, 8_000, 16_000]

/**
 * Sends messages through ingest until it takes them: comes back while it is busy, and tries again a few times when it fails. `undefined`
 * when `signal` was aborted meanwhile. Rejects with ingest's error when it keeps failing.
 */
export async function send(
  take: IngestApi['take'],
  source: string,
  messages: readonly Json[],
  signal: AbortSignal,
): Promise<Taken | undefined> {
  const byteLengths = messages.map((message) => Buffer.byteLength(stringifyJson(message)))
  const call = { messages, byteLengths, source }
  let failures = 0
  while (!signal.aborted) {
    let wait: number
    try {
      const outcome = await take(call)
      if (outcome.kind === 'taken') return outcome
      failures = 0
      wait = outcome.retryAfterSeconds * 1_000
    } catch (error) {
      const next = patience[failures++]
      if (next === undefined) throw error
      wait = next
    }
    await sleep(wait, undefined, { signal }).catch(() => undefined)
  }
  return undefined
}
