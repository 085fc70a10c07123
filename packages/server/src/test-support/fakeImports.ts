import { readFile } from 'node:fs/promises'
import type { Json } from '@muster/core'
import type { Engine } from '@muster/engine'

type ImportsApi = Engine['imports']
type View = NonNullable<Awaited<ReturnType<ImportsApi['progress']>>>

/** Imports that are done as soon as they are started: each line of the file is a message. A mapping needs a `name`. */
export function fakeImports(): ImportsApi {
  const views = new Map<string, View>()
  const issues = [
    { code: 'missing_key', at: ['name'], message: 'A mapping needs a name. Give one.' },
    { code: 'missing_key', at: ['kind'], message: 'A mapping needs a kind. Give one.' },
  ]
  const nameOf = (mapping: unknown): string | undefined => {
    const name: unknown = typeof mapping === 'object' && mapping ? Reflect.get(mapping, 'name') : 0
    return typeof name === 'string' ? name : undefined
  }
  const refused = () => {
    const [error] = issues
    if (error === undefined) throw new Error('no issue')
    return { ok: false as const, error, issues }
  }
  const linesOf = async (file: string) => (await readFile(file, 'utf8')).trim().split('\n')

  return {
    inspect: async (file, mapping, rows) => {
      if (nameOf(mapping) === undefined) return refused()
      const lines = (await linesOf(file)).slice(0, rows)
      const cells = lines.map((text, place) => ({ line: place + 1, cells: { text } }))
      return { ok: true, value: { format: 'csv', columns: ['text'], rows: cells } }
    },
    dryRun: async (file, mapping, rows) => {
      if (nameOf(mapping) === undefined) return refused()
      const lines = (await linesOf(file)).slice(0, rows)
      const results = lines.map((text, place) => ({
        ...{ kind: 'message' as const, lines: [place + 1] },
        message: { text },
      }))
      return { ok: true, value: { columns: ['text'], results } }
    },
    start: async (file, mapping, by) => {
      const name = nameOf(mapping)
      if (name === undefined) return refused()
      const { length } = await linesOf(file)
      const id = String(views.size + 1)
      const view: View = {
        ...{ id, name, file, by, state: 'done' },
        // What was sent came as JSON.
        mapping: mapping as Json,
        ...{ createdAt: 1, updatedAt: 2, finishedAt: 2, error: undefined },
        progress: {
          ...{ rows: length, skipped: {}, messages: length, accepted: length - 1 },
          ...{ duplicates: 0, rejected: 1, bytesDone: 10, bytesTotal: 10 },
        },
      }
      views.set(id, view)
      return { ok: true, value: view }
    },
    progress: (id) => Promise.resolve(views.get(id)),
    list: () => Promise.resolve({ imports: [...views.values()].reverse(), next: undefined }),
    rejects: (id) =>
      Promise.resolve(
        views.has(id)
          ? {
              rejects: [{ lines: [1], code: 'no_identifier', at: ['a'], message: 'Send one.' }],
              next: undefined,
            }
          : undefined,
      ),
    cancel: (id) => Promise.resolve(views.delete(id)),
  }
}
