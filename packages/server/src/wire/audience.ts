import { z } from '@hono/zod-openapi'
import type { AudienceView } from '@muster/engine'
import {
  definitionSchema,
  faultSchema,
  instantSchema,
  jsonSchema,
  latencySchema,
} from './common.ts'

const nameSchema = z.string().max(200)
const textSchema = z.string().max(10_000)
const tagsSchema = z.array(z.string().min(1).max(100)).max(50).readonly()
const stateSchema = z.enum(['draft', 'live'])

export const audienceDraftSchema = z
  .strictObject({
    id: z.string().max(64).exactOptional(),
    name: nameSchema,
    description: textSchema.exactOptional(),
    owner: z.string().max(200).exactOptional(),
    tags: tagsSchema.exactOptional(),
    definition: definitionSchema,
    state: stateSchema.exactOptional(),
  })
  .openapi('AudienceDraft')

export const audienceEditSchema = z
  .strictObject({
    revision: z.int().openapi({ description: 'The one that was read.' }),
    name: nameSchema.exactOptional(),
    description: textSchema.exactOptional(),
    owner: z.string().max(200).exactOptional(),
    tags: tagsSchema.exactOptional(),
    definition: definitionSchema.exactOptional(),
    state: stateSchema.exactOptional(),
    note: textSchema.exactOptional(),
  })
  .openapi('AudienceEdit')

export const audienceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    owner: z.string(),
    useCase: jsonSchema,
    tags: z.array(z.string()).readonly(),
    state: z.enum(['draft', 'live', 'archived']),
    archivedAt: instantSchema.nullable(),
    revision: z.int(),
    version: z.int(),
    definition: definitionSchema,
    sentence: z.string().openapi({ description: 'The definition in English.' }),
    size: z.int().nullable().openapi({
      description: 'Members as recorded; null before the first backfill is done.',
    }),
    progress: z.object({
      state: z.enum(['none', 'pending', 'running', 'done']),
      versionInForce: z.int().nullable(),
      watermark: instantSchema.nullable(),
      error: z.string().nullable(),
    }),
    latency: latencySchema.nullable(),
    lastChangeAt: instantSchema.nullable().openapi({
      description: 'When somebody entered or left last.',
    }),
    sunsetAt: instantSchema.nullable(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .openapi('Audience')

export const audienceVersionSchema = z
  .object({
    version: z.int(),
    definition: definitionSchema,
    createdAt: instantSchema,
    createdBy: z.string(),
    note: z.string(),
  })
  .openapi('AudienceVersion')

export const checkedSchema = z
  .union([
    z.object({
      ok: z.literal(true),
      sentence: z.string(),
      warnings: z.array(faultSchema).readonly(),
    }),
    z.object({ ok: z.literal(false), errors: z.array(faultSchema).readonly() }),
  ])
  .openapi('Checked')

export const sizeSchema = z.object({ at: instantSchema, size: z.int() }).openapi('Size')

export type Audience = z.output<typeof audienceSchema>
export type AudienceDraft = z.input<typeof audienceDraftSchema>
export type AudienceEdit = z.input<typeof audienceEditSchema>
export type AudienceVersion = z.output<typeof audienceVersionSchema>
export type Checked = z.output<typeof checkedSchema>
export type Size = z.output<typeof sizeSchema>

export function sendAudience(view: AudienceView): Audience {
  const { audience, sentence, size, progress, latency, lastChangeAt } = view
  return {
    id: audience.id,
    name: audience.name,
    description: audience.description,
    owner: audience.owner,
    useCase: audience.useCase,
    tags: audience.tags,
    state: audience.state,
    archivedAt: audience.state === 'archived' ? audience.archivedAt : null,
    revision: audience.revision,
    version: audience.version,
    definition: audience.definition,
    sentence,
    size: size ?? null,
    progress: {
      state: progress.state,
      versionInForce: progress.versionInForce ?? null,
      watermark: progress.watermark ?? null,
      error: progress.error ?? null,
    },
    latency: latency ?? null,
    lastChangeAt: lastChangeAt ?? null,
    sunsetAt: audience.sunsetAt,
    createdAt: audience.createdAt,
    updatedAt: audience.updatedAt,
  }
}
