import {
  constants,
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readlink,
  rm,
  symlink,
} from 'node:fs/promises'
import { join } from 'node:path'

/** Where the embedded stores are, and what imports keep beside them. */
export interface Folders {
  readonly warehouse: string
  readonly metadata: string
  readonly imports: string
}

/** Marks of the process that holds a folder; they mean nothing in a copy. */
const MARKS = new Set(['in-use', 'status'])
/** Parts that the engine is writing or throwing away: a crash would leave them too, and a start drops them. */
const UNFINISHED = /^(?:tmp|delete_tmp)_/
/** A merge may throw away a part while it is being linked; its successor stands in the next attempt. */
const ATTEMPTS = 5

/**
 * Puts what the folders hold at this moment into `into`, within a second: parts of the warehouse never change, so a second name for each is
 * enough; the rest is copied. To be called while nobody writes to the stores.
 */
export async function takeSnapshot(folders: Folders, into: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await rm(into, { recursive: true, force: true })
    try {
      await mkdir(into, { recursive: true, mode: 0o700 })
      await mirror(folders.warehouse, join(into, 'warehouse'), linkOrCopy)
      await mirror(folders.metadata, join(into, 'metadata'), copy)
      await mirror(folders.imports, join(into, 'imports'), copy, { mayBeMissing: true })
      return
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error
    }
  }
}

type Place = (from: string, to: string) => Promise<void>

async function mirror(
  from: string,
  to: string,
  place: Place,
  { mayBeMissing = false } = {},
): Promise<void> {
  if (mayBeMissing && !(await exists(from))) return
  const entries = await readdir(from, { withFileTypes: true })
  await mkdir(to)
  // Side by side: nobody writes meanwhile, so it should not take long.
  await Promise.all(
    entries.map(async (entry) => {
      if (MARKS.has(entry.name) || UNFINISHED.test(entry.name)) return
      const [source, target] = [join(from, entry.name), join(to, entry.name)]
      if (entry.isDirectory()) await mirror(source, target, place)
      else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
      else if (entry.isFile()) await place(source, target)
    }),
  )
}

const copy: Place = (from, to) => copyFile(from, to, constants.COPYFILE_FICLONE)

/** Not every file system knows second names. */
const linkOrCopy: Place = async (from, to) => {
  try {
    await link(from, to)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw error
    await copy(from, to)
  }
}

export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false
      throw error
    },
  )
}

export const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined
