import { z } from '@hono/zod-openapi'
import type { UnmergePreview as EnginePreview } from '@muster/engine'
import { idSchema, identifierSchema, instantSchema } from './common.ts'

const audiencesSchema = z.array(z.object({ id: z.string(), name: z.string() })).readonly()

export const unmergePreviewSchema = z
  .object({
    at: instantSchema,
    profiles: z
      .array(
        z.object({
          profile: idSchema.openapi({
            description: 'The id that it would get, unless somebody new comes in between.',
          }),
          isNew: z.boolean(),
          identifiers: z.array(identifierSchema).readonly(),
          events: z.int(),
          eventNames: z.array(z.object({ name: z.string(), count: z.int() })).readonly(),
          firstEventAt: instantSchema.nullable(),
          lastEventAt: instantSchema.nullable(),
          audiences: audiencesSchema,
        }),
      )
      .readonly()
      .openapi({ description: 'The profile that keeps the id first.' }),
    audiencesNow: audiencesSchema,
  })
  .openapi('UnmergePreview')

export type UnmergePreview = z.output<typeof unmergePreviewSchema>

export const sendUnmergePreview = ({ profiles, ...preview }: EnginePreview): UnmergePreview => ({
  ...preview,
  profiles: profiles.map(({ profile, firstEventAt, lastEventAt, ...part }) => ({
    ...part,
    profile: profile.toString(),
    firstEventAt: firstEventAt ?? null,
    lastEventAt: lastEventAt ?? null,
  })),
})
