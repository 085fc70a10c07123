import { z } from '@hono/zod-openapi'
import { dimensions, segmentNames, type Dimension } from '@muster/core'
import {
  gridTraits,
  type Calibration as EngineCalibration,
  type CalibrationDrift as EngineDrift,
  type Grid as EngineGrid,
  type SegmentationState as EngineState,
} from '@muster/engine'
import { namedSchema, sendNamed, subjectSchema } from './analysis.ts'
import { definitionSchema, instantSchema, jsonObjectSchema, jsonSchema } from './common.ts'

/** The same for each of the three dimensions. */
const byDimension = <T extends z.ZodType>(schema: T) =>
  z.object(
    Object.fromEntries(dimensions.map((one) => [one, schema])) as Readonly<Record<Dimension, T>>,
  )

const thresholds = z.array(z.number().nullable()).readonly()

export const calibrationSchema = z
  .object({
    id: z.int(),
    at: instantSchema,
    because: z.enum(['first', 'schedule', 'settings', 'request']),
    by: z.string(),
    basis: z.object({
      order: z.string(),
      where: jsonSchema,
      period: z.string(),
      revenue: z.string(),
      margin: z
        .object({ margin: z.string().optional(), cost: z.string().optional() })
        .nullable()
        .openapi({ description: 'The path of the margin, or of the cost; null for neither.' }),
    }),
    customers: z.int().openapi({ description: 'With an order in the period.' }),
    customersEver: z.int(),
    rfm: byDimension(thresholds).openapi({
      description:
        'Where the scores 2, 3, 4 and 5 begin: at most so many days, at least so many orders, so much revenue. Null for a score that nobody has.',
    }),
    value: z
      .object({ revenue: thresholds, margin: thresholds.nullable() })
      .openapi({ description: 'Where top 50%, top 20% and top 5% begin.' }),
    counts: byDimension(z.array(z.int()).readonly()).openapi({
      description: 'How many customers had the scores 1 to 5.',
    }),
  })
  .openapi('Calibration')

export const calibrationsSchema = z
  .object({ calibrations: z.array(calibrationSchema).readonly() })
  .openapi('Calibrations')

export const segmentationSchema = z
  .object({
    settings: jsonObjectSchema.openapi({ description: 'The setting "segmentation", in full.' }),
    current: calibrationSchema.nullable(),
    nextAt: instantSchema.nullable(),
    waitingFor: z
      .object({ code: z.enum(['no_revenue', 'too_few_customers']), message: z.string() })
      .nullable()
      .openapi({ description: 'Why there are no thresholds yet.' }),
  })
  .openapi('Segmentation')

const segmentName = z.enum(segmentNames)

export const driftSchema = z
  .object({
    older: calibrationSchema,
    newer: calibrationSchema,
    customers: z.int().openapi({ description: 'Scored by both, at the instant of the newer.' }),
    onlyOlder: z.int(),
    onlyNewer: z.int(),
    changed: byDimension(z.number())
      .extend({ segment: z.number() })
      .openapi({ description: 'Shares of customers whom the newer thresholds score otherwise.' }),
    moves: z
      .array(z.object({ from: segmentName, to: segmentName, customers: z.int() }))
      .readonly()
      .openapi({ description: 'Who would be called otherwise; the largest first.' }),
    stability: byDimension(
      z.object({ index: z.number(), reading: z.enum(['stable', 'moderate', 'large']) }),
    ).openapi({ description: 'The population stability index of each dimension.' }),
  })
  .openapi('CalibrationDrift')

const gridTrait = z.enum(gridTraits)
const gridValue = z.union([z.string(), z.int()])

export const gridQuestionSchema = z
  .strictObject({
    by: gridTrait,
    subject: subjectSchema.exactOptional().openapi({ description: 'Everybody when left out.' }),
    at: instantSchema.exactOptional(),
  })
  .openapi('SegmentGridQuestion')

const amount = z.string().openapi({ description: 'A decimal with every digit.' })

export const gridSchema = z
  .object({
    by: gridTrait,
    at: instantSchema,
    subject: namedSchema.nullable(),
    orders: z.enum(['period', 'ever']).openapi({ description: 'Which orders the figures count.' }),
    people: z.int(),
    without: z.int().openapi({ description: 'People without a value.' }),
    cells: z
      .array(
        z
          .object({
            value: gridValue,
            people: z.int(),
            share: z.number(),
            orders: z.int(),
            revenue: amount.nullable(),
            revenueShare: z.number().nullable(),
            averageOrderValue: amount.nullable(),
            audience: z
              .object({ name: z.string(), description: z.string(), definition: definitionSchema })
              .openapi({ description: 'The people with this value, ready to be created.' }),
          })
          .openapi('SegmentCell'),
      )
      .readonly(),
    tookMs: z.number(),
  })
  .openapi('SegmentGrid')

export const segmentUseSchema = z
  .strictObject({
    trait: gridTrait,
    value: gridValue,
    id: z.string().min(1).exactOptional(),
    name: z.string().min(1).exactOptional(),
    description: z.string().exactOptional(),
    owner: z.string().exactOptional(),
    tags: z.array(z.string()).exactOptional(),
    state: z.enum(['draft', 'live']).exactOptional(),
  })
  .openapi('SegmentUse', { example: { trait: 'rfm.segment', value: 'Champions' } })

export type Calibration = z.output<typeof calibrationSchema>
export type Segmentation = z.output<typeof segmentationSchema>
export type CalibrationDrift = z.output<typeof driftSchema>
export type SegmentGridQuestion = z.input<typeof gridQuestionSchema>
export type SegmentGrid = z.output<typeof gridSchema>
export type SegmentUse = z.input<typeof segmentUseSchema>

export const sendCalibration = (calibration: EngineCalibration): Calibration => calibration

export const sendSegmentation = (state: EngineState): Segmentation => ({
  settings: { ...state.settings },
  current: state.current === undefined ? null : sendCalibration(state.current),
  nextAt: state.nextAt ?? null,
  waitingFor: state.waitingFor ?? null,
})

export const sendDrift = ({ older, newer, ...drift }: EngineDrift): CalibrationDrift => ({
  ...drift,
  older: sendCalibration(older),
  newer: sendCalibration(newer),
})

export const sendGrid = ({ subject, cells, ...grid }: EngineGrid): SegmentGrid => ({
  ...grid,
  subject: subject === undefined ? null : sendNamed(subject),
  cells: cells.map(({ revenue, revenueShare, averageOrderValue, ...cell }) => ({
    ...cell,
    revenue: revenue ?? null,
    revenueShare: revenueShare ?? null,
    averageOrderValue: averageOrderValue ?? null,
  })),
})
