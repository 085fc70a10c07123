import { z } from '@hono/zod-openapi'
import type { TraitDistribution as Distribution, TraitView } from '@muster/engine'
import type { Json } from '@muster/core'
import { faultSchema, instantSchema, jsonSchema } from './common.ts'

const textSchema = z.string().max(10_000)

/** Whatever is sent: the engine checks it and says everything that is wrong with it, each with its place. */
export const expressionSchema = z
  .custom<Json>((value) => value !== undefined, 'An expression is missing')
  .openapi('TraitExpression', {
    type: 'object',
    description: 'What a computed trait comes to, in the terms of the audience language.',
    example: { event: 'Order Completed', window: { last: '365d' }, aggregate: { sum: 'revenue' } },
  })

export const traitDraftSchema = z
  .strictObject({
    name: z.string(),
    description: textSchema.exactOptional(),
    expression: expressionSchema,
  })
  .openapi('TraitDraft')

export const traitEditSchema = z
  .strictObject({
    revision: z.int().openapi({ description: 'The one that was read.' }),
    description: textSchema.exactOptional(),
    expression: expressionSchema.exactOptional(),
  })
  .openapi('TraitEdit')

export const traitSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    source: z.enum(['own', 'standard']),
    expression: expressionSchema,
    sentence: z.string().openapi({ description: 'The expression in English.' }),
    audiences: z
      .array(z.string())
      .readonly()
      .openapi({ description: 'Audiences that rest on it, by id.' }),
    traits: z
      .array(z.string())
      .readonly()
      .openapi({ description: 'Computed traits that are made of it.' }),
    edited: z
      .object({
        revision: z.int(),
        createdAt: instantSchema,
        createdBy: z.string(),
        updatedAt: instantSchema,
        updatedBy: z.string(),
      })
      .nullable()
      .openapi({ description: 'Null for a standard trait, which settings change.' }),
  })
  .openapi('ComputedTrait')

export const traitCheckedSchema = z
  .union([
    z.object({
      ok: z.literal(true),
      sentence: z.string(),
      warnings: z.array(faultSchema).readonly(),
    }),
    z.object({ ok: z.literal(false), errors: z.array(faultSchema).readonly() }),
  ])
  .openapi('TraitChecked')

export const distributionQuestionSchema = z
  .strictObject({
    of: z.union([
      z.strictObject({ name: z.string().min(1) }),
      z.strictObject({ expression: expressionSchema }),
    ]),
    at: instantSchema.exactOptional(),
  })
  .openapi('TraitDistributionQuestion')

export const distributionSchema = z
  .object({
    at: instantSchema,
    sentence: z.string(),
    people: z.int(),
    missing: z.int().openapi({ description: 'Profiles without a value.' }),
    distinct: z.int(),
    values: z
      .array(z.object({ value: jsonSchema, people: z.int() }))
      .readonly()
      .openapi({ description: 'The most frequent values.' }),
    numbers: z
      .object({
        people: z.int(),
        min: z.number(),
        max: z.number(),
        mean: z.number(),
        quantiles: z.object({
          p5: z.number(),
          p25: z.number(),
          p50: z.number(),
          p75: z.number(),
          p95: z.number(),
        }),
        bins: z.array(z.object({ from: z.number(), to: z.number(), people: z.int() })).readonly(),
      })
      .nullable(),
    tookMs: z.number(),
  })
  .openapi('TraitDistribution')

export type ComputedTrait = z.output<typeof traitSchema>
export type TraitDraftSent = z.input<typeof traitDraftSchema>
export type TraitEditSent = z.input<typeof traitEditSchema>
export type TraitCheckedSent = z.output<typeof traitCheckedSchema>
export type TraitDistributionQuestion = z.input<typeof distributionQuestionSchema>
export type TraitDistribution = z.output<typeof distributionSchema>

export function sendTrait({ edited, expression, ...view }: TraitView): ComputedTrait {
  // Checked expressions are JSON.
  return { ...view, expression: expression as unknown as Json, edited: edited ?? null }
}

export function sendDistribution({ numbers, ...rest }: Distribution): TraitDistribution {
  return { ...rest, numbers: numbers ?? null }
}
