import { Hono } from 'hono'
import type { Engine } from '@muster/engine'
import { createKeyring } from './access/keyring.ts'
import { mount, unexpected } from './http/mount.ts'
import { openApi } from './http/openApi.ts'
import { problem, sendProblem } from './http/problem.ts'
import type { Route } from './http/route.ts'
import { sendJson } from './http/sendJson.ts'
import type { Uploads } from './imports/uploads.ts'
import { openToBrowsers } from './ingest/openToBrowsers.ts'
import type { Site } from './access/site.ts'
import type { Log } from './operate/log.ts'
import type { Metrics } from './operate/metrics.ts'
import { createRoutes } from './routes/createRoutes.ts'
import type { WebApp } from './web/webApp.ts'

export interface AppOptions {
  readonly engine: Engine
  readonly log: Log
  readonly metrics: Metrics
  readonly uploads: Uploads
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number
  /** Ends live feeds, and says that the server is not ready any more. */
  readonly stopping: AbortSignal
  readonly checkAnswers?: boolean
  /** How the server is reached from outside; directly, when it is left out. */
  readonly site?: Site
  /** Opens what a command on this machine may do. */
  readonly machineKey?: string
  /** What people see who open the address; without it there is the API alone. */
  readonly web?: WebApp
}

/** Everything that Muster answers over HTTP, as one function from request to response. */
export function createApp(options: AppOptions): Hono {
  const { engine, log, metrics, uploads, now, stopping, checkAnswers = false, web } = options
  const { site = { proxies: 0 }, machineKey } = options
  const routes = createRoutes()
  const app = new Hono()
  const keyring = createKeyring(engine.keys, now)
  app.use('/v1/*', openToBrowsers)
  mount(app, routes, {
    ...{ engine, log, metrics, uploads, now, stopping, checkAnswers, keyring, site, machineKey },
  })
  let description: ReturnType<typeof openApi> | undefined
  app.get('/openapi.json', () => sendJson((description ??= openApi(routes))))
  app.notFound(
    (c) => web?.respond(c.req.raw) ?? sendProblem(noRoute(c.req.method, c.req.path, routes)),
  )
  app.onError((error) => {
    log.error({ err: error }, 'unexpected error')
    return sendProblem(unexpected)
  })
  return app
}

function noRoute(method: string, path: string, routes: readonly Route[]) {
  const fitting = routes.filter((route) => patternOf(route).test(path))
  if (fitting.length === 0) {
    const detail = 'Nothing stands at this address. /openapi.json says what there is.'
    return problem(404, 'unknown_route', [], detail)
  }
  const allow = [...new Set(fitting.map((route) => route.method.toUpperCase()))].join(', ')
  const detail = `${method} does nothing here. Use ${allow}.`
  return problem(405, 'wrong_method', [], detail, { headers: { allow } })
}

function patternOf({ path }: Route): RegExp {
  const steps = path.split('/').map((step) => (step.startsWith('{') ? '[^/]+' : step))
  return new RegExp(`^${steps.join('/')}/?$`)
}
