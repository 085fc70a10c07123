import { z } from '@hono/zod-openapi'
import { done, found, noProfile } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { jsonRoute } from '../http/route.ts'
import { idSchema, identifierSchema, instantTextSchema } from '../wire/common.ts'
import { identitySchema, sendIdentity } from '../wire/identity.ts'
import { sendUnmergePreview, unmergePreviewSchema } from '../wire/unmerge.ts'
import { profileSchema, sendProfile } from '../wire/profile.ts'

const group = 'profiles'
const params = z.object({ profile: idSchema })
const groupsSchema = z.strictObject({
  groups: z.array(z.array(identifierSchema).min(1).max(1_000)).min(1).max(100),
})
const foundSchema = z.object({ profile: idSchema }).openapi('FoundProfile')

export const profileRoutes: readonly Route[] = [
  jsonRoute({
    operation: 'findProfile',
    method: 'get',
    path: '/api/v1/profiles',
    needs: 'profiles.read',
    group,
    summary: 'Find a profile by any of its identifiers.',
    takes: { query: z.object({ kind: z.string().min(1), value: z.string().min(1) }) },
    answers: foundSchema,
    async do({ query: { kind, value } }, { engine }) {
      return found(
        await engine.profiles.find({ kind, value }),
        (profile) => ({ profile: profile.toString() }),
        {
          code: 'unknown_profile',
          at: ['value'],
          message: `No profile has this ${kind}. Check how it is written, or try another identifier.`,
        },
      )
    },
  }),
  jsonRoute({
    operation: 'getProfile',
    method: 'get',
    path: '/api/v1/profiles/{profile}',
    needs: 'profiles.read',
    group,
    summary: 'Read a profile; an id that was merged away leads to the survivor.',
    takes: {
      params,
      query: z.object({
        events: z.coerce
          .number()
          .int()
          .min(0)
          .max(1_000)
          .default(100)
          .openapi({ type: 'integer', minimum: 0, maximum: 1_000, default: 100 }),
        before: instantTextSchema.exactOptional(),
      }),
    },
    answers: profileSchema,
    async do({ params, query }, { engine }) {
      const wanted = BigInt(params.profile)
      const profile = await engine.profiles.find({ profile: wanted })
      const whole = profile === undefined ? undefined : await engine.profiles.get(profile, query)
      return found(whole, sendProfile, noProfile(wanted))
    },
  }),
  jsonRoute({
    operation: 'getIdentity',
    method: 'get',
    path: '/api/v1/profiles/{profile}/identity',
    needs: 'profiles.read',
    group,
    summary: 'Why a profile is one: its identifiers, and what joined or parted them.',
    takes: { params },
    answers: identitySchema,
    async do({ params }, { engine }) {
      const wanted = BigInt(params.profile)
      const profile = await engine.profiles.find({ profile: wanted })
      const identity = profile === undefined ? undefined : await engine.profiles.identity(profile)
      return found(identity, sendIdentity, noProfile(wanted))
    },
  }),
  jsonRoute({
    operation: 'unmergeProfile',
    method: 'post',
    path: '/api/v1/profiles/{profile}/unmerge',
    needs: 'profiles.write',
    group,
    summary: 'Give each group of identifiers a profile of its own, for good.',
    takes: { params, body: groupsSchema },
    answers: z.object({ profiles: z.array(idSchema).readonly() }).openapi('Unmerged'),
    async do({ params, body }, { engine, by }) {
      const outcome = await engine.profiles.unmerge(BigInt(params.profile), body.groups, by)
      return done(outcome, ({ profiles }) => ({ profiles: profiles.map(String) }))
    },
  }),
  jsonRoute({
    operation: 'previewUnmerge',
    method: 'post',
    path: '/api/v1/profiles/{profile}/unmerge/preview',
    needs: 'profiles.read',
    group,
    summary:
      'What that would come to: identifiers, events and audiences of each part. Changes nothing.',
    takes: { params, body: groupsSchema },
    answers: unmergePreviewSchema,
    async do({ params, body }, { engine }) {
      const preview = await engine.profiles.previewUnmerge(BigInt(params.profile), body.groups)
      return done(preview, sendUnmergePreview)
    },
  }),
  jsonRoute({
    operation: 'mergeProfiles',
    method: 'post',
    path: '/api/v1/profiles/{profile}/merge',
    needs: 'profiles.write',
    group,
    summary: 'Make another profile part of this one.',
    takes: { params, body: z.strictObject({ absorbed: idSchema }) },
    answers: foundSchema,
    async do({ params, body }, { engine, by }) {
      const survivor = BigInt(params.profile)
      const outcome = await engine.profiles.merge(survivor, BigInt(body.absorbed), by)
      return done(outcome, ({ profile }) => ({ profile: profile.toString() }))
    },
  }),
  jsonRoute({
    operation: 'leaveAccount',
    method: 'delete',
    path: '/api/v1/profiles/{profile}/accounts/{account}',
    needs: 'profiles.write',
    group,
    summary: 'Take a profile out of an account, from now on.',
    takes: { params: params.extend({ account: z.string().min(1) }) },
    answers: z.object({ left: z.literal(true) }).openapi('LeftAccount'),
    async do({ params: { profile, account } }, { engine, by }) {
      const outcome = await engine.profiles.leaveAccount(BigInt(profile), account, by)
      return done(outcome, () => ({ left: true as const }))
    },
  }),
]
