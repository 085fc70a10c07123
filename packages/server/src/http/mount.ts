import type { Context, Hono } from 'hono'
import { authorise, keyInHeader } from '../access/authorise.ts'
import { problem, sendProblem } from './problem.ts'
import { readJson } from './readJson.ts'
import type { ReadJson } from './readJson.ts'
import type { Call, Deps, Route } from './route.ts'

/** Puts routes on an app. Every request passes here: its key is checked before anything else of it is read. */
export function mount(app: Hono, routes: readonly Route[], deps: Deps): void {
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    app.on(route.method.toUpperCase(), [path, `${path}/`], (c) => serve(route, c, deps))
  }
}

async function serve(route: Route, c: Context, deps: Deps): Promise<Response> {
  const started = performance.now()
  const response = await respond(route, c, deps)
  const ms = performance.now() - started
  deps.metrics.request(route.operation, response.status, ms)
  // The route and not the address, which may name a person.
  const line = { operation: route.operation, status: response.status, ms: Math.round(ms) }
  if (response.status >= 500) deps.log.error(line, 'request failed')
  else deps.log.debug(line, 'request')
  return response
}

async function respond(route: Route, c: Context, deps: Deps): Promise<Response> {
  const request = c.req.raw
  let reading: Promise<ReadJson> | undefined
  const json = () => (reading ??= readJson(request, route.maxBytes))

  const shown = keyInHeader(c.req.header('authorization'))
  const fromBody = shown === undefined && route.keyInBody === true ? await keyInBody(json) : shown
  const authorised = await authorise(route.needs, fromBody, deps.keyring)
  if (!authorised.ok) return sendProblem(authorised.problem)

  const { key } = authorised
  const call: Call = {
    ...deps,
    ...{ request, json, key, params: c.req.param(), query: c.req.query() },
    by: key?.name ?? '',
  }
  try {
    return await route.respond(call)
  } catch (error) {
    deps.log.error({ operation: route.operation, err: error }, 'unexpected error')
    return sendProblem(unexpected)
  }
}

export const unexpected = problem(
  500,
  'internal',
  [],
  'Something broke on our side; the log says what. Try again, and report it if it stays.',
)

/** A body that cannot be read shows no key, and whoever shows none is told nothing else. */
async function keyInBody(json: () => Promise<ReadJson>): Promise<string | undefined> {
  const body = await json()
  if (!body.ok) return undefined
  const { value } = body
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'writeKey'))
    return undefined
  const writeKey: unknown = Reflect.get(value, 'writeKey')
  return typeof writeKey === 'string' ? writeKey : undefined
}
