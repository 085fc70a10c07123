import { z } from '@hono/zod-openapi'
import type { IdentityExplanation } from '@muster/core'
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

/** A type with its 64-bit numbers as decimal text. */
export type WithTextIds<T> = T extends bigint
  ? string
  : T extends readonly (infer Member)[]
    ? number extends T['length']
      ? readonly WithTextIds<Member>[]
      : { readonly [Key in keyof T]: WithTextIds<T[Key]> }
    : T extends object
      ? { readonly [Key in keyof T]: WithTextIds<T[Key]> }
      : T

export type Identity = WithTextIds<IdentityExplanation>

export const identitySchema = z
  .custom<Identity>((value) => typeof value === 'object' && value !== null)
  .openapi('Identity', {
    type: 'object',
    description: 'Why a profile is one: its identifiers and what joined them, as a graph.',
    properties: {
      nodes: { type: 'array', items: { type: 'object' } },
      edges: { type: 'array', items: { type: 'object' } },
      merges: { type: 'array', items: { type: 'object' } },
      leftOut: { type: 'array', items: { type: 'object' } },
      decisions: { type: 'array', items: { type: 'object' } },
    },
    required: ['nodes', 'edges', 'merges', 'leftOut', 'decisions'],
  })

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

export function sendIdentity(identity: IdentityExplanation): Identity {
  // Every bigint in it is an id: of a profile, a node or a decision.
  return withTextIds(identity) as Identity
}

function withTextIds(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(withTextIds)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withTextIds(member)]),
  )
}
