import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MetadataError } from '../metadata.ts'

/** Two engines in one folder would destroy it, and PGlite does not look. */
const lockName = 'in-use'

/** Folders held by this process; its own number in a lock file says nothing, since a container gives the same one again. */
const held = new Set<string>()

/**
 * Marks the folder as used by this process, and returns how to let go of it. A mark whose process is gone is taken over.
 * Throws `folder_in_use` when its holder is alive.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, lockName)
  if (held.has(lock)) throw inUse(lock, process.pid)
  held.add(lock)
  try {
    await claim(lock)
  } catch (error) {
    held.delete(lock)
    throw error
  }
  return async () => {
    if (held.delete(lock)) await rm(lock, { force: true })
  }
}

async function claim(lock: string): Promise<void> {
  const mark = `${process.pid} ${await startOf(process.pid)}`
  // `wx` creates the file or fails, so of two processes that start at once only one succeeds.
  const created = await writeFile(lock, mark, { flag: 'wx' }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    },
  )
  if (created) return
  const [pid = '', start = ''] = (await readFile(lock, 'utf8')).split(' ')
  const holder = Number(pid)
  if (holder !== process.pid && isAlive(holder) && (await startOf(holder)) === start) {
    throw inUse(lock, holder)
  }
  await rm(lock, { force: true })
  await claim(lock)
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When the process started, in the kernel's ticks, so that a number that was given again is noticed; '' where it is not told. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field is a name in brackets that may hold spaces; the start is the 22nd of all.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function inUse(lock: string, pid: number): MetadataError {
  return new MetadataError(
    'folder_in_use',
    ['folder'],
    `Process ${pid} has this folder open. Stop it, or give this one a folder of its own. If no Muster runs, delete ${lock}.`,
  )
}
