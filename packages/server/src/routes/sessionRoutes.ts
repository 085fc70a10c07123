import { z } from '@hono/zod-openapi'
import type { Admission } from '@muster/engine'
import { sessionCookie } from '../access/site.ts'
import { done, refusalProblem } from '../http/refusal.ts'
import type { Call, Done, Route } from '../http/route.ts'
import { answer, jsonRoute, refuse, signedIn } from '../http/route.ts'
import type { Me } from '../wire/user.ts'
import {
  credentialsSchema,
  linkGivenSchema,
  linkSeenSchema,
  meSchema,
  sendLinkSeen,
  tokenSchema,
} from '../wire/user.ts'
import { meOf } from './meOf.ts'

const group = 'sign-in'
const door = { needs: 'nothing', isDoor: true, group } as const
const note = 'A browser only: it needs the header `x-requested-with` and sets a cookie.'

/** How one comes in and goes out. */
export const sessionRoutes: readonly Route[] = [
  jsonRoute({
    ...door,
    operation: 'getSession',
    method: 'get',
    path: '/api/v1/session',
    summary: 'Who is signed in, or nobody.',
    answers: z.object({ me: meSchema.nullable() }).openapi('SignedIn'),
    do: (_, { principal }) =>
      Promise.resolve(answer({ me: principal === undefined ? null : meOf(principal) }, fresh)),
  }),
  jsonRoute({
    ...door,
    operation: 'signIn',
    method: 'post',
    path: '/api/v1/session',
    summary: `Sign in by address and password. ${note}`,
    takes: { body: credentialsSchema },
    answers: meSchema,
    status: 201,
    async do({ body }, call) {
      return admitted(await call.engine.access.signIn(body, arrivalOf(call)), call)
    },
  }),
  jsonRoute({
    operation: 'signOut',
    method: 'delete',
    path: '/api/v1/session',
    needs: 'session',
    group,
    summary: 'Sign out: the session ends at the server.',
    answers: z.object({ signedOut: z.literal(true) }).openapi('SignedOut'),
    async do(_, call) {
      const { user, session } = signedIn(call)
      await call.engine.access.own.endSession(user, session.id)
      return answer({ signedOut: true }, sessionCookie(call.request, call.site, undefined))
    },
  }),
  jsonRoute({
    ...door,
    operation: 'lookAtLink',
    method: 'post',
    path: '/api/v1/links/look',
    summary: 'What a one-time link is for, without using it up.',
    takes: { body: tokenSchema },
    answers: linkSeenSchema,
    async do({ body: { token } }, { engine }) {
      return done(await engine.access.look(token), sendLinkSeen)
    },
  }),
  jsonRoute({
    ...door,
    operation: 'takeLink',
    method: 'post',
    path: '/api/v1/links/use',
    summary: `Use a one-time link up, and be signed in. ${note}`,
    takes: { body: linkGivenSchema },
    answers: meSchema,
    status: 201,
    async do({ body }, call) {
      return admitted(await call.engine.access.useLink(body, arrivalOf(call)), call)
    },
  }),
]

/** What is told of a session is nobody else's, and not true for long. */
const fresh = { 'cache-control': 'no-store' }

export function arrivalOf({ request, address, session }: Call) {
  const agent = request.headers.get('user-agent') ?? ''
  return { address, agent, ...(session !== undefined && { replaces: session }) }
}

/** Whoever was let in, with the cookie that says so from now on. */
export function admitted(admission: Admission, { request, site }: Call): Done<Me> {
  if (!admission.ok) return refuse(refusalProblem(admission.error))
  const { value } = admission
  return answer(meOf({ kind: 'user', ...value }), sessionCookie(request, site, value))
}
