import type { Explanation, Json } from '@muster/core'
import type {
  Audience,
  AudienceDraft,
  AudienceEdit,
  AudienceVersion,
  Checked,
  Members,
  PreviewAnswer,
  ProfileSummary,
  Size,
} from '@muster/server'
import { step } from './connection.ts'
import type { Connection } from './connection.ts'
import { allPages } from './pages.ts'

export interface PreviewOptions {
  /** Milliseconds since 1970 UTC; now by default. */
  readonly at?: number
  readonly sample?: number
}
export interface MembersQuery {
  /** The traits to show, by path, with commas between them. */
  readonly traits?: string
  readonly at?: number
  readonly after?: string
  readonly limit?: number
  /** Only whoever has this as an identifier of any kind, whole, or as their id. */
  readonly identifier?: string
}
export interface SizesQuery {
  readonly from?: number
  readonly to?: number
  /** Milliseconds. */
  readonly step?: number
}

const root = '/api/v1/audiences'

/** What can be asked of audiences. Definitions are JSON whose integers may be bigints. */
export function audiencesOf({ ask }: Connection) {
  const of = (id: string) => `${root}/${step(id)}`
  const members = (id: string, query: MembersQuery = {}, signal?: AbortSignal) =>
    ask<Members>('GET', `${of(id)}/members`, { query, signal })
  return {
    check: (definition: Json, self?: string, signal?: AbortSignal) =>
      ask<Checked>('POST', `${root}/check`, {
        body: { definition, ...(self !== undefined && { self }) },
        signal,
      }),
    preview: (definition: Json, options: PreviewOptions = {}, signal?: AbortSignal) =>
      ask<PreviewAnswer>('POST', `${root}/preview`, { body: { definition, ...options }, signal }),
    create: (draft: AudienceDraft) => ask<Audience>('POST', root, { body: draft }),
    list: async (
      filter: { readonly state?: Audience['state']; readonly tag?: string } = {},
      signal?: AbortSignal,
    ): Promise<readonly Audience[]> => {
      type Answer = { readonly audiences: readonly Audience[] }
      return (await ask<Answer>('GET', root, { query: filter, signal })).audiences
    },
    get: (id: string, signal?: AbortSignal) => ask<Audience>('GET', of(id), { signal }),
    /** `revision` is the one that was read: somebody else's change in between is not overwritten. */
    edit: (id: string, edit: AudienceEdit) => ask<Audience>('PATCH', of(id), { body: edit }),
    archive: (id: string) => ask<Audience>('POST', `${of(id)}/archive`),
    versions: async (id: string, signal?: AbortSignal): Promise<readonly AudienceVersion[]> => {
      type Answer = { readonly versions: readonly AudienceVersion[] }
      return (await ask<Answer>('GET', `${of(id)}/versions`, { signal })).versions
    },
    members,
    allMembers: (id: string, query: MembersQuery = {}, signal?: AbortSignal) =>
      allPages<Members, ProfileSummary>(
        (after) => members(id, { ...query, ...(after !== undefined && { after }) }, signal),
        (page) => page.members,
        query.after,
      ),
    sizes: async (
      id: string,
      query: SizesQuery = {},
      signal?: AbortSignal,
    ): Promise<readonly Size[]> => {
      type Answer = { readonly sizes: readonly Size[] }
      return (await ask<Answer>('GET', `${of(id)}/sizes`, { query, signal })).sizes
    },
    explain: (id: string, profile: string, at?: number, signal?: AbortSignal) =>
      ask<Explanation>('GET', `${of(id)}/explain`, { query: { profile, at }, signal }),
    explainDefinition: (definition: Json, profile: string, at?: number, signal?: AbortSignal) =>
      ask<Explanation>('POST', `${root}/explain`, {
        body: { definition, profile, ...(at !== undefined && { at }) },
        signal,
      }),
  }
}
