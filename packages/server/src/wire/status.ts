import { z } from '@hono/zod-openapi'
import type { Pulse as EnginePulse, Status as Engine } from '@muster/engine'
import { instantSchema, latencySchema } from './common.ts'
import { fallSchema, ratesSchema, sendRates } from './health.ts'

export const statusSchema = z
  .object({
    ready: z.boolean(),
    refreshing: z.enum(['here', 'elsewhere', 'nowhere']).openapi({
      description:
        'Which process keeps memberships true: this one, another on the same stores, or for a moment none.',
    }),
    problems: z.array(z.string()).readonly(),
    warnings: z.array(z.string()).readonly().openapi({
      description: 'What works and is worth a look all the same.',
    }),
    identity: z
      .object({ day: z.string(), rates: ratesSchema, falls: z.array(fallSchema).readonly() })
      .nullable()
      .openapi({ description: 'The rates of the last whole day that was counted.' }),
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
  const identity = status.identity
    ? { ...status.identity, rates: sendRates(status.identity.rates) }
    : null
  return { ...status, latency, watermark, lastTick, identity }
}

export const pulseSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    step: z.int(),
    steps: z
      .array(
        z.object({
          at: instantSchema.openapi({ description: 'The end of the step.' }),
          messages: z.int(),
          latency: latencySchema.nullable(),
        }),
      )
      .readonly(),
  })
  .openapi('Pulse')

export type Pulse = z.output<typeof pulseSchema>

export const sendPulse = ({ steps, ...range }: EnginePulse): Pulse => ({
  ...range,
  steps: steps.map(({ latency = null, ...step }) => ({ ...step, latency })),
})
