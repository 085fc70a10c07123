import { z } from '@hono/zod-openapi'
import { done, found } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { answer, jsonRoute } from '../http/route.ts'
import { audienceSchema, sendAudience } from '../wire/audience.ts'
import { jsonObjectSchema } from '../wire/common.ts'
import {
  filledTemplateSchema,
  sendTemplate,
  templateSchema,
  templatesSchema,
  templateUseSchema,
} from '../wire/template.ts'

const group = 'templates'
const params = z.object({ id: z.string().min(1) })

const noTemplate = (id: string) => ({
  code: 'unknown_template',
  at: ['id'],
  message: `There is no template "${id}". List the templates.`,
})

/** Routes for audiences to start from. */
export const templateRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'listTemplates',
    method: 'get',
    path: '/api/v1/templates',
    needs: 'audiences.read',
    group,
    summary: 'List templates, each with what it needs and whether that is there.',
    answers: templatesSchema,
    do: (_, { engine }) =>
      Promise.resolve(answer({ templates: engine.templates.list().map(sendTemplate) })),
  }),
  jsonRoute({
    operation: 'getTemplate',
    method: 'get',
    path: '/api/v1/templates/{id}',
    needs: 'audiences.read',
    group,
    summary: 'One template.',
    takes: { params },
    answers: templateSchema,
    do: ({ params: { id } }, { engine }) =>
      Promise.resolve(found(engine.templates.get(id), sendTemplate, noTemplate(id))),
  }),
  jsonRoute({
    operation: 'fillInTemplate',
    method: 'post',
    path: '/api/v1/templates/{id}/definition',
    needs: 'audiences.read',
    group,
    summary: 'The definition that a template makes of parameters; nothing is saved.',
    takes: { params, body: z.strictObject({ parameters: jsonObjectSchema }) },
    answers: filledTemplateSchema,
    async do({ params: { id }, body: { parameters } }, { engine }) {
      return done(await engine.templates.fillIn(id, parameters), (filled) => ({
        ...filled,
        // What has passed the check is JSON.
        definition: filled.definition as never,
      }))
    },
  }),
  jsonRoute({
    operation: 'createFromTemplate',
    method: 'post',
    path: '/api/v1/templates/{id}/audience',
    needs: 'audiences.write',
    group,
    summary: 'Create an audience from a template.',
    takes: { params, body: templateUseSchema },
    answers: audienceSchema,
    status: 201,
    async do({ params: { id }, body }, { engine, by }) {
      return done(await engine.templates.create(id, body, by), sendAudience)
    },
  }),
]
