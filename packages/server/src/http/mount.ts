import type { Context, Hono } from 'hono'
import { isTransient } from '@muster/engine'
import { getCookie } from 'hono/cookie'
import { authorise, keyInHeader } from '../access/authorise.ts'
import { callerAddress } from '../access/callerAddress.ts'
import { logNameOf, nameOf } from '../access/principal.ts'
import { cookieName } from '../access/site.ts'
import { requestIdHeader, requestIdOf } from '../operate/requestId.ts'
import { problem, sendProblem } from './problem.ts'
import { readJson } from './readJson.ts'
import type { ReadJson } from './readJson.ts'
import type { Call, Deps, Route } from './route.ts'

/** Puts routes on an app. Every request passes here: who sends it is checked before anything else of it is read. */
export function mount(app: Hono, routes: readonly Route[], deps: Deps): void {
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    app.on(route.method.toUpperCase(), [path, `${path}/`], (c) => serve(route, c, deps))
  }
}

async function serve(route: Route, c: Context, deps: Deps): Promise<Response> {
  const started = performance.now()
  const requestId = requestIdOf(c.req.header(requestIdHeader))
  const { response, by } = await respond(route, c, deps, requestId)
  const ms = performance.now() - started
  deps.metrics.request(route.operation, response.status, ms)
  response.headers.set(requestIdHeader, requestId)
  // The route and not the address, which may name a person.
  const { operation, method, needs } = route
  const line = { requestId, operation, status: response.status, ms: Math.round(ms), by }
  const changes = method !== 'get' && needs !== 'messages.write' && response.status < 400
  // That it is not ready is no failure of the request, and has a line of its own.
  if (response.status >= 500 && needs !== 'nothing') deps.log.error(line, 'request failed')
  else if (changes) deps.log.info(line, 'request')
  else deps.log.debug(line, 'request')
  return response
}

async function respond(
  route: Route,
  c: Context,
  deps: Deps,
  requestId: string,
): Promise<{ readonly response: Response; readonly by: string | undefined }> {
  const request = c.req.raw
  let reading: Promise<ReadJson> | undefined
  const json = () => (reading ??= readJson(request, route.maxBytes))

  let by: string | undefined
  try {
    const shown = keyInHeader(c.req.header('authorization'))
    const fromBody = shown === undefined && route.keyInBody === true ? await keyInBody(json) : shown
    const session = getCookie(c, cookieName(request, deps.site))
    const guards = { ...deps, sessions: deps.engine.access }
    const judge = () => authorise(route, { request, key: fromBody, session }, guards)
    const authorised = await judge()
    if (!authorised.ok) return { response: sendProblem(authorised.problem), by }

    const { principal } = authorised
    by = principal && logNameOf(principal)
    const call: Call = {
      ...deps,
      ...{ request, json, principal, requestId, params: c.req.param(), query: c.req.query() },
      ...{ address: callerAddress(c, deps.site), session },
      isStillAllowed: async () => (await judge()).ok,
      by: principal === undefined ? '' : nameOf(principal),
    }
    return { response: await route.respond(call), by }
  } catch (error) {
    const line = { requestId, operation: route.operation, err: error }
    if (isTransient(error)) {
      deps.log.warn(line, 'a store is away')
      return { response: sendProblem(storeAway), by }
    }
    deps.log.error(line, 'unexpected error')
    return { response: sendProblem(unexpected), by }
  }
}

const storeAway = problem(
  503,
  'store_away',
  [],
  'A store, or another process that shares it, does not answer at the moment. Nothing of this request is lost to you: send it again.',
  { headers: { 'retry-after': '2' } },
)

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
