import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The name of a folder, made at the first call and kept in it: what lies in the folder can be dealt with only by processes that see it, and
 * two processes that see the same folder, on one machine or over the network, know it by the same name.
 */
export async function placeOf(folder: string): Promise<string> {
  const path = join(folder, 'place')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const mine = `${path}-${randomUUID()}`
  await writeFile(mine, randomUUID(), { mode: 0o600 })
  // A link is made or not, so of two processes that come at once both read the name of the first.
  await link(mine, path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await rm(mine)
  return readFile(path, 'utf8')
}
