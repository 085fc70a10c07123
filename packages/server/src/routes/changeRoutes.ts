import { z } from '@hono/zod-openapi'
import { problem, sendProblem } from '../http/problem.ts'
import { readInput } from '../http/readInput.ts'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute } from '../http/route.ts'
import { liveChanges } from '../live/liveChanges.ts'
import { changesSchema, sendChange } from '../wire/change.ts'
import { cursorSchema, idSchema, limitSchema } from '../wire/common.ts'

const group = 'changes'
const filters = {
  audience: z.string().exactOptional(),
  profile: idSchema.exactOptional(),
}
const liveQuery = z.object({
  after: cursorSchema.exactOptional().openapi({
    description: 'A cursor; the header Last-Event-ID wins. Without either the feed begins now.',
  }),
  ...filters,
})

/** Each open reader holds a connection and a listener. */
const MOST_READERS = 1_000

/** A feed ends so long after its key was revoked, or its session has ended, at the latest. */
const RECHECK_MS = 15_000

export function createChangeRoutes(recheckMs = RECHECK_MS): readonly Route[] {
  let readers = 0
  const live: Route = {
    operation: 'followChanges',
    method: 'get',
    path: '/api/v1/changes/live',
    needs: 'changes.read',
    maxBytes: 0,
    group,
    summary: 'Changes as they are recorded, as server-sent events whose ids are cursors.',
    shape: { query: liveQuery },
    answer: { status: 200, contentType: 'text/event-stream' },
    async respond(call) {
      const lastSeen = call.request.headers.get('last-event-id') ?? ''
      const asked = lastSeen === '' ? call.query : { ...call.query, after: lastSeen }
      const input = await readInput({ query: liveQuery }, { ...call, query: asked })
      if (!input.ok) return sendProblem(input.problem)
      if (readers >= MOST_READERS) return sendProblem(tooManyReaders)
      const { after, audience, profile } = input.value.query
      const count = (change: 1 | -1) => {
        readers += change
        call.metrics.reader(change)
      }
      count(1)
      const leaving = new AbortController()
      const checking = setInterval(() => {
        // A store that is away says nothing about who may read.
        const isAllowed = call.isStillAllowed().catch(() => true)
        void isAllowed.then((isTrue) => {
          if (!isTrue) leaving.abort()
        })
      }, recheckMs)
      const feed = liveChanges({
        changes: call.engine.changes,
        ...(after !== undefined && { after }),
        ...(audience !== undefined && { audience }),
        ...(profile !== undefined && { profile: BigInt(profile) }),
        stopping: AbortSignal.any([call.stopping, leaving.signal]),
        ended: () => {
          clearInterval(checking)
          count(-1)
        },
      })
      return new Response(feed, {
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        },
      })
    },
  }
  return [pages, live]
}

const tooManyReaders = problem(
  429,
  'too_many_readers',
  [],
  `The live feed has ${MOST_READERS} readers already. Come back later, or read the changes by pages.`,
  { headers: { 'retry-after': '30' } },
)

const pages = jsonRoute({
  operation: 'listChanges',
  method: 'get',
  path: '/api/v1/changes',
  needs: 'changes.read',
  group,
  summary: 'Changes in the order in which they were recorded, or the newest first.',
  takes: {
    query: z.object({
      after: cursorSchema.exactOptional(),
      order: z.enum(['oldest', 'newest']).default('oldest').openapi({
        description: 'Which come first; `after` then leads back in time for `newest`.',
      }),
      limit: limitSchema(100, 1_000),
      ...filters,
    }),
  },
  answers: changesSchema,
  async do({ query: { order, profile, ...page } }, { engine }) {
    const { changes, next } = await engine.changes.page({
      ...page,
      ...(order === 'newest' && { newestFirst: true }),
      ...(profile === undefined ? {} : { profile: BigInt(profile) }),
    })
    return answer({ changes: changes.map(sendChange), next: next ?? null })
  },
})
