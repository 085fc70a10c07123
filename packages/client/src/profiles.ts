import type {
  Identifier,
  Identity,
  List,
  ListChanged,
  ListDraft,
  Profile,
  UnmergePreview,
} from '@muster/server'
import { step } from './connection.ts'
import type { Connection } from './connection.ts'

type FoundProfile = { readonly profile: string }

export function profilesOf({ ask }: Connection) {
  const root = '/api/v1/profiles'
  const of = (profile: string) => `${root}/${step(profile)}`
  return {
    /** The id of the profile that has an identifier; refused with `unknown_profile` when nobody has it. */
    find: async (identifier: Identifier, signal?: AbortSignal): Promise<string> =>
      (await ask<FoundProfile>('GET', root, { query: identifier, signal })).profile,
    get: (
      profile: string,
      query: { readonly events?: number; readonly before?: number } = {},
      signal?: AbortSignal,
    ) => ask<Profile>('GET', of(profile), { query, signal }),
    identity: (profile: string, signal?: AbortSignal) =>
      ask<Identity>('GET', `${of(profile)}/identity`, { signal }),
    /** Gives each group of identifiers a profile of its own, for good; answers with their ids. */
    unmerge: async (
      profile: string,
      groups: readonly (readonly Identifier[])[],
    ): Promise<readonly string[]> => {
      type Answer = { readonly profiles: readonly string[] }
      return (await ask<Answer>('POST', `${of(profile)}/unmerge`, { body: { groups } })).profiles
    },
    /** What that would come to: the identifiers, events and audiences of each part. Changes nothing. */
    previewUnmerge: (
      profile: string,
      groups: readonly (readonly Identifier[])[],
      signal?: AbortSignal,
    ) =>
      ask<UnmergePreview>('POST', `${of(profile)}/unmerge/preview`, { body: { groups }, signal }),
    /** Makes `absorbed` part of `survivor`; answers with the id of the profile that both are now. */
    merge: async (survivor: string, absorbed: string): Promise<string> =>
      (await ask<FoundProfile>('POST', `${of(survivor)}/merge`, { body: { absorbed } })).profile,
    leaveAccount: async (profile: string, account: string): Promise<void> => {
      await ask('DELETE', `${of(profile)}/accounts/${step(account)}`)
    },
  }
}

export function listsOf({ ask }: Connection) {
  const root = '/api/v1/lists'
  const put = (id: string, what: 'add' | 'remove', identifiers: readonly Identifier[]) =>
    ask<ListChanged>('POST', `${root}/${step(id)}/${what}`, { body: { identifiers } })
  return {
    create: (draft: ListDraft) => ask<List>('POST', root, { body: draft }),
    list: async (signal?: AbortSignal): Promise<readonly List[]> =>
      (await ask<{ readonly lists: readonly List[] }>('GET', root, { signal })).lists,
    /** At most 10,000 at once. */
    add: (id: string, identifiers: readonly Identifier[]) => put(id, 'add', identifiers),
    remove: (id: string, identifiers: readonly Identifier[]) => put(id, 'remove', identifiers),
  }
}
