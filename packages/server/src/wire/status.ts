import { z } from '@hono/zod-openapi'
import type { Status as Engine } from '@muster/engine'
import { instantSchema, latencySchema } from './common.ts'

export const statusSchema = z
  .object({
    ready: z.boolean(),
    refreshing: z.enum(['here', 'elsewhere', 'nowhere']).openapi({
      description:
        'Which process keeps memberships true: this one, another on the same stores, or for a moment none.',
    }),
    problems: z.array(z.string()).readonly(),
    eventsPerSecond: z.number(),
    profiles: z.int(),
    messages: z.int(),
    queued: z.int(),
    latency: latencySchema.nullable(),
    watermark: instantSchema.nullable(),
    lastTick: z
      .object({
        at: instantSchema,
        tookMs: z.number(),
        touched: z.int(),
        changes: z.int(),
      })
      .nullable(),
  })
  .openapi('Status')

export type Status = z.output<typeof statusSchema>

export function sendStatus(status: Engine): Status {
  const { latency = null, watermark = null, lastTick = null } = status
  return { ...status, latency, watermark, lastTick }
}
