import { z } from '@hono/zod-openapi'
import { problem } from '../http/problem.ts'
import { done } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { jsonRoute, refuse } from '../http/route.ts'
import { sizeSchema } from '../wire/audience.ts'
import {
  definitionSchema,
  idSchema,
  instantSchema,
  instantTextSchema,
  limitSchema,
} from '../wire/common.ts'
import {
  explanationSchema,
  membersSchema,
  previewSchema,
  sendMembers,
  sendPreview,
} from '../wire/membership.ts'
import { faultsOf } from './faultsOf.ts'

const group = 'audiences'
const params = z.object({ id: z.string().min(1) })
const needs = 'audiences.read'
const DAY = 86_400_000
const MOST_STEPS = 10_000

const tooManySteps = problem(
  422,
  'too_many_steps',
  ['query', 'step'],
  `There are more than ${MOST_STEPS} steps between from and to. Ask for a longer step or a shorter time.`,
)

/** Routes about who is in an audience, and why. */
export const membershipRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'previewAudience',
    method: 'post',
    path: '/api/v1/audiences/preview',
    needs,
    group,
    summary: 'Count exactly who a definition selects, before anything is saved.',
    takes: {
      body: z.strictObject({
        definition: definitionSchema,
        at: instantSchema.exactOptional(),
        sample: z.int().min(0).max(100).exactOptional(),
      }),
    },
    answers: previewSchema,
    async do({ body: { definition, ...options } }, { engine }) {
      const faults = await faultsOf(engine, definition)
      if (faults !== undefined) return refuse(faults)
      return done(await engine.audiences.preview(definition, options), sendPreview)
    },
  }),
  jsonRoute({
    operation: 'listMembers',
    method: 'get',
    path: '/api/v1/audiences/{id}/members',
    needs,
    group,
    summary: 'List members, now or as they were recorded at an instant.',
    takes: {
      params,
      query: z.object({
        at: instantTextSchema.exactOptional(),
        after: idSchema.exactOptional(),
        identifier: z.string().min(1).max(1_000).exactOptional().openapi({
          description: 'Only whoever has this as an identifier of any kind, whole, or as their id.',
        }),
        limit: limitSchema(100, 1_000),
        traits: z.string().exactOptional().openapi({
          description:
            'The traits to show, computed or sent, as a list with commas between them; those that most of the people have when it is left out.',
        }),
      }),
    },
    answers: membersSchema,
    async do({ params: { id }, query }, { engine }) {
      const { after, traits, ...rest } = query
      const page = {
        ...rest,
        ...(after !== undefined && { after: BigInt(after) }),
        ...(traits !== undefined && { traits: traits.split(',').filter((path) => path !== '') }),
      }
      return done(await engine.audiences.members(id, page), sendMembers)
    },
  }),
  jsonRoute({
    operation: 'listSizes',
    method: 'get',
    path: '/api/v1/audiences/{id}/sizes',
    needs,
    group,
    summary: 'The recorded size at the end of each step in [from, to).',
    takes: {
      params,
      query: z.object({
        from: instantTextSchema.exactOptional().openapi({ description: '30 days before `to`.' }),
        to: instantTextSchema.exactOptional().openapi({ description: 'Now.' }),
        step: z.coerce
          .number()
          .int()
          .min(1_000)
          .default(DAY)
          .openapi({ type: 'integer', description: 'Milliseconds.', default: DAY }),
      }),
    },
    answers: z.object({ sizes: z.array(sizeSchema).readonly() }).openapi('Sizes'),
    async do({ params: { id }, query }, { engine, now }) {
      const to = query.to ?? now()
      const range = { from: query.from ?? to - 30 * DAY, to, step: query.step }
      if ((to - range.from) / range.step > MOST_STEPS) return refuse(tooManySteps)
      return done(await engine.audiences.sizes(id, range), (sizes) => ({ sizes }))
    },
  }),
  jsonRoute({
    operation: 'explainMembership',
    method: 'get',
    path: '/api/v1/audiences/{id}/explain',
    needs,
    group,
    summary: 'Why a profile is in an audience or not, with the evidence beside each condition.',
    takes: {
      params,
      query: z.object({ profile: idSchema, at: instantTextSchema.exactOptional() }),
    },
    answers: explanationSchema,
    async do({ params: { id }, query: { profile, at } }, { engine }) {
      const explained = await engine.audiences.explain({ audience: id }, BigInt(profile), at)
      return done(explained, (explanation) => explanation)
    },
  }),
  jsonRoute({
    operation: 'explainDefinition',
    method: 'post',
    path: '/api/v1/audiences/explain',
    needs,
    group,
    summary: 'The same for a definition that is not saved.',
    takes: {
      body: z.strictObject({
        definition: definitionSchema,
        profile: idSchema,
        at: instantSchema.exactOptional(),
      }),
    },
    answers: explanationSchema,
    async do({ body: { definition, profile, at } }, { engine }) {
      const faults = await faultsOf(engine, definition)
      if (faults !== undefined) return refuse(faults)
      const explained = await engine.audiences.explain({ definition }, BigInt(profile), at)
      return done(explained, (explanation) => explanation)
    },
  }),
]
