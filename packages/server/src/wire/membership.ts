import { z } from '@hono/zod-openapi'
import type { Explanation } from '@muster/core'
import type { MembersPage, Preview, ProfileSummary as Summary } from '@muster/engine'
import {
  faultSchema,
  idSchema,
  identifierSchema,
  instantSchema,
  jsonObjectSchema,
} from './common.ts'

export const profileSummarySchema = z
  .object({
    profile: idSchema,
    identifiers: z.array(identifierSchema).readonly(),
    traits: jsonObjectSchema,
  })
  .openapi('ProfileSummary')

export const previewSchema = z
  .object({
    size: z.int(),
    profiles: z.int().openapi({ description: 'Out of so many profiles.' }),
    at: instantSchema,
    sentence: z.string(),
    warnings: z.array(faultSchema).readonly(),
    sample: z.array(profileSummarySchema).readonly(),
    tookMs: z.number(),
  })
  .openapi('Preview')

export const membersSchema = z
  .object({ members: z.array(profileSummarySchema).readonly(), next: idSchema.nullable() })
  .openapi('Members')

/** The definition's tree with the evidence beside each condition, as core makes it. */
export const explanationSchema = z
  .custom<Explanation>((value) => typeof value === 'object' && value !== null)
  .openapi('Explanation', {
    type: 'object',
    properties: {
      condition: { type: 'object', description: 'The condition.' },
      at: { type: 'array', items: {}, description: 'Where it stands in the definition.' },
      holds: { type: 'boolean' },
      found: { type: 'object', description: 'What it came to; parts are explanations again.' },
    },
    required: ['condition', 'at', 'holds', 'found'],
  })

export type ProfileSummary = z.output<typeof profileSummarySchema>
export type PreviewAnswer = z.output<typeof previewSchema>
export type Members = z.output<typeof membersSchema>

export function sendSummary({ profile, identifiers, traits }: Summary): ProfileSummary {
  return { profile: profile.toString(), identifiers, traits }
}

export function sendPreview(preview: Preview): PreviewAnswer {
  return { ...preview, sample: preview.sample.map(sendSummary) }
}

export function sendMembers({ members, next }: MembersPage): Members {
  return { members: members.map(sendSummary), next: next?.toString() ?? null }
}
