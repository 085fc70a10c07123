import type { Change, Changes, Reject, Rejects, Replay, Replayed } from '@muster/server'
import type { Connection } from './connection.ts'
import { followChanges } from './followChanges.ts'
import type { FollowOptions } from './followChanges.ts'
import { allPages } from './pages.ts'

export interface ChangesQuery {
  readonly after?: string
  readonly order?: 'oldest' | 'newest'
  readonly limit?: number
  readonly audience?: string
  readonly profile?: string
}
export interface RejectsQuery {
  readonly after?: string
  readonly limit?: number
  readonly code?: string
  readonly state?: 'open' | 'replayed'
}

export function changesOf(connection: Connection) {
  const page = (query: ChangesQuery = {}, signal?: AbortSignal) =>
    connection.ask<Changes>('GET', '/api/v1/changes', { query, signal })
  return {
    page,
    all: (query: ChangesQuery = {}, signal?: AbortSignal) =>
      allPages<Changes, Change>(
        (after) => page({ ...query, ...(after !== undefined && { after }) }, signal),
        ({ changes }) => changes,
        query.after,
      ),
    follow: (options?: FollowOptions) => followChanges(connection, options),
  }
}

export function rejectsOf({ ask }: Connection) {
  const root = '/api/v1/rejects'
  const page = (query: RejectsQuery = {}, signal?: AbortSignal) =>
    ask<Rejects>('GET', root, { query, signal })
  return {
    page,
    all: (query: RejectsQuery = {}, signal?: AbortSignal) =>
      allPages<Rejects, Reject>(
        (after) => page({ ...query, ...(after !== undefined && { after }) }, signal),
        ({ rejects }) => rejects,
        query.after,
      ),
    replay: async (replays: Replay['replays']): Promise<Replayed['replayed']> =>
      (await ask<Replayed>('POST', `${root}/replay`, { body: { replays } })).replayed,
  }
}
