import { z } from '@hono/zod-openapi'
import type { Engine } from '@muster/engine'
import { idSchema, identifierSchema, instantSchema, jsonSchema } from './common.ts'

export const identitySchema = z
  .object({
    profile: idSchema,
    createdAt: instantSchema,
    identifiers: z
      .array(
        z.object({
          identifier: identifierSchema,
          node: idSchema,
          firstSeenAt: instantSchema,
          firstMessageId: z.string(),
          source: z.string().openapi({ description: 'The kind of call that brought it.' }),
          sides: z
            .array(z.object({ decision: idSchema, side: z.int() }))
            .readonly()
            .openapi({ description: "The sides it was put on by people's decisions." }),
        }),
      )
      .readonly(),
    profiles: z
      .array(idSchema)
      .readonly()
      .openapi({ description: 'Those whose merges led to this one, itself included.' }),
    log: z
      .array(
        z.object({
          seq: idSchema,
          at: instantSchema,
          kind: z.enum(['merged', 'left_out', 'unmerged', 'groups_joined']),
          profile: idSchema,
          absorbed: idSchema.nullable(),
          decision: idSchema.nullable(),
          cause: jsonSchema,
        }),
      )
      .readonly()
      .openapi({ description: 'What happened to all those profiles, the oldest first.' }),
  })
  .openapi('Identity', { description: 'Why a profile is one.' })

export type Identity = z.output<typeof identitySchema>

type Explained = NonNullable<Awaited<ReturnType<Engine['profiles']['identity']>>>

export function sendIdentity(explained: Explained): Identity {
  return {
    profile: explained.profile.toString(),
    createdAt: explained.createdAt,
    identifiers: explained.identifiers.map(({ node, sides, ...rest }) => ({
      ...rest,
      node: node.toString(),
      sides: sides.map(({ decision, side }) => ({ decision: decision.toString(), side })),
    })),
    profiles: explained.profiles.map(String),
    log: explained.log.map(({ seq, at, kind, profile, absorbed, decision, cause }) => ({
      ...{ at, kind, cause },
      seq: seq.toString(),
      profile: profile.toString(),
      absorbed: absorbed?.toString() ?? null,
      decision: decision?.toString() ?? null,
    })),
  }
}
