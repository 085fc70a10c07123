import type { Audience, Client, MembersQuery } from '@muster/client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'

/** Everything that pages read, by the name under which it is kept. Lists that move are asked for again by `live.ts`. */
const DAY = 86_400_000

function isComputing({ progress: { state } }: Audience): boolean {
  return state === 'pending' || state === 'running'
}

export const queries = {
  me: (client: Client) =>
    queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => client.me(signal) }),
  users: (client: Client) =>
    queryOptions({ queryKey: ['users'], queryFn: ({ signal }) => client.users.list(signal) }),
  sessions: (client: Client) =>
    queryOptions({
      queryKey: ['sessions'],
      queryFn: ({ signal }) => client.account.sessions(signal),
    }),
  settings: (client: Client) =>
    queryOptions({
      queryKey: ['settings'],
      queryFn: ({ signal }) => client.settings(signal),
      staleTime: 60_000,
    }),
  status: (client: Client) =>
    queryOptions({
      queryKey: ['status'],
      queryFn: ({ signal }) => client.status(signal),
      refetchInterval: 1_000,
    }),
  /** The last day in steps of ten minutes; the last of them are the last ten minutes. */
  pulse: (client: Client) =>
    queryOptions({
      queryKey: ['pulse'],
      queryFn: ({ signal }) => client.pulse({}, signal),
      refetchInterval: 10_000,
    }),
  identityHealth: (client: Client) =>
    queryOptions({
      queryKey: ['identity health'],
      queryFn: ({ signal }) => client.identityHealth(signal),
      refetchInterval: 60_000,
    }),
  catalogue: (client: Client) =>
    queryOptions({
      queryKey: ['catalogue'],
      queryFn: ({ signal }) => client.catalogue(signal),
      staleTime: 30_000,
    }),
  traits: (client: Client) =>
    queryOptions({ queryKey: ['traits'], queryFn: ({ signal }) => client.traits.list(signal) }),
  trait: (client: Client, name: string) =>
    queryOptions({
      queryKey: ['traits', name],
      queryFn: ({ signal }) => client.traits.get(name, signal),
    }),
  segmentation: (client: Client) =>
    queryOptions({
      queryKey: ['segmentation'],
      queryFn: ({ signal }) => client.segmentation.get(signal),
      // Until there are thresholds one waits for them; they are learned by themselves.
      refetchInterval: ({ state: { data } }) => (data?.current === null ? 5_000 : 60_000),
    }),
  /** Those up to the one that is in force, the newest first. */
  calibrations: (client: Client, current: number) =>
    queryOptions({
      queryKey: ['calibrations', current],
      queryFn: ({ signal }) => client.segmentation.calibrations({ limit: 10 }, signal),
    }),
  drift: (client: Client, newer: number) =>
    queryOptions({
      queryKey: ['drift', newer],
      queryFn: ({ signal }) => client.segmentation.drift({}, signal),
      staleTime: 60_000,
    }),
  lists: (client: Client) =>
    queryOptions({ queryKey: ['lists'], queryFn: ({ signal }) => client.lists.list(signal) }),
  audiences: (client: Client) =>
    queryOptions({
      queryKey: ['audiences'],
      queryFn: ({ signal }) => client.audiences.list({}, signal),
    }),
  audience: (client: Client, id: string) =>
    queryOptions({
      queryKey: ['audience', id],
      queryFn: ({ signal }) => client.audiences.get(id, signal),
      // While it is computed one waits for it; afterwards the feed tells of changes.
      refetchInterval: ({ state: { data } }) =>
        data !== undefined && isComputing(data) ? 500 : false,
    }),
  versions: (client: Client, id: string) =>
    queryOptions({
      queryKey: ['versions', id],
      queryFn: ({ signal }) => client.audiences.versions(id, signal),
    }),
  /** The size at the end of each of `steps` equal parts of the last `days` days. */
  sizes: (client: Client, id: string, days: number, steps: number) =>
    queryOptions({
      queryKey: ['sizes', id, days, steps],
      queryFn: ({ signal }) => {
        const to = Date.now()
        const step = Math.max(1_000, Math.floor((days * DAY) / steps))
        return client.audiences.sizes(id, { from: to - step * steps, to, step }, signal)
      },
      staleTime: 30_000,
      placeholderData: keepPreviousData,
    }),
  members: (client: Client, id: string, query: MembersQuery) =>
    queryOptions({
      queryKey: ['members', id, query],
      queryFn: ({ signal }) => client.audiences.members(id, query, signal),
      placeholderData: keepPreviousData,
    }),
  changes: (
    client: Client,
    query: {
      readonly audience?: string
      readonly profile?: string
      readonly after?: string
      readonly limit: number
    },
  ) =>
    queryOptions({
      queryKey: ['changes', query],
      queryFn: ({ signal }) => client.changes.page({ ...query, order: 'newest' }, signal),
      placeholderData: keepPreviousData,
    }),
  explain: (client: Client, audience: string, profile: string) =>
    queryOptions({
      queryKey: ['explain', audience, profile],
      queryFn: ({ signal }) => client.audiences.explain(audience, profile, undefined, signal),
    }),
  profile: (client: Client, profile: string, events: number) =>
    queryOptions({
      queryKey: ['profile', profile, events],
      queryFn: ({ signal }) => client.profiles.get(profile, { events }, signal),
      placeholderData: keepPreviousData,
    }),
  identity: (client: Client, profile: string) =>
    queryOptions({
      queryKey: ['identity', profile],
      queryFn: ({ signal }) => client.profiles.identity(profile, signal),
    }),
  rejects: (
    client: Client,
    query: { readonly state: 'open' | 'replayed'; readonly code?: string; readonly after?: string },
  ) =>
    queryOptions({
      queryKey: ['rejects', query],
      queryFn: ({ signal }) => client.rejects.page({ ...query, limit: 25 }, signal),
      placeholderData: keepPreviousData,
    }),
}
