import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { done } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute, refuse, signedIn } from '../http/route.ts'
import {
  meSchema,
  passwordChangeSchema,
  sendSession,
  sendUser,
  sessionSchema,
  userSchema,
} from '../wire/user.ts'
import { admitted, arrivalOf } from './sessionRoutes.ts'

const own = { needs: 'session', group: 'account' } as const

/** What everybody who is signed in may do with what is their own, whatever the role. */
export const accountRoutes: readonly Route[] = [
  jsonRoute({
    ...own,
    operation: 'changeAccount',
    method: 'patch',
    path: '/api/v1/account',
    summary: "Change one's own name.",
    takes: { body: z.strictObject({ name: z.string().max(1_000) }) },
    answers: userSchema,
    async do({ body: { name } }, call) {
      return done(await call.engine.access.own.rename(signedIn(call).user, name), sendUser)
    },
  }),
  jsonRoute({
    ...own,
    operation: 'changePassword',
    method: 'post',
    path: '/api/v1/account/password',
    summary: "Change one's own password: all other sessions end.",
    takes: { body: passwordChangeSchema },
    answers: meSchema,
    async do({ body: { password: wanted, ...current } }, call) {
      const { changePassword } = call.engine.access.own
      const passwords = { ...current, wanted }
      return admitted(await changePassword(signedIn(call).user, passwords, arrivalOf(call)), call)
    },
  }),
  jsonRoute({
    ...own,
    operation: 'listSessions',
    method: 'get',
    path: '/api/v1/account/sessions',
    summary: "List one's own sessions, the one that was used last first.",
    answers: z.object({ sessions: z.array(sessionSchema).readonly() }).openapi('Sessions'),
    async do(_, call) {
      const { user, session } = signedIn(call)
      const sessions = await call.engine.access.own.sessions(user)
      return answer({ sessions: sessions.map((each) => sendSession(each, session.id)) })
    },
  }),
  jsonRoute({
    ...own,
    operation: 'endOtherSessions',
    method: 'delete',
    path: '/api/v1/account/sessions',
    summary: "End one's own sessions, but for the one that asks.",
    answers: z.object({ ended: z.int() }).openapi('Ended'),
    async do(_, call) {
      const { user, session } = signedIn(call)
      return answer({ ended: await call.engine.access.own.endOthers(user, session.id) })
    },
  }),
  jsonRoute({
    ...own,
    operation: 'endSession',
    method: 'delete',
    path: '/api/v1/account/sessions/{id}',
    summary: "End one of one's own sessions.",
    takes: { params: z.object({ id: z.string().min(1) }) },
    answers: z.object({ ended: z.literal(1) }).openapi('EndedOne'),
    async do({ params: { id } }, call) {
      if (await call.engine.access.own.endSession(signedIn(call).user, id)) {
        return answer({ ended: 1 })
      }
      const detail = `You have no session "${id}". List your sessions.`
      return refuse(problem(404, 'unknown_session', ['id'], detail))
    },
  }),
]
