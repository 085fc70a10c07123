import { z } from '@hono/zod-openapi'
import type { Reject as Kept } from '@muster/engine'
import { instantSchema, jsonSchema, placeSchema } from './common.ts'

export const rejectSchema = z
  .object({
    id: z.string(),
    receivedAt: instantSchema,
    code: z.string(),
    at: placeSchema,
    message: z.string(),
    body: jsonSchema.openapi({ description: 'The message as it came.' }),
    source: z.string(),
    state: z.enum(['open', 'replayed']),
  })
  .openapi('Reject')

export const rejectsSchema = z
  .object({ rejects: z.array(rejectSchema).readonly(), next: z.string().nullable() })
  .openapi('Rejects')

export const replaySchema = z
  .strictObject({
    replays: z
      .array(z.strictObject({ id: z.string().min(1), corrected: jsonSchema.exactOptional() }))
      .min(1)
      .max(1_000),
  })
  .openapi('Replay')

export const replayedSchema = z
  .object({
    replayed: z
      .array(
        z.object({
          id: z.string(),
          outcome: z.enum(['accepted', 'duplicate', 'rejected', 'unknown', 'busy']),
          reason: z.object({ code: z.string(), message: z.string() }).exactOptional(),
        }),
      )
      .readonly(),
  })
  .openapi('Replayed')

export type Reject = z.output<typeof rejectSchema>
export type Rejects = z.output<typeof rejectsSchema>
export type Replay = z.input<typeof replaySchema>
export type Replayed = z.output<typeof replayedSchema>

export function sendReject(reject: Kept): Reject {
  return { ...reject }
}
