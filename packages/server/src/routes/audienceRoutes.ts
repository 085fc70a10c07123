import { z } from '@hono/zod-openapi'
import { done, found, noAudience } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute, refuse } from '../http/route.ts'
import {
  audienceDraftSchema,
  audienceEditSchema,
  audienceSchema,
  audienceVersionSchema,
  checkedSchema,
  sendAudience,
} from '../wire/audience.ts'
import { definitionSchema } from '../wire/common.ts'
import { faultsOf } from './faultsOf.ts'

const group = 'audiences'
const params = z.object({ id: z.string().min(1) })
const read = 'audiences.read'
const write = 'audiences.write'

export const audienceRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'checkDefinition',
    method: 'post',
    path: '/api/v1/audiences/check',
    needs: read,
    group,
    summary: 'Say everything that is wrong or doubtful with a definition, and what it means.',
    takes: {
      body: z.strictObject({
        definition: definitionSchema,
        self: z.string().exactOptional().openapi({
          description: 'The audience that it is for, so that a circle is found.',
        }),
      }),
    },
    answers: checkedSchema,
    async do({ body }, { engine }) {
      const checked = await engine.audiences.check(body.definition, body.self)
      if (!checked.ok) return answer({ ok: false, errors: checked.errors })
      const sentence = await engine.audiences.describe(checked.definition)
      return answer({ ok: true, sentence, warnings: checked.warnings })
    },
  }),
  jsonRoute({
    operation: 'createAudience',
    method: 'post',
    path: '/api/v1/audiences',
    needs: write,
    group,
    summary: 'Create an audience.',
    takes: { body: audienceDraftSchema },
    answers: audienceSchema,
    status: 201,
    async do({ body }, { engine, by }) {
      const faults = await faultsOf(engine, body.definition)
      if (faults !== undefined) return refuse(faults)
      return done(await engine.audiences.create(body, by), sendAudience)
    },
  }),
  jsonRoute({
    operation: 'listAudiences',
    method: 'get',
    path: '/api/v1/audiences',
    needs: read,
    group,
    summary: 'List audiences.',
    takes: {
      query: z.object({
        state: z.enum(['draft', 'live', 'archived']).exactOptional(),
        tag: z.string().exactOptional(),
      }),
    },
    answers: z.object({ audiences: z.array(audienceSchema).readonly() }).openapi('Audiences'),
    async do({ query }, { engine }) {
      const audiences = await engine.audiences.list(query)
      return answer({ audiences: audiences.map(sendAudience) })
    },
  }),
  jsonRoute({
    operation: 'getAudience',
    method: 'get',
    path: '/api/v1/audiences/{id}',
    needs: read,
    group,
    summary: 'Read an audience.',
    takes: { params },
    answers: audienceSchema,
    async do({ params: { id } }, { engine }) {
      return found(await engine.audiences.get(id), sendAudience, noAudience(id))
    },
  }),
  jsonRoute({
    operation: 'editAudience',
    method: 'patch',
    path: '/api/v1/audiences/{id}',
    needs: write,
    group,
    summary: 'Change an audience; a changed definition makes a new version.',
    takes: { params, body: audienceEditSchema },
    answers: audienceSchema,
    async do({ params: { id }, body }, { engine, by }) {
      const { definition } = body
      const faults = definition === undefined ? undefined : await faultsOf(engine, definition, id)
      if (faults !== undefined) return refuse(faults)
      return done(await engine.audiences.edit(id, body, by), sendAudience)
    },
  }),
  jsonRoute({
    operation: 'archiveAudience',
    method: 'post',
    path: '/api/v1/audiences/{id}/archive',
    needs: write,
    group,
    summary: 'Archive an audience: everybody leaves it.',
    takes: { params },
    answers: audienceSchema,
    async do({ params: { id } }, { engine, by }) {
      return done(await engine.audiences.archive(id, by), sendAudience)
    },
  }),
  jsonRoute({
    operation: 'listAudienceVersions',
    method: 'get',
    path: '/api/v1/audiences/{id}/versions',
    needs: read,
    group,
    summary: 'List the versions of a definition.',
    takes: { params },
    answers: z
      .object({ versions: z.array(audienceVersionSchema).readonly() })
      .openapi('AudienceVersions'),
    async do({ params: { id } }, { engine }) {
      const versions = await engine.audiences.versions(id)
      return found(
        versions,
        (all) => ({
          versions: all.map(({ version, definition, createdAt, createdBy, note }) => ({
            ...{ version, definition, createdAt, createdBy, note },
          })),
        }),
        noAudience(id),
      )
    },
  }),
]
