import type { Server } from './startServer.ts'

/** One change as it came over the live feed. Instants are milliseconds since 1970 UTC, of the same machine. */
export interface Arrival {
  readonly audience: string
  readonly profile: string
  readonly entered: boolean
  readonly cause: string
  readonly dueAt: number
  readonly recordedAt: number
  readonly arrivedAt: number
}

export interface Feed {
  /** Everything that came, in order; grows. */
  readonly arrivals: readonly Arrival[]
  readonly close: () => void
}

/** Reads the live feed from the next change on, and stamps each when its bytes are there. */
export async function readFeed({ url, key }: Server): Promise<Feed> {
  const arrivals: Arrival[] = []
  const ending = new AbortController()
  const response = await fetch(`${url}/api/v1/changes/live`, {
    headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
    signal: ending.signal,
  })
  if (!response.ok || response.body === null)
    throw new Error(`the feed answered ${response.status}: ${await response.text()}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  // The first thing it says is that it is connected: from then on no change is missed.
  let rest = (await reader.read()).value ?? ''
  const read = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const arrivedAt = Date.now()
      const frames = (rest + part.value).split('\n\n')
      rest = frames.pop() ?? ''
      for (const frame of frames) {
        const data = /^data: (.*)$/m.exec(frame)?.[1]
        if (data !== undefined) arrivals.push(arrivalOf(data, arrivedAt))
      }
    }
  }
  void read().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })
  return {
    arrivals,
    close: () => {
      ending.abort()
    },
  }
}

interface Sent extends Omit<Arrival, 'arrivedAt' | 'cause'> {
  readonly cause: { readonly kind: string }
}

function arrivalOf(data: string, arrivedAt: number): Arrival {
  // By the server's schema, which its own tests hold it to.
  const { audience, profile, entered, cause, dueAt, recordedAt } = JSON.parse(data) as Sent
  return { ...{ audience, profile, entered, dueAt, recordedAt, arrivedAt }, cause: cause.kind }
}
