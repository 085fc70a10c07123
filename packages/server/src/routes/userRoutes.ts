import { z } from '@hono/zod-openapi'
import type { Actor, MadeLink } from '@muster/engine'
import { mayDo } from '../access/permissions.ts'
import { holderOf } from '../access/principal.ts'
import { addressFor } from '../access/site.ts'
import { done } from '../http/refusal.ts'
import type { Call, Route } from '../http/route.ts'
import { answer, jsonRoute } from '../http/route.ts'
import {
  inviteSchema,
  madeLinkSchema,
  roleSchema,
  sendInvitation,
  sendMadeLink,
  sendUser,
  userSchema,
  usersSchema,
} from '../wire/user.ts'

const group = 'users'
const needs = 'users.write'
const params = z.object({ id: z.string().min(1) })
const removedSchema = z.object({ removed: z.literal(true) }).openapi('Removed')

/** Those who sign in, managed by one of them or by a program. */
export const userRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'listUsers',
    method: 'get',
    path: '/api/v1/users',
    needs: 'users.read',
    group,
    summary: 'List those who sign in, and invitations that nobody has taken up.',
    answers: usersSchema,
    async do(_, { engine: { access } }) {
      const [users, invitations] = [await access.users.list(), await access.users.invitations()]
      return answer({
        users: users.map(sendUser),
        invitations: invitations.map(sendInvitation),
      })
    },
  }),
  jsonRoute({
    operation: 'inviteUser',
    method: 'post',
    path: '/api/v1/invitations',
    ...{ needs, group },
    summary: 'Invite somebody with a role. The answer holds the link to send; nothing is mailed.',
    takes: { body: inviteSchema },
    answers: madeLinkSchema,
    status: 201,
    async do({ body }, call) {
      return done(await call.engine.access.users.invite(body, actorOf(call)), sender(call))
    },
  }),
  jsonRoute({
    operation: 'renewInvitation',
    method: 'post',
    path: '/api/v1/invitations/{id}/link',
    ...{ needs, group },
    summary: 'Invite once more by a new link, with an id of its own; the old one ends.',
    takes: { params },
    answers: madeLinkSchema,
    status: 201,
    async do({ params: { id } }, call) {
      return done(await call.engine.access.users.renewInvitation(id, actorOf(call)), sender(call))
    },
  }),
  jsonRoute({
    operation: 'revokeInvitation',
    method: 'delete',
    path: '/api/v1/invitations/{id}',
    ...{ needs, group },
    summary: 'Take an invitation back.',
    takes: { params },
    answers: removedSchema,
    async do({ params: { id } }, call) {
      return done(await call.engine.access.users.revokeInvitation(id, actorOf(call)), removed)
    },
  }),
  jsonRoute({
    operation: 'changeUser',
    method: 'patch',
    path: '/api/v1/users/{id}',
    ...{ needs, group },
    summary: 'Give somebody another role, which holds at once.',
    takes: { params, body: z.strictObject({ role: roleSchema }) },
    answers: userSchema,
    async do({ params: { id }, body: { role } }, call) {
      return done(await call.engine.access.users.setRole(id, role, actorOf(call)), sendUser)
    },
  }),
  jsonRoute({
    operation: 'removeUser',
    method: 'delete',
    path: '/api/v1/users/{id}',
    ...{ needs, group },
    summary: 'Remove somebody: all their sessions end.',
    takes: { params },
    answers: removedSchema,
    async do({ params: { id } }, call) {
      return done(await call.engine.access.users.remove(id, actorOf(call)), removed)
    },
  }),
  jsonRoute({
    operation: 'makePasswordLink',
    method: 'post',
    path: '/api/v1/users/{id}/link',
    ...{ needs, group },
    summary: 'Make a link by which somebody sets a new password.',
    takes: { params },
    answers: madeLinkSchema,
    status: 201,
    async do({ params: { id } }, call) {
      return done(await call.engine.access.users.passwordLink(id, actorOf(call)), sender(call))
    },
  }),
  jsonRoute({
    operation: 'endUserSessions',
    method: 'delete',
    path: '/api/v1/users/{id}/sessions',
    ...{ needs, group },
    summary: 'End all sessions of somebody.',
    takes: { params },
    answers: z.object({ ended: z.int() }).openapi('Ended'),
    async do({ params: { id } }, call) {
      return done(await call.engine.access.users.endSessions(id, actorOf(call)), (ended) => ended)
    },
  }),
  jsonRoute({
    operation: 'recoverAccess',
    method: 'post',
    path: '/api/v1/recovery',
    needs: 'owners.recover',
    group,
    summary: "Make a link for an owner who can't come in. Only at the server: `muster user link`.",
    takes: { body: z.strictObject({ email: z.string().exactOptional() }) },
    answers: madeLinkSchema,
    status: 201,
    async do({ body: { email } }, call) {
      return done(await call.engine.access.recover(email, call.by), sender(call))
    },
  }),
]

const removed = () => ({ removed: true as const })

function sender({ request, site }: Call): (made: MadeLink) => z.input<typeof madeLinkSchema> {
  return (made) => sendMadeLink(made, addressFor(request, site))
}

function actorOf({ by, principal }: Call): Actor {
  const mayManageOwners = principal !== undefined && mayDo(holderOf(principal), 'owners.write')
  return { by, mayManageOwners }
}
