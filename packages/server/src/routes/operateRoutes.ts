import { z } from '@hono/zod-openapi'
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
      if (stopping.aborted) return refuse(notReady('the server is going down'))
      const { ready, problems } = await engine.status()
      return ready ? answer({ ok: true as const }) : refuse(notReady(problems.join('; ')))
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
      return new Response(await metrics.text(await engine.status()), {
        headers: { 'content-type': metrics.contentType },
      })
    },
  },
]

function notReady(what: string) {
  const detail = `Not ready: ${what}. Wait, and look at the log if it stays so.`
  return problem(503, 'not_ready', [], detail, { headers: { 'retry-after': '1' } })
}
