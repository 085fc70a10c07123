import { parseJson } from '@muster/core'
import type { Change } from '@muster/server'
import type { Connection } from './connection.ts'
import { NotReachableError, RefusedError } from './errors.ts'
import { readEvents } from './eventStream.ts'

export interface FollowOptions {
  /** A cursor to go on behind; without one it begins with the next change. */
  readonly after?: string
  readonly audience?: string
  readonly profile?: string
  /** Ends it. */
  readonly signal?: AbortSignal
  /** Hears each time that the line is up, and each time that it broke and in how many milliseconds it is tried again. */
  readonly onState?: (state: FollowState) => void
}

export type FollowState =
  | { readonly state: 'open' }
  | { readonly state: 'broken'; readonly retryInMs: number; readonly because: unknown }

const SHORTEST_MS = 250
const LONGEST_MS = 15_000

/**
 * Changes as they are recorded, without an end. When the line breaks it comes back, later each time, and goes on behind the
 * last change, so that none is missed and none is told twice. A refusal that waiting does not cure is thrown.
 */
export async function* followChanges(
  { open }: Connection,
  options: FollowOptions = {},
): AsyncGenerator<Change, void, undefined> {
  const { audience, profile, signal, onState } = options
  const isAborted = () => signal?.aborted === true
  let cursor = options.after ?? ''
  let failures = 0
  while (!isAborted()) {
    try {
      const response = await open('GET', '/api/v1/changes/live', {
        query: { audience, profile },
        headers: { accept: 'text/event-stream', ...(cursor !== '' && { 'last-event-id': cursor }) },
        signal,
      })
      if (response.body === null) throw new NotReachableError(response.url, 'an empty answer')
      onState?.({ state: 'open' })
      for await (const { id, event, data } of readEvents(response.body, signal)) {
        failures = 0
        cursor = id
        if (event === 'change' && data !== '') yield changeOf(data)
      }
      // The server ended it: it is going down, or a proxy was tired of waiting.
      throw new NotReachableError(response.url, 'the feed ended')
    } catch (error) {
      if (isAborted()) return
      if (error instanceof RefusedError && !isPassing(error.status)) throw error
      const wait = waitFor(failures++, error)
      onState?.({ state: 'broken', retryInMs: wait, because: error })
      await pause(wait, signal)
    }
  }
}

function changeOf(data: string): Change {
  const parsed = parseJson(data)
  if (!parsed.ok) throw new Error(`the feed sent what is no JSON: ${parsed.message}`)
  // By the server's schema, which its own tests hold it to.
  return parsed.value as unknown as Change
}

function isPassing(status: number): boolean {
  return status === 429 || status >= 500
}

/** Twice as long each time, up to a limit; by chance a little less, so that many readers do not come back at once. */
function waitFor(failures: number, error: unknown): number {
  if (error instanceof RefusedError && error.retryAfter !== undefined) {
    return Math.min(error.retryAfter * 1000, 60_000)
  }
  const most = Math.min(SHORTEST_MS * 2 ** failures, LONGEST_MS)
  return Math.round(most * (0.75 + Math.random() / 4))
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })
}
