import { z } from '@hono/zod-openapi'
import { mostCohorts, mostSets } from '@muster/engine'
import type { Migration as EngineMigration, Retention as EngineRetention } from '@muster/engine'
import { subjectSchema } from './analysis.ts'
import { instantSchema, jsonSchema } from './common.ts'

const eventChoiceSchema = z
  .strictObject({ event: jsonSchema, where: jsonSchema.exactOptional() })
  .openapi('EventChoice', { description: 'As in an event condition.' })

export const retentionQuestionSchema = z.strictObject({
  cohort: eventChoiceSchema.exactOptional(),
  returning: eventChoiceSchema.exactOptional(),
  period: z.enum(['week', 'month']).exactOptional(),
  cohorts: z.int().min(1).max(mostCohorts).exactOptional(),
  at: instantSchema.exactOptional(),
  subject: subjectSchema.exactOptional(),
})

export const retentionSchema = z
  .object({
    period: z.enum(['week', 'month']),
    at: instantSchema,
    cohort: z.string(),
    returning: z.string(),
    cohorts: z
      .array(
        z.object({
          name: z.string(),
          from: instantSchema,
          to: instantSchema,
          people: z.int(),
          returned: z.array(z.int()).readonly().openapi({
            description: 'In the same period, the next, and so on; the last may not be over.',
          }),
        }),
      )
      .readonly(),
    curve: z
      .array(
        z.object({
          offset: z.int(),
          people: z.int(),
          returned: z.int(),
          rate: z.number().nullable(),
        }),
      )
      .readonly(),
  })
  .openapi('Retention')

export const migrationQuestionSchema = z.strictObject({
  states: z.union([
    z.strictObject({ trait: z.string().min(1) }),
    z.strictObject({ subjects: z.array(subjectSchema).min(1).max(mostSets) }),
  ]),
  from: instantSchema,
  to: instantSchema.exactOptional(),
  subject: subjectSchema.exactOptional(),
})

export const migrationSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    states: z.array(z.object({ name: z.string(), value: jsonSchema })).readonly(),
    flows: z
      .array(
        z.object({
          from: z.int().nullable().openapi({ description: 'Place in `states`; null is none.' }),
          to: z.int().nullable(),
          people: z.int(),
        }),
      )
      .readonly(),
    people: z.int(),
    stayed: z.int(),
  })
  .openapi('Migration')

export type RetentionQuestion = z.input<typeof retentionQuestionSchema>
export type Retention = z.output<typeof retentionSchema>
export type MigrationQuestion = z.input<typeof migrationQuestionSchema>
export type Migration = z.output<typeof migrationSchema>

export const sendRetention = (retention: EngineRetention): Retention => ({
  ...retention,
  curve: retention.curve.map(({ rate, ...point }) => ({ ...point, rate: rate ?? null })),
})

export const sendMigration = (migration: EngineMigration): Migration => ({
  ...migration,
  states: migration.states.map(({ name, value }) => ({ name, value: value ?? null })),
})
