import { z } from '@hono/zod-openapi'
import type { ProfileWhole } from '@muster/engine'
import {
  idSchema,
  identifierSchema,
  instantSchema,
  jsonObjectSchema,
  jsonSchema,
} from './common.ts'

const traitSchema = z.object({ value: jsonSchema, at: instantSchema, messageId: z.string() })

export const profileSchema = z
  .object({
    profile: idSchema,
    identifiers: z.array(identifierSchema).readonly(),
    traits: z.custom<Readonly<Record<string, z.output<typeof traitSchema>>>>().openapi({
      type: 'object',
      description: 'By name: the value, since when, by which message.',
    }),
    computedTraits: jsonObjectSchema.openapi({ description: 'Those that have a value now.' }),
    traitHistory: z.array(traitSchema.extend({ name: z.string() })).readonly(),
    events: z
      .array(
        z.object({
          messageId: z.string(),
          at: instantSchema,
          receivedAt: instantSchema,
          kind: z.enum(['track', 'page', 'screen', 'identify', 'group', 'alias']),
          name: z.string(),
          properties: jsonObjectSchema,
          context: jsonObjectSchema,
        }),
      )
      .readonly()
      .openapi({ description: 'The newest first.' }),
    accounts: z.array(z.string()).readonly(),
    lists: z.array(z.string()).readonly(),
    audiences: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          member: z.boolean(),
          since: instantSchema.nullable(),
        }),
      )
      .readonly(),
    firstSeenAt: instantSchema.nullable(),
    lastSeenAt: instantSchema.nullable(),
  })
  .openapi('Profile')

export type Profile = z.output<typeof profileSchema>

export function sendProfile(whole: ProfileWhole): Profile {
  return {
    ...whole,
    profile: whole.profile.toString(),
    audiences: whole.audiences.map((each) => ({ ...each, since: each.since ?? null })),
    firstSeenAt: whole.firstSeenAt ?? null,
    lastSeenAt: whole.lastSeenAt ?? null,
  }
}
