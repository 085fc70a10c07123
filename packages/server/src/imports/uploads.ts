import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Files that were sent to be imported, on this machine. Callers name them by ids that were made here, never by paths. */
export interface Uploads {
  /** Keeps a file as it comes. `name` only tells the kind of file, by its endings. */
  readonly save: (body: ReadableStream<Uint8Array>, name: string) => Promise<Saved>
  /** The path of an upload, or nothing when there is none of that id. */
  readonly pathOf: (id: string) => Promise<string | undefined>
  /** Removes uploads that were last written before an instant, in milliseconds since 1970 UTC. */
  readonly sweep: (before: number) => Promise<void>
}

export type Saved =
  | { readonly kind: 'saved'; readonly id: string; readonly bytes: number }
  | { readonly kind: 'too_large' | 'cut_off' }

export interface UploadOptions {
  readonly folder: string
  /** Of one file. */
  readonly maxBytes: number
  /** Makes 32 digits in base 16 that nobody can guess. */
  readonly newId: () => string
}

const shape = /^[0-9a-f]{32}(?:\.[a-z0-9]{1,10}){0,2}$/

export function openUploads({ folder, maxBytes, newId }: UploadOptions): Uploads {
  const root = resolve(folder)
  return {
    async save(body, name) {
      await mkdir(root, { recursive: true, mode: 0o700 })
      const id = newId() + endingsOf(name)
      const path = join(root, id)
      const limit = limiter(maxBytes)
      try {
        const source = Readable.fromWeb(body)
        await pipeline(source, limit.stream, createWriteStream(path, { mode: 0o600 }))
        return { kind: 'saved', id, bytes: limit.passed() }
      } catch (error) {
        await rm(path, { force: true })
        if (limit.isPassed()) return { kind: 'too_large' }
        if (isLocalFault(error)) throw error
        return { kind: 'cut_off' }
      }
    },
    async pathOf(id) {
      if (!shape.test(id)) return undefined
      const path = join(root, id)
      const found = await stat(path).catch(() => undefined)
      return found?.isFile() === true ? path : undefined
    },
    async sweep(before) {
      for (const name of await readdir(root).catch(() => [])) {
        const path = join(root, name)
        const found = await stat(path).catch(() => undefined)
        if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true })
      }
    },
  }
}

/** `.csv`, `.csv.gz` ...: what tells how to read a file, and nothing else of its name. */
function endingsOf(name: string): string {
  return /(?:\.[a-z0-9]{1,10}){1,2}$/.exec(name.toLowerCase())?.[0] ?? ''
}

/** A full disk, and the like: the sender did nothing wrong. */
function isLocalFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'EIO', 'EMFILE'].includes(String(code))
}

function limiter(maxBytes: number) {
  let passed = 0
  const stream = new Transform({
    transform(chunk: Uint8Array, _, done) {
      passed += chunk.byteLength
      if (passed > maxBytes) done(new Error('the file is too large'))
      else done(null, chunk)
    },
  })
  return { stream, passed: () => passed, isPassed: () => passed > maxBytes }
}
