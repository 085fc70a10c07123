import { z } from '@hono/zod-openapi'
import { done } from '../http/refusal.ts'
import { answer, jsonRoute, whileWanted, type Route } from '../http/route.ts'
import { readSubject } from '../wire/analysis.ts'
import { audienceSchema, sendAudience } from '../wire/audience.ts'
import { limitSchema } from '../wire/common.ts'
import {
  calibrationSchema,
  calibrationsSchema,
  driftSchema,
  gridQuestionSchema,
  gridSchema,
  segmentationSchema,
  segmentUseSchema,
  sendCalibration,
  sendDrift,
  sendGrid,
  sendSegmentation,
} from '../wire/segmentation.ts'

const group = 'segmentation'
const root = '/api/v1/segmentation'
const calibrationId = z.coerce.number().int().min(1).exactOptional().openapi({ type: 'integer' })

/** Routes about RFM, stages of life and tiers of value. */
export const segmentationRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'getSegmentation',
    method: 'get',
    path: root,
    needs: 'analysis.read',
    group,
    summary: 'The thresholds in force, or why there are none yet.',
    answers: segmentationSchema,
    async do(_, { engine }) {
      return answer(sendSegmentation(await engine.segmentation.state()))
    },
  }),
  jsonRoute({
    operation: 'listCalibrations',
    method: 'get',
    path: `${root}/calibrations`,
    needs: 'analysis.read',
    group,
    summary: 'The thresholds in force so far, the newest first.',
    takes: { query: z.object({ limit: limitSchema(20, 1_000) }) },
    answers: calibrationsSchema,
    async do({ query: { limit } }, { engine }) {
      const calibrations = await engine.segmentation.calibrations(limit)
      return answer({ calibrations: calibrations.map(sendCalibration) })
    },
  }),
  jsonRoute({
    operation: 'learnThresholds',
    method: 'post',
    path: `${root}/calibrations`,
    needs: 'audiences.write',
    group,
    summary: 'Learn the thresholds of now; audiences that rest on them are computed anew.',
    answers: calibrationSchema,
    status: 201,
    async do(_, { engine, by }) {
      return done(await engine.segmentation.learn(by), sendCalibration)
    },
  }),
  jsonRoute({
    operation: 'compareCalibrations',
    method: 'get',
    path: `${root}/drift`,
    needs: 'analysis.read',
    group,
    summary: 'What changed between two calibrations, by default the last two.',
    takes: { query: z.object({ older: calibrationId, newer: calibrationId }) },
    answers: driftSchema,
    async do({ query }, call) {
      return done(await call.engine.segmentation.drift(query, whileWanted(call)), sendDrift)
    },
  }),
  jsonRoute({
    operation: 'spreadSegments',
    method: 'post',
    path: `${root}/grid`,
    needs: 'analysis.read',
    group,
    summary: 'How people are spread over segments, stages or tiers, and what they bought; exact.',
    takes: { body: gridQuestionSchema },
    answers: gridSchema,
    async do({ body: { subject, ...question } }, call) {
      const asked =
        subject === undefined ? question : { ...question, subject: readSubject(subject) }
      return done(await call.engine.segmentation.grid(asked, whileWanted(call)), sendGrid)
    },
  }),
  jsonRoute({
    operation: 'createFromSegment',
    method: 'post',
    path: `${root}/audience`,
    needs: 'audiences.write',
    group,
    summary: 'Create an audience of the people in a segment, a stage or a tier.',
    takes: { body: segmentUseSchema },
    answers: audienceSchema,
    status: 201,
    async do({ body }, { engine, by }) {
      return done(await engine.segmentation.createAudience(body, by), sendAudience)
    },
  }),
]
