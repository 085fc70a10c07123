import { z } from '@hono/zod-openapi'
import type { AudienceReport, Figures as EngineFigures } from '@muster/engine'
import { jsonSchema } from './common.ts'
import { namedSchema, sendNamed } from './analysis.ts'

const amount = z.string().openapi({
  pattern: '^-?\\d+(?:\\.\\d{1,9})?$',
  description: 'A decimal with every digit, in the currency of the orders.',
})
const share = z.number().openapi({ description: 'From 0 to 1.' })

const figuresSchema = z
  .object({
    people: z.int(),
    active: z.int().openapi({ description: 'People with any event.' }),
    buyers: z.int(),
    orders: z.int(),
    revenue: amount,
    margin: amount.nullable(),
    averageOrderValue: amount.nullable(),
    ordersPerBuyer: z.number().nullable(),
    repeatRate: share.nullable(),
    lifetimeValue: amount.nullable().openapi({ description: 'Revenue so far by buyer.' }),
    churnRate: share.nullable(),
    openRate: share.nullable(),
    clickRate: share.nullable(),
    conversionRate: share.nullable(),
  })
  .openapi('AudienceFigures')

const counted = {
  members: z.int(),
  all: z.int(),
  shareOfMembers: share,
  shareOfAll: share,
  index: z.number().nullable().openapi({ description: '100 is the same share as everyone.' }),
}
const preferenceSchema = z.object({ name: z.string(), ...counted }).openapi('Preference')

const differenceSchema = z
  .object({
    kind: z.enum(['trait', 'behaviour', 'category', 'channel', 'measure']),
    name: z.string(),
    test: z.object({
      test: z.enum(['chi_square', 'welch', 'anova']),
      statistic: z.number(),
      degreesOfFreedom: z.array(z.number()).readonly(),
      p: z.number(),
      effect: z.object({
        measure: z.enum(['cramers_v', 'cohens_d', 'eta_squared']),
        value: z.number(),
      }),
    }),
    adjustedP: z.number().openapi({ description: 'After Benjamini and Hochberg.' }),
    strength: z.number().openapi({ description: 'The effect on the scale of a correlation.' }),
    values: z.array(z.object({ value: jsonSchema, ...counted })).readonly(),
    means: z.object({ members: z.number(), all: z.number() }).nullable(),
  })
  .openapi('Difference')

export const reportSchema = z
  .object({
    subject: namedSchema,
    everyone: z.int(),
    share,
    revenueShare: share.nullable(),
    marginShare: share.nullable(),
    currencies: z.array(z.string()).readonly(),
    members: figuresSchema,
    all: figuresSchema,
    channels: z.array(preferenceSchema).readonly(),
    categories: z.array(preferenceSchema).readonly(),
    apart: z.array(differenceSchema).readonly(),
    tests: z.int(),
    leftOut: z
      .array(
        z.object({
          trait: z.string(),
          because: z.enum(['too_many_values', 'too_many_traits']),
        }),
      )
      .readonly(),
    persona: z.array(z.string()).readonly().openapi({ description: 'Five lines.' }),
    tookMs: z.number(),
  })
  .openapi('AudienceReport')

export type Report = z.output<typeof reportSchema>

export function sendReport(report: AudienceReport): Report {
  const preference = ({ index, ...rest }: AudienceReport['channels'][number]) => ({
    ...rest,
    index: index ?? null,
  })
  return {
    ...report,
    subject: sendNamed(report.subject),
    revenueShare: report.revenueShare ?? null,
    marginShare: report.marginShare ?? null,
    members: sendFigures(report.members),
    all: sendFigures(report.all),
    channels: report.channels.map(preference),
    categories: report.categories.map(preference),
    apart: report.apart.map(({ test: tested, values, means, ...rest }) => {
      const { test, statistic, degreesOfFreedom, p, effect } = tested
      return {
        ...rest,
        test: { test, statistic, degreesOfFreedom, p, effect },
        values: values.map(({ index, ...value }) => ({ ...value, index: index ?? null })),
        means: means ?? null,
      }
    }),
  }
}

const sendFigures = (figures: EngineFigures): Report['members'] => ({
  ...figures,
  margin: figures.margin ?? null,
  averageOrderValue: figures.averageOrderValue ?? null,
  ordersPerBuyer: figures.ordersPerBuyer ?? null,
  repeatRate: figures.repeatRate ?? null,
  lifetimeValue: figures.lifetimeValue ?? null,
  churnRate: figures.churnRate ?? null,
  openRate: figures.openRate ?? null,
  clickRate: figures.clickRate ?? null,
  conversionRate: figures.conversionRate ?? null,
})
