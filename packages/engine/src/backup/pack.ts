import { createReadStream } from 'node:fs'
import { readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BEGINNING, END, type Manifest } from './manifest.ts'
import type { TarEntry } from './tar.ts'

/** A snapshot as the entries of an archive, between its manifest and the mark that it is whole. */
export async function* pack(snapshot: string, manifest: Manifest): AsyncGenerator<TarEntry> {
  yield textEntry(BEGINNING, manifest)
  let files = 0
  for await (const entry of entriesIn(snapshot, '')) {
    if (entry.kind === 'file') files++
    yield entry
  }
  yield textEntry(END, { files })
}

async function* entriesIn(root: string, folder: string): AsyncGenerator<TarEntry> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    const file = join(root, path)
    if (entry.isDirectory()) {
      yield { kind: 'folder', path }
      yield* entriesIn(root, path)
    } else if (entry.isSymbolicLink()) {
      yield { kind: 'link', path, target: await readlink(file) }
    } else {
      const { size } = await stat(file)
      yield { kind: 'file', path, size, content: createReadStream(file) }
    }
  }
}

function textEntry(path: string, value: object): TarEntry {
  const text = Buffer.from(`${JSON.stringify(value)}\n`)
  return { kind: 'file', path, size: text.byteLength, content: once(text) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
