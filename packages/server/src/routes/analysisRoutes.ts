import { z } from '@hono/zod-openapi'
import { done } from '../http/refusal.ts'
import { whileWanted, type Route } from '../http/route.ts'
import { jsonRoute } from '../http/route.ts'
import {
  duplicatesQuestionSchema,
  duplicatesSchema,
  historySchema,
  overlapQuestionSchema,
  overlapSchema,
  readSubject,
  sendNamed,
  subjectSchema,
  suppressionQuestionSchema,
  suppressionSchema,
} from '../wire/analysis.ts'
import { basketQuestionSchema, basketSchema, sendBasket } from '../wire/basket.ts'
import { instantTextSchema } from '../wire/common.ts'
import {
  migrationQuestionSchema,
  migrationSchema,
  retentionQuestionSchema,
  retentionSchema,
  sendMigration,
  sendRetention,
} from '../wire/overTime.ts'
import { reportSchema, sendReport } from '../wire/report.ts'

const group = 'analysis'
const needs = 'analysis.read'
const DAY = 86_400_000

/** Routes that ask questions over everybody. They change nothing, and are posts because questions hold definitions. */
export const analysisRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'reportAudience',
    method: 'post',
    path: '/api/v1/analysis/report',
    ...{ needs, group },
    summary: 'What an audience looks like beside everyone, and what sets it apart.',
    takes: { body: z.strictObject({ subject: subjectSchema }) },
    answers: reportSchema,
    async do({ body: { subject } }, call) {
      const { analyses } = call.engine
      return done(await analyses.report(readSubject(subject), whileWanted(call)), sendReport)
    },
  }),
  jsonRoute({
    operation: 'overlapAudiences',
    method: 'post',
    path: '/api/v1/analysis/overlap',
    ...{ needs, group },
    summary: 'How audiences overlap, by pairs and by combinations; exact.',
    takes: { body: overlapQuestionSchema },
    answers: overlapSchema,
    async do({ body: { subjects, ...options } }, call) {
      const { analyses } = call.engine
      const found = await analyses.overlap(subjects.map(readSubject), options, whileWanted(call))
      return done(found, (overlap) => ({ ...overlap, sets: overlap.sets.map(sendNamed) }))
    },
  }),
  jsonRoute({
    operation: 'findDuplicates',
    method: 'post',
    path: '/api/v1/analysis/duplicates',
    ...{ needs, group },
    summary: 'Live audiences that are nearly the same people, or mean the same.',
    takes: { body: duplicatesQuestionSchema },
    answers: duplicatesSchema,
    async do({ body }, call) {
      const found = await call.engine.analyses.duplicates(body, whileWanted(call))
      return done(found, ({ compared, pairs }) => ({
        compared,
        pairs: pairs.map((pair) => ({ ...pair, a: sendNamed(pair.a), b: sendNamed(pair.b) })),
      }))
    },
  }),
  jsonRoute({
    operation: 'suppressAudiences',
    method: 'post',
    path: '/api/v1/analysis/suppression',
    ...{ needs, group },
    summary: 'What is left of one audience without others.',
    takes: { body: suppressionQuestionSchema },
    answers: suppressionSchema,
    async do({ body: { who, without } }, call) {
      const { analyses } = call.engine
      const others = without.map(readSubject)
      const found = await analyses.suppression(readSubject(who), others, whileWanted(call))
      return done(found, (suppression) => ({
        ...suppression,
        who: sendNamed(suppression.who),
        by: suppression.by.map((one) => ({ ...one, set: sendNamed(one.set) })),
        definition: suppression.definition ?? null,
      }))
    },
  }),
  jsonRoute({
    operation: 'retainCohorts',
    method: 'post',
    path: '/api/v1/analysis/retention',
    ...{ needs, group },
    summary: 'Who came back, by cohorts of the week or month of the first event.',
    takes: { body: retentionQuestionSchema },
    answers: retentionSchema,
    async do({ body }, call) {
      return done(await call.engine.analyses.retention(body, whileWanted(call)), sendRetention)
    },
  }),
  jsonRoute({
    operation: 'migrateStates',
    method: 'post',
    path: '/api/v1/analysis/migration',
    ...{ needs, group },
    summary: 'How people moved between states from one instant to another.',
    takes: { body: migrationQuestionSchema },
    answers: migrationSchema,
    async do({ body }, call) {
      return done(await call.engine.analyses.migration(body, whileWanted(call)), sendMigration)
    },
  }),
  jsonRoute({
    operation: 'analyseBaskets',
    method: 'post',
    path: '/api/v1/analysis/basket',
    ...{ needs, group },
    summary: 'What is bought together and what next, each with the audience to offer it to.',
    takes: { body: basketQuestionSchema },
    answers: basketSchema,
    async do({ body }, call) {
      return done(await call.engine.analyses.basket(body, whileWanted(call)), sendBasket)
    },
  }),
  jsonRoute({
    operation: 'listSizeHistory',
    method: 'get',
    path: '/api/v1/audiences/{id}/history',
    ...{ needs, group },
    summary: 'The recorded size at the end of each step, and who came and went, by reason.',
    takes: {
      params: z.object({ id: z.string().min(1) }),
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
    answers: historySchema,
    async do({ params: { id }, query }, { engine, now }) {
      const to = query.to ?? now()
      const range = { from: query.from ?? to - 30 * DAY, to, step: query.step }
      return done(await engine.analyses.history(id, range), (history) => history)
    },
  }),
]
