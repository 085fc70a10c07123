import { z } from '@hono/zod-openapi'
import type { Named as EngineNamed, Subject as EngineSubject } from '@muster/engine'
import { mostSets, reasons } from '@muster/engine'
import { definitionSchema, instantSchema, jsonSchema } from './common.ts'

/** An audience as recorded now, as recorded at an instant, or computed from its definition; or a definition that is not saved. */
export const subjectSchema = z
  .union([
    z.strictObject({
      audience: z.string().min(1),
      at: instantSchema.exactOptional(),
      computed: z.boolean().exactOptional().openapi({
        description:
          'By its definition and what is known today, in the place of what was recorded.',
      }),
    }),
    z.strictObject({ definition: definitionSchema, at: instantSchema.exactOptional() }),
  ])
  .openapi('Subject', { example: { audience: 'vip' } })

export const namedSchema = z
  .object({
    audience: z.string().nullable().openapi({ description: 'Null for a definition.' }),
    name: z.string(),
    sentence: z.string(),
    at: instantSchema,
    size: z.int(),
  })
  .openapi('SubjectCounted')

export const overlapQuestionSchema = z.strictObject({
  subjects: z.array(subjectSchema).min(2).max(mostSets),
  combinations: z.int().min(1).max(1_000).exactOptional(),
})

export const overlapSchema = z
  .object({
    sets: z.array(namedSchema).readonly(),
    pairs: z
      .array(
        z.object({
          a: z.int().openapi({ description: 'Place in `sets`, as `b`.' }),
          b: z.int(),
          both: z.int(),
          shareOfA: z.number(),
          shareOfB: z.number(),
          jaccard: z.number(),
        }),
      )
      .readonly(),
    combinations: z
      .array(z.object({ sets: z.array(z.int()).readonly(), people: z.int() }))
      .readonly()
      .openapi({ description: 'People who are in exactly these sets; the largest first.' }),
    combinationsInAll: z.int(),
    peopleInAll: z.int(),
  })
  .openapi('Overlap')

export const duplicatesQuestionSchema = z.strictObject({
  similarity: z.number().min(0).max(1).exactOptional(),
})

export const duplicatesSchema = z
  .object({
    compared: z.int(),
    pairs: z
      .array(
        z.object({
          a: namedSchema,
          b: namedSchema,
          both: z.int(),
          jaccard: z.number(),
          sameMeaning: z.boolean(),
        }),
      )
      .readonly(),
  })
  .openapi('Duplicates')

export const suppressionQuestionSchema = z.strictObject({
  who: subjectSchema,
  without: z
    .array(subjectSchema)
    .min(1)
    .max(mostSets - 1),
})

export const suppressionSchema = z
  .object({
    who: namedSchema,
    left: z.int(),
    removed: z.int(),
    by: z.array(z.object({ set: namedSchema, removes: z.int(), removesAlone: z.int() })).readonly(),
    definition: jsonSchema.openapi({ description: 'What is left; null for a recorded past.' }),
  })
  .openapi('Suppression')

const countsByReason = z
  .object(
    Object.fromEntries(reasons.map((reason) => [reason, z.int()])) as Record<
      (typeof reasons)[number],
      z.ZodInt
    >,
  )
  .openapi('CountsByReason')

export const historySchema = z
  .object({
    audience: z.string(),
    steps: z
      .array(
        z.object({
          at: instantSchema,
          size: z.int(),
          entered: countsByReason,
          left: countsByReason,
        }),
      )
      .readonly(),
  })
  .openapi('SizeHistory')

export type Subject = z.input<typeof subjectSchema>
export type SubjectCounted = z.output<typeof namedSchema>
export type OverlapQuestion = z.input<typeof overlapQuestionSchema>
export type Overlap = z.output<typeof overlapSchema>
export type Duplicates = z.output<typeof duplicatesSchema>
export type Suppression = z.output<typeof suppressionSchema>
export type SizeHistory = z.output<typeof historySchema>

export const sendNamed = (named: EngineNamed): SubjectCounted => ({
  ...named,
  audience: named.audience ?? null,
})

/** The schema and the engine say the same; this holds them together. */
export const readSubject = (subject: z.output<typeof subjectSchema>): EngineSubject => subject
