import { z } from '@hono/zod-openapi'
import { done } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute } from '../http/route.ts'
import {
  listChangedSchema,
  listDraftSchema,
  listedSchema,
  listSchema,
  listsSchema,
} from '../wire/list.ts'

const group = 'lists'
const params = z.object({ id: z.string().min(1) })

export const listRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'createList',
    method: 'post',
    path: '/api/v1/lists',
    needs: 'lists.write',
    group,
    summary: 'Create a list.',
    takes: { body: listDraftSchema },
    answers: listSchema,
    status: 201,
    async do({ body }, { engine, by }) {
      return done(await engine.lists.create(body, by), (list) => ({ ...list, size: 0 }))
    },
  }),
  jsonRoute({
    operation: 'listLists',
    method: 'get',
    path: '/api/v1/lists',
    needs: 'lists.read',
    group,
    summary: 'List the lists.',
    answers: listsSchema,
    async do(_, { engine }) {
      return answer({ lists: await engine.lists.list() })
    },
  }),
  ...([true, false] as const).map((present) =>
    jsonRoute({
      operation: present ? 'addToList' : 'removeFromList',
      method: 'post',
      path: `/api/v1/lists/{id}/${present ? 'add' : 'remove'}`,
      needs: 'lists.write',
      group,
      summary: present
        ? 'Put profiles on a list by identifier; one that nobody has yet makes a profile.'
        : 'Take profiles off a list by identifier.',
      takes: { params, body: listedSchema },
      answers: listChangedSchema,
      async do({ params: { id }, body: { identifiers } }, { engine, by }) {
        return done(await engine.lists.put(id, identifiers, present, by), (changed) => changed)
      },
    }),
  ),
]
