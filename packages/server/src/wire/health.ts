import { z } from '@hono/zod-openapi'
import { watchedRates } from '@muster/engine'
import type { IdentityHealth as EngineHealth, IdentityRates } from '@muster/engine'
import { idSchema, instantSchema } from './common.ts'

const shareSchema = z.number().nullable()

export const ratesSchema = z
  .object({
    match: shareSchema.openapi({ description: 'Known profiles / active profiles.' }),
    matchByEvents: shareSchema.openapi({ description: 'Events of known profiles / events.' }),
    stitch: shareSchema.openapi({
      description: 'Known profiles with two or more anonymous ids and devices / known profiles.',
    }),
    consent: shareSchema.openapi({
      description: 'Profiles with a consent decision on record / active profiles.',
    }),
  })
  .openapi('IdentityRates', { description: 'From 0 to 1; null where there is nobody to share.' })

export const fallSchema = z
  .object({
    rate: z.enum(watchedRates),
    day: z.int().openapi({ description: 'Days since 1970-01-01.' }),
    was: z.number().openapi({ description: 'The median of the days before.' }),
    is: z.number(),
    points: z.number().openapi({ description: 'was less is, in percentage points.' }),
  })
  .openapi('IdentityFall')

const count = z.int()

export const identityHealthSchema = z
  .object({
    zone: z.string(),
    now: z
      .object({
        at: instantSchema,
        profiles: count,
        known: count,
        severalDevices: count,
        identifiers: count,
      })
      .openapi({ description: 'All profiles at this moment, active or not.' }),
    days: z
      .array(
        z.object({
          day: count,
          from: instantSchema,
          to: instantSchema,
          active: count,
          known: count,
          severalDevices: count,
          consented: count,
          events: count,
          knownEvents: count,
          merges: count,
          leftOut: count,
          unmerges: count,
          computedAt: instantSchema,
          rates: ratesSchema,
          isBackfilled: z.boolean().openapi({
            description: 'Counted long after its end: who is one person is what was known then.',
          }),
        }),
      )
      .readonly()
      .openapi({ description: 'Whole days of the zone, the oldest first.' }),
    falls: z.array(fallSchema).readonly(),
    rule: z
      .object({ points: z.number(), days: count, least: count })
      .nullable()
      .openapi({ description: 'When a fall is told; null when it is switched off.' }),
    refusedAsBlocked: count,
    largest: z.array(z.object({ profile: idSchema, identifiers: count })).readonly(),
  })
  .openapi('IdentityHealth')

export type IdentityHealth = z.output<typeof identityHealthSchema>

export const sendRates = ({
  match,
  matchByEvents,
  stitch,
  consent,
}: IdentityRates): z.output<typeof ratesSchema> => ({
  match: match ?? null,
  matchByEvents: matchByEvents ?? null,
  stitch: stitch ?? null,
  consent: consent ?? null,
})

export const sendHealth = (health: EngineHealth): IdentityHealth => ({
  ...health,
  days: health.days.map((day) => ({ ...day, rates: sendRates(day.rates) })),
  rule: health.rule ?? null,
  largest: health.largest.map(({ profile, identifiers }) => ({
    profile: profile.toString(),
    identifiers,
  })),
})
