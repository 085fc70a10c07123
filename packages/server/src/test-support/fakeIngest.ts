import type { Json, JsonObject } from '@muster/core'
import type { IngestApi, IngestCall, IngestOutcome, Reject } from '@muster/engine'

/** Keeps each call in `calls`; answers that it is busy for as long as `busyFor` says so. */
export function fakeIngest(calls: IngestCall[], busyFor: () => number | undefined): IngestApi {
  const rejects: Reject[] = []
  const take = (call: IngestCall): Promise<IngestOutcome> => {
    const seconds = busyFor()
    if (seconds !== undefined) return Promise.resolve({ kind: 'busy', retryAfterSeconds: seconds })
    calls.push(call)
    const rejected = call.messages.flatMap((body, index) => {
      const fault = faultOf(body, call, index)
      if (fault === undefined) return []
      const rejectId = `r${rejects.length + 1}`
      const at = fault === 'no_identifier' ? ['userId'] : []
      const message = `Not taken: ${fault}. Send it otherwise.`
      rejects.push({
        ...{ id: rejectId, code: fault, at, message, body, source: call.source },
        receivedAt: 1_700_000_000_000,
        state: 'open',
      })
      return [{ index, code: fault, at, message, rejectId }]
    })
    const accepted = call.messages.length - rejected.length
    return Promise.resolve({ kind: 'taken', accepted, duplicates: 0, rejected })
  }

  return {
    take,
    rejects: ({ after, limit, code, state }) => {
      const from = after === undefined ? 0 : rejects.findIndex(({ id }) => id === after) + 1
      const page = rejects
        .slice(from)
        .filter((each) => code === undefined || each.code === code)
        .filter((each) => state === undefined || each.state === state)
      const next = page.length > limit ? page[limit - 1]?.id : undefined
      return Promise.resolve({ rejects: page.slice(0, limit), next })
    },
    replay: (replays) =>
      Promise.resolve(
        replays.map(({ id }) => {
          const place = rejects.findIndex((each) => each.id === id)
          const found = rejects[place]
          if (found === undefined) return { id, outcome: 'unknown' as const }
          rejects[place] = { ...found, state: 'replayed' }
          return { id, outcome: 'accepted' as const }
        }),
      ),
  }
}

/** Only what the tests of routes need to see refused. */
function faultOf(body: Json, call: IngestCall, index: number): string | undefined {
  if ((call.byteLengths[index] ?? 0) > 32 * 1024) return 'message_too_large'
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'not_an_object'
  const { userId, anonymousId } = body as JsonObject
  return userId === undefined && anonymousId === undefined ? 'no_identifier' : undefined
}
