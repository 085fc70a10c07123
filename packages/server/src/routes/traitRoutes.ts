import { z } from '@hono/zod-openapi'
import { done, found } from '../http/refusal.ts'
import { whileWanted, type Route } from '../http/route.ts'
import { answer, jsonRoute, refuse } from '../http/route.ts'
import {
  distributionQuestionSchema,
  distributionSchema,
  sendDistribution,
  sendTrait,
  traitCheckedSchema,
  traitDraftSchema,
  traitEditSchema,
  traitSchema,
} from '../wire/trait.ts'

import { traitFaultsOf } from './faultsOf.ts'

const group = 'traits'
const root = '/api/v1/traits'
const params = z.object({ name: z.string().min(1) })

const noTrait = (name: string) => ({
  code: 'unknown_trait',
  at: ['name'],
  message: `There is no computed trait "${name}". Check the name, or list the traits.`,
})

/** Routes about computed traits. */
export const traitRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'checkTrait',
    method: 'post',
    path: `${root}/check`,
    needs: 'audiences.read',
    group,
    summary: 'Say everything that is wrong or doubtful with a computed trait, and what it means.',
    takes: { body: traitDraftSchema },
    answers: traitCheckedSchema,
    do: async ({ body }, { engine }) => answer(await engine.traits.check(body)),
  }),
  jsonRoute({
    operation: 'distributeTrait',
    method: 'post',
    path: `${root}/distribution`,
    needs: 'analysis.read',
    group,
    summary: 'How the values of a computed trait, saved or not, are spread over everybody; exact.',
    takes: { body: distributionQuestionSchema },
    answers: distributionSchema,
    async do({ body: { of, ...options } }, call) {
      const signal = whileWanted(call)
      return done(
        await call.engine.traits.distribution(of, { ...options, signal }),
        sendDistribution,
      )
    },
  }),
  jsonRoute({
    operation: 'createTrait',
    method: 'post',
    path: root,
    needs: 'audiences.write',
    group,
    summary: 'Define a computed trait.',
    takes: { body: traitDraftSchema },
    answers: traitSchema,
    status: 201,
    async do({ body }, { engine, by }) {
      const faults = await traitFaultsOf(engine, body)
      if (faults !== undefined) return refuse(faults)
      return done(await engine.traits.create(body, by), sendTrait)
    },
  }),
  jsonRoute({
    operation: 'listTraits',
    method: 'get',
    path: root,
    needs: 'audiences.read',
    group,
    summary: 'List the computed traits, those of the workspace and the standard ones.',
    answers: z.object({ traits: z.array(traitSchema).readonly() }).openapi('ComputedTraits'),
    async do(_, { engine }) {
      return answer({ traits: (await engine.traits.list()).map(sendTrait) })
    },
  }),
  jsonRoute({
    operation: 'getTrait',
    method: 'get',
    path: `${root}/{name}`,
    needs: 'audiences.read',
    group,
    summary: 'Read a computed trait.',
    takes: { params },
    answers: traitSchema,
    async do({ params: { name } }, { engine }) {
      return found(await engine.traits.get(name), sendTrait, noTrait(name))
    },
  }),
  jsonRoute({
    operation: 'editTrait',
    method: 'patch',
    path: `${root}/{name}`,
    needs: 'audiences.write',
    group,
    summary: 'Change a computed trait; live audiences that rest on it are computed anew.',
    takes: { params, body: traitEditSchema },
    answers: traitSchema,
    async do({ params: { name }, body }, { engine, by }) {
      const { expression } = body
      const faults =
        expression === undefined ? undefined : await traitFaultsOf(engine, { name, expression })
      if (faults !== undefined) return refuse(faults)
      return done(await engine.traits.edit(name, body, by), sendTrait)
    },
  }),
  jsonRoute({
    operation: 'removeTrait',
    method: 'delete',
    path: `${root}/{name}`,
    needs: 'audiences.write',
    group,
    summary: 'Remove a computed trait that nothing rests on.',
    takes: { params },
    answers: z.object({ removed: z.string() }).openapi('TraitRemoved'),
    async do({ params: { name } }, { engine, by }) {
      return done(await engine.traits.remove(name, by), () => ({ removed: name }))
    },
  }),
]
