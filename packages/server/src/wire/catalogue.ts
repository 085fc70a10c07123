import { z } from '@hono/zod-openapi'
import { instantSchema, jsonSchema } from './common.ts'

const seenPathSchema = z
  .object({
    path: z.string(),
    types: z.array(z.object({ type: z.string(), count: z.int() })).readonly(),
    samples: z.array(jsonSchema).readonly(),
    firstSeenAt: instantSchema,
    lastSeenAt: instantSchema,
    promoted: z.boolean().openapi({ description: 'Whether it has a column of its own.' }),
  })
  .openapi('SeenPath')

export const catalogueSchema = z
  .object({
    events: z
      .array(
        z.object({
          name: z.string(),
          count: z.int(),
          firstSeenAt: instantSchema,
          lastSeenAt: instantSchema,
          properties: z.array(seenPathSchema).readonly(),
        }),
      )
      .readonly(),
    traits: z.array(seenPathSchema).readonly(),
    accountTraits: z.array(seenPathSchema).readonly(),
    identifierKinds: z.array(z.object({ kind: z.string(), count: z.int() })).readonly(),
  })
  .openapi('Catalogue')

export type Catalogue = z.output<typeof catalogueSchema>
