import type { JsonObject } from '@muster/core'
import type {
  Catalogue,
  CreatedKey,
  IdentityHealth,
  Key,
  KeyDraft,
  Me,
  Pulse,
  Status,
} from '@muster/server'
import type { SizesQuery } from './audiences.ts'
import { step } from './connection.ts'
import type { Connection } from './connection.ts'

export function keysOf({ ask }: Connection) {
  const root = '/api/v1/keys'
  return {
    /** The key itself is in this answer and never shown again. */
    create: (draft: KeyDraft) => ask<CreatedKey>('POST', root, { body: draft }),
    list: async (signal?: AbortSignal): Promise<readonly Key[]> =>
      (await ask<{ readonly keys: readonly Key[] }>('GET', root, { signal })).keys,
    revoke: async (id: string): Promise<void> => {
      await ask('DELETE', `${root}/${step(id)}`)
    },
  }
}

export function workspaceOf({ ask, open }: Connection) {
  return {
    me: (signal?: AbortSignal) => ask<Me>('GET', '/api/v1/me', { signal }),
    catalogue: (signal?: AbortSignal) => ask<Catalogue>('GET', '/api/v1/catalogue', { signal }),
    status: (signal?: AbortSignal) => ask<Status>('GET', '/api/v1/status', { signal }),
    /** What came in and how late changes were recorded, in steps; of the last day by ten minutes when nothing else is asked for. */
    pulse: (query: SizesQuery = {}, signal?: AbortSignal) =>
      ask<Pulse>('GET', '/api/v1/status/pulse', { query, signal }),
    /** How well messages find their people. */
    identityHealth: (signal?: AbortSignal) =>
      ask<IdentityHealth>('GET', '/api/v1/identity/health', { signal }),
    settings: (signal?: AbortSignal) => ask<JsonObject>('GET', '/api/v1/settings', { signal }),
    changeSettings: (changes: JsonObject) =>
      ask<JsonObject>('PATCH', '/api/v1/settings', { body: changes }),
    /** Both embedded stores as they are now: the body is the archive, and is cut off when it can't be finished. */
    backup: (signal?: AbortSignal): Promise<Response> => open('GET', '/api/v1/backup', { signal }),
    /** Needs no key; resolves when the process answers. */
    health: async (signal?: AbortSignal): Promise<void> => {
      await ask('GET', '/health', { signal })
    },
  }
}
