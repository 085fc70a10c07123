import type { z } from '@hono/zod-openapi'
import type { Engine } from '@muster/engine'
import type { Need } from '../access/authorise.ts'
import type { Keyring } from '../access/keyring.ts'
import type { Principal, SignedInUser } from '../access/principal.ts'
import type { Site } from '../access/site.ts'
import type { Uploads } from '../imports/uploads.ts'
import type { Metrics } from '../operate/metrics.ts'
import type { Log } from '../operate/log.ts'
import type { Problem } from './problem.ts'
import { sendProblem } from './problem.ts'
import type { ReadJson } from './readJson.ts'
import { sendJson } from './sendJson.ts'
import type { Sendable } from './sendJson.ts'
import { readInput } from './readInput.ts'
import type { Infer, Shape } from './readInput.ts'

/** What all routes work with. `now` is in milliseconds since 1970 UTC; `stopping` fires when the server goes down. */
export interface Deps {
  readonly engine: Engine
  readonly keyring: Keyring
  /** Opens what a command on this machine may do. */
  readonly machineKey: string | undefined
  readonly site: Site
  readonly metrics: Metrics
  readonly uploads: Uploads
  readonly log: Log
  readonly now: () => number
  readonly stopping: AbortSignal
  /** Checks each answer against the schema that describes it. For tests: it costs as much as the answer. */
  readonly checkAnswers?: boolean
}

/** One request on its way to a route, after it was found who sends it. */
export interface Call extends Deps {
  /** Names the request in the log. */
  readonly requestId: string
  readonly request: Request
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** Missing only where a route needs nothing. */
  readonly principal: Principal | undefined
  /** Who asks, for the records: the name of the key, or the address of whoever is signed in. */
  readonly by: string
  /** The network address of whoever asks. */
  readonly address: string
  /** What the cookie of a session holds, good or not. */
  readonly session: string | undefined
  /** Whether the same request would still be let in: keys are revoked, and sessions end, while an answer goes on. */
  readonly isStillAllowed: () => Promise<boolean>
  /** The body as JSON, read when it is first asked for. */
  readonly json: () => Promise<ReadJson>
}

export type Method = 'get' | 'post' | 'patch' | 'delete'

/** A route is a declaration: where it stands, what it needs, what it takes and answers, and what it does. */
export interface Route {
  /** The name of what it does, in the description of the API. */
  readonly operation: string
  readonly method: Method
  /** Parameters in braces, as OpenAPI writes them. */
  readonly path: string
  readonly needs: Need
  /** Messages come with a write key, which may stand in the body and in any of Segment's places. */
  readonly keyInBody?: boolean
  /** One comes in here: open to everybody who comes by one of our own pages. */
  readonly isDoor?: boolean
  readonly maxBytes: number
  readonly group: string
  readonly summary: string
  readonly shape: Shape
  readonly answer: Answer
  readonly respond: (call: Call) => Promise<Response>
}

/** What a route answers when all goes well: JSON of a schema, or something else that it describes in words. */
export type Answer =
  | { readonly status: 200 | 201 | 202; readonly schema: z.ZodType }
  | { readonly status: 200; readonly contentType: string }

/** A definition, or an import of a list of identifiers; whole files come by another way. */
export const usualMaxBytes = 2 * 1024 * 1024

interface Declared<S extends Shape, A extends z.ZodType> {
  readonly operation: string
  readonly method: Method
  readonly path: string
  readonly needs: Need
  readonly isDoor?: boolean
  readonly group: string
  readonly summary: string
  readonly takes?: S
  readonly answers: A
  readonly status?: 200 | 201 | 202
  readonly do: (input: Infer<S>, call: Call) => Promise<Done<z.input<A>>>
}

export type Done<Value> =
  | {
      readonly ok: true
      readonly value: Value
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly ok: false; readonly problem: Problem }

export function answer<const Value>(
  value: Value,
  headers: Readonly<Record<string, string>> = {},
): Done<Value> {
  return { ok: true, value, headers }
}

export function refuse(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem }
}

/** Declares a route that takes and answers JSON. The schemas are its types, its checks and its description. */
export function jsonRoute<S extends Shape, A extends z.ZodType>(declared: Declared<S, A>): Route {
  const { operation, method, path, needs, isDoor, group, summary, answers } = declared
  const { status = 200 } = declared
  // A route that names nothing takes nothing: S is then {}.
  const shape = declared.takes ?? ({} as S)
  return {
    ...{ operation, method, path, needs, group, summary, shape },
    ...(isDoor !== undefined && { isDoor }),
    maxBytes: usualMaxBytes,
    answer: { status, schema: answers },
    async respond(call) {
      const input = await readInput(shape, call)
      if (!input.ok) return sendProblem(input.problem)
      const done = await declared.do(input.value, call)
      if (!done.ok) return sendProblem(done.problem)
      if (call.checkAnswers === true) answers.parse(done.value)
      // By its schema an answer is JSON, perhaps with keys that have no value.
      return sendJson(done.value as Sendable, status, done.headers)
    },
  }
}

/** Whoever is signed in: there is somebody where a route needs a session. */
export function signedIn({ principal }: Call): SignedInUser {
  if (principal?.kind !== 'user')
    throw new Error('a route that needs a session was reached without')
  return principal
}

/** An analysis is worth nothing to somebody who has gone, nor to a server that goes down: it ends then, also inside the store. */
export const whileWanted = ({ request, stopping }: Call): AbortSignal =>
  AbortSignal.any([request.signal, stopping])
