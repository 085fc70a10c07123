import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { BackupError, BEGINNING, END, FORMAT } from './manifest.ts'
import { codeOf, exists, type Folders } from './snapshot.ts'
import { readTar, TarError, type TarEntry } from './tar.ts'

export interface Restored {
  /** ISO 8601 in UTC. */
  readonly madeAt: string
  readonly files: number
}

/**
 * Puts a backup into folders that hold nothing yet. Everything is read and checked in a folder beside them before the first of it takes its
 * place. Throws a {@link BackupError} for a file that is damaged, foreign or newer, and for folders that hold something.
 */
export async function restoreBackup(file: string, folders: Folders): Promise<Restored> {
  for (const folder of [folders.warehouse, folders.metadata, folders.imports])
    await refuseFull(folder)
  const staging = join(dirname(folders.warehouse), '.restore')
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { recursive: true, mode: 0o700 })
  try {
    const restored = await unpack(file, staging)
    // Both or none, as far as a file system goes: what could fail has been done.
    for (const name of ['imports', 'metadata', 'warehouse'] as const) {
      if (!(await exists(join(staging, name)))) continue
      await rm(folders[name], { recursive: true, force: true })
      await rename(join(staging, name), folders[name])
    }
    return restored
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function refuseFull(folder: string): Promise<void> {
  if (!(await exists(folder)) || (await readdir(folder)).length === 0) return
  throw new BackupError(
    'folder_not_empty',
    `${folder} holds something already. Stop the server that uses it and move it away, or name another data folder.`,
  )
}

async function unpack(file: string, staging: string): Promise<Restored> {
  const source = createReadStream(file)
  const content = source.pipe(createGunzip())
  // The error of one end of a pipe doesn't reach the other.
  source.on('error', (error) => content.destroy(error))
  const read: Reading = { madeAt: undefined, files: 0, isWhole: false, links: [] }
  try {
    for await (const entry of readTar(content)) await place(entry, staging, read)
    if (!read.isWhole) throw new TarError('its end is missing')
  } catch (error) {
    throw read.madeAt === undefined ? notABackup(file, error) : damaged(file, error)
  } finally {
    source.destroy()
    content.destroy()
  }
  // Last, so that nothing is ever written through a link.
  for (const { path, target } of read.links) await symlink(target, join(staging, path))
  return { madeAt: read.madeAt ?? '', files: read.files }
}

interface Reading {
  madeAt: string | undefined
  files: number
  isWhole: boolean
  readonly links: { readonly path: string; readonly target: string }[]
}

async function place(entry: TarEntry, staging: string, read: Reading): Promise<void> {
  if (read.madeAt === undefined) {
    read.madeAt = await readManifest(entry)
    return
  }
  if (read.isWhole) throw new TarError('something follows its end')
  if (entry.kind === 'file' && entry.path === END) {
    read.isWhole = (await readText(entry)) === `{"files":${read.files}}\n`
    return
  }
  const path = join(staging, checkedPath(entry.path))
  switch (entry.kind) {
    case 'folder':
      await mkdir(path, { recursive: true })
      return
    case 'link':
      read.links.push({ path: entry.path, target: checkedTarget(entry.path, entry.target) })
      return
    case 'file':
      read.files++
      await mkdir(dirname(path), { recursive: true })
      await pipeline(entry.content, createWriteStream(path, { mode: 0o600 }))
  }
}

async function readManifest(entry: TarEntry): Promise<string> {
  if (entry.kind !== 'file' || entry.path !== BEGINNING || entry.size > 10_000)
    throw new TarError('it does not begin as a backup does')
  const manifest: unknown = JSON.parse(await readText(entry))
  const { format, madeAt } = Object(manifest) as { format?: unknown; madeAt?: unknown }
  if (typeof format !== 'number' || typeof madeAt !== 'string')
    throw new TarError('its manifest says nothing')
  if (format > FORMAT) {
    throw new BackupError(
      'backup_is_newer',
      `The backup has format ${format}, this Muster knows ${FORMAT}. Restore it with a newer Muster.`,
    )
  }
  return madeAt
}

async function readText({ content }: Extract<TarEntry, { kind: 'file' }>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of content) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

const OURS = /^(?:warehouse|metadata|imports)(?:\/|$)/

/** A path of an archive never leads out of the folder. */
function checkedPath(path: string): string {
  if (OURS.test(path) && normalize(path) === path) return path
  throw new TarError(`${JSON.stringify(path)} is not in a backup`)
}

function checkedTarget(path: string, target: string): string {
  if (!target.startsWith('/') && OURS.test(normalize(join(dirname(path), target)))) return target
  throw new TarError(`${JSON.stringify(path)} leads out of the backup`)
}

function notABackup(file: string, cause: unknown): unknown {
  if (!isOfContent(cause)) return cause
  const message = `${file} was not made by muster backup. Give the file that it wrote.`
  return new BackupError('not_a_backup', message, cause)
}

function damaged(file: string, cause: unknown): unknown {
  if (!isOfContent(cause)) return cause
  const message = `${file} is damaged: ${cause.message}. Nothing was restored. Copy it once more from where it is kept, or take an older one.`
  return new BackupError('backup_is_damaged', message, cause)
}

/** Whether it is the bytes that are wrong, and not the disk or the permission to read them. */
const isOfContent = (error: unknown): error is Error =>
  error instanceof TarError ||
  error instanceof SyntaxError ||
  (error instanceof Error && /^Z_/.test(String(codeOf(error))))
