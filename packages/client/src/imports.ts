import type { Json } from '@muster/core'
import type { DryRun, Import, ImportRejects, Imports, Inspection, Uploaded } from '@muster/server'
import { step } from './connection.ts'
import type { Connection } from './connection.ts'

export function importsOf({ ask }: Connection) {
  const root = '/api/v1/imports'
  const of = (id: string) => `${root}/${step(id)}`
  const look = <Answer>(what: string, upload: string, mapping: Json, rows: number) =>
    ask<Answer>('POST', `${root}/${what}`, { body: { upload, mapping, rows } })
  return {
    /** Sends a file as it is; a stream is sent while it is read. `name` tells by its endings how to read it. */
    upload: (
      name: string,
      file: NonNullable<RequestInit['body']>,
      signal?: AbortSignal,
    ): Promise<Uploaded> =>
      ask('POST', '/api/v1/uploads', {
        query: { name },
        raw: file,
        contentType: 'application/octet-stream',
        signal,
      }),
    inspect: (upload: string, mapping: Json, rows = 20) =>
      look<Inspection>('inspect', upload, mapping, rows),
    dryRun: (upload: string, mapping: Json, rows = 20) =>
      look<DryRun>('dry-run', upload, mapping, rows),
    start: (upload: string, mapping: Json) =>
      ask<Import>('POST', root, { body: { upload, mapping } }),
    list: (
      query: { readonly after?: string; readonly limit?: number } = {},
      signal?: AbortSignal,
    ) => ask<Imports>('GET', root, { query, signal }),
    get: (id: string, signal?: AbortSignal) => ask<Import>('GET', of(id), { signal }),
    rejects: (
      id: string,
      query: { readonly after?: string; readonly limit?: number } = {},
      signal?: AbortSignal,
    ) => ask<ImportRejects>('GET', `${of(id)}/rejects`, { query, signal }),
    cancel: async (id: string): Promise<void> => {
      await ask('POST', `${of(id)}/cancel`)
    },
  }
}
