import { z } from '@hono/zod-openapi'
import { done } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute } from '../http/route.ts'
import { instantTextSchema } from '../wire/common.ts'
import { identityHealthSchema, sendHealth } from '../wire/health.ts'
import { pulseSchema, sendPulse } from '../wire/status.ts'

const group = 'operation'
const needs = 'status.read'
const DAY = 86_400_000
const TEN_MINUTES = 600_000

/** How things have gone, for whoever looks after the workspace. */
export const healthRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'getPulse',
    method: 'get',
    path: '/api/v1/status/pulse',
    ...{ needs, group },
    summary: 'Messages received and latency of changes, in equal steps of [from, to).',
    takes: {
      query: z.object({
        from: instantTextSchema.exactOptional().openapi({ description: 'A day before `to`.' }),
        to: instantTextSchema.exactOptional().openapi({ description: 'Now.' }),
        step: z.coerce
          .number()
          .int()
          .min(1_000)
          .default(TEN_MINUTES)
          .openapi({ type: 'integer', description: 'Milliseconds.', default: TEN_MINUTES }),
      }),
    },
    answers: pulseSchema,
    async do({ query }, { engine, now }) {
      const to = query.to ?? now()
      const range = { from: query.from ?? to - DAY, to, step: query.step }
      return done(await engine.pulse(range), sendPulse)
    },
  }),
  jsonRoute({
    operation: 'getIdentityHealth',
    method: 'get',
    path: '/api/v1/identity/health',
    ...{ needs, group },
    summary: 'How well messages find their people: rates by day, what has fallen, merges.',
    answers: identityHealthSchema,
    async do(_, { engine }) {
      return answer(sendHealth(await engine.health.identity()))
    },
  }),
]
