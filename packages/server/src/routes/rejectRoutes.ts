import { z } from '@hono/zod-openapi'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute } from '../http/route.ts'
import { limitSchema } from '../wire/common.ts'
import { rejectsSchema, replayedSchema, replaySchema, sendReject } from '../wire/reject.ts'

const group = 'rejects'

export const rejectRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'listRejects',
    method: 'get',
    path: '/api/v1/rejects',
    needs: 'rejects.read',
    group,
    summary: 'List messages that were not taken, with the reason.',
    takes: {
      query: z.object({
        after: z.string().exactOptional(),
        limit: limitSchema(100, 1_000),
        code: z.string().exactOptional(),
        state: z.enum(['open', 'replayed']).exactOptional(),
      }),
    },
    answers: rejectsSchema,
    async do({ query }, { engine }) {
      const { rejects, next } = await engine.ingest.rejects(query)
      return answer({ rejects: rejects.map(sendReject), next: next ?? null })
    },
  }),
  jsonRoute({
    operation: 'replayRejects',
    method: 'post',
    path: '/api/v1/rejects/replay',
    needs: 'rejects.write',
    group,
    summary: 'Send kept messages through ingest once more, as they were or corrected.',
    takes: { body: replaySchema },
    answers: replayedSchema,
    async do({ body }, { engine }) {
      return answer({ replayed: await engine.ingest.replay(body.replays) })
    },
  }),
]
