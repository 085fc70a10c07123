import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { done } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute, refuse } from '../http/route.ts'
import { catalogueSchema } from '../wire/catalogue.ts'
import { jsonObjectSchema } from '../wire/common.ts'
import { createdKeySchema, keyDraftSchema, keysSchema, sendKey } from '../wire/key.ts'
import { meOf } from './meOf.ts'
import { meSchema } from '../wire/user.ts'
import { sendStatus, statusSchema } from '../wire/status.ts'

const group = 'workspace'

export const workspaceRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'getCatalogue',
    method: 'get',
    path: '/api/v1/catalogue',
    needs: 'catalogue.read',
    group,
    summary: 'Every event, property and trait that has been seen, with its types.',
    answers: catalogueSchema,
    async do(_, { engine }) {
      return answer(await engine.catalogue())
    },
  }),
  jsonRoute({
    operation: 'getStatus',
    method: 'get',
    path: '/api/v1/status',
    needs: 'status.read',
    group,
    summary: 'How the engine is doing.',
    answers: statusSchema,
    async do(_, { engine }) {
      return answer(sendStatus(await engine.status()))
    },
  }),
  jsonRoute({
    operation: 'getMe',
    method: 'get',
    path: '/api/v1/me',
    needs: 'status.read',
    group,
    summary: 'Who asks, by sign-in or by key, and may do what.',
    answers: meSchema,
    do(_, { principal }) {
      if (principal === undefined) throw new Error('a route that needs a key was reached without')
      return Promise.resolve(answer(meOf(principal)))
    },
  }),
  jsonRoute({
    operation: 'getSettings',
    method: 'get',
    path: '/api/v1/settings',
    needs: 'settings.read',
    group,
    summary: 'Read the settings.',
    answers: jsonObjectSchema,
    async do(_, { engine }) {
      return answer(await engine.settings.get())
    },
  }),
  jsonRoute({
    operation: 'changeSettings',
    method: 'patch',
    path: '/api/v1/settings',
    needs: 'settings.write',
    group,
    summary: 'Change the settings that are named.',
    takes: { body: jsonObjectSchema },
    answers: jsonObjectSchema,
    async do({ body }, { engine, by }) {
      return done(await engine.settings.change(body, by), (settings) => settings)
    },
  }),
  jsonRoute({
    operation: 'listKeys',
    method: 'get',
    path: '/api/v1/keys',
    needs: 'keys.read',
    group,
    summary: 'List keys, revoked ones too; never the keys themselves.',
    answers: keysSchema,
    async do(_, { engine }) {
      const keys = await engine.keys.list()
      return answer({ keys: keys.map(sendKey) })
    },
  }),
  jsonRoute({
    operation: 'createKey',
    method: 'post',
    path: '/api/v1/keys',
    needs: 'keys.write',
    group,
    summary: 'Create a key. It is shown in this answer and never again.',
    takes: { body: keyDraftSchema },
    answers: createdKeySchema,
    status: 201,
    async do({ body }, { engine, by }) {
      const { key, stored } = await engine.keys.create(body, by)
      return answer({ key, stored: sendKey(stored) })
    },
  }),
  jsonRoute({
    operation: 'revokeKey',
    method: 'delete',
    path: '/api/v1/keys/{id}',
    needs: 'keys.write',
    group,
    summary: 'Revoke a key: it opens nothing any more.',
    takes: { params: z.object({ id: z.string().min(1) }) },
    answers: z.object({ revoked: z.literal(true) }).openapi('Revoked'),
    async do({ params: { id } }, { engine, keyring, by }) {
      const wasRevoked = await engine.keys.revoke(id, by)
      keyring.forget()
      if (wasRevoked) return answer({ revoked: true as const })
      const detail = `There is no key "${id}" that is still good. List the keys.`
      return refuse(problem(404, 'unknown_key', ['id'], detail))
    },
  }),
]
