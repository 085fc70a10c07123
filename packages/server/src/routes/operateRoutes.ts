import { z } from '@hono/zod-openapi'
import type { NotReady } from '@muster/engine'
import { problem } from '../http/problem.ts'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute, refuse } from '../http/route.ts'

const group = 'operation'
const aliveSchema = z.object({ ok: z.literal(true) }).openapi('Alive')

export const operateRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'getHealth',
    method: 'get',
    path: '/health',
    needs: 'nothing',
    group,
    summary: 'Whether the process answers.',
    answers: aliveSchema,
    do: () => Promise.resolve(answer({ ok: true as const })),
  }),
  jsonRoute({
    operation: 'getReady',
    method: 'get',
    path: '/ready',
    needs: 'nothing',
    group,
    summary: 'Whether it can do its work; 503 with what is missing when not.',
    answers: aliveSchema,
    async do(_, { engine, stopping }) {
      if (stopping.aborted) return refuse(goingDown)
      const reasons = await engine.readiness()
      return reasons.length === 0 ? answer({ ok: true as const }) : refuse(notReady(reasons))
    },
  }),
  {
    operation: 'getMetrics',
    method: 'get',
    path: '/metrics',
    needs: 'status.read',
    maxBytes: 0,
    group,
    summary: 'Figures for Prometheus.',
    shape: {},
    answer: { status: 200, contentType: 'text/plain' },
    async respond({ engine, metrics }) {
      const [status, reasons, diskFree] = await Promise.all([
        // The figures are wanted most when a store is away: what can't be read then is left as it was.
        engine.status().catch(() => undefined),
        engine.readiness(),
        engine.diskFree().catch(() => undefined),
      ])
      return new Response(await metrics.text({ status, notReady: reasons, diskFree }), {
        headers: { 'content-type': metrics.contentType },
      })
    },
  },
]

const headers = { 'retry-after': '1' }
const goingDown = problem(503, 'stopping', [], 'The server is going down. Ask another, or wait.', {
  headers,
})

function notReady(reasons: readonly NotReady[]) {
  const errors = reasons.map((reason) => ({ ...reason, at: [] }))
  const detail = reasons.map(({ message }) => message).join(' ')
  return problem(503, 'not_ready', [], detail, { headers, errors })
}
