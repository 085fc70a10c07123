import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** What `serve` leaves in its data folder, so that a command on the same machine finds the server and may talk to it. */
const accessSchema = z.object({
  url: z.string(),
  key: z.string().optional(),
  writeKey: z.string().optional(),
  /** Good until the server stops; it does more than any other key does. */
  machineKey: z.string().optional(),
})
export type LocalAccess = z.output<typeof accessSchema>

function fileIn(data: string): string {
  return join(resolve(data), 'cli.json')
}

/** Nothing when there is none, or it cannot be read: then the flags must say it. */
export async function readLocalAccess(data: string): Promise<LocalAccess | undefined> {
  try {
    const parsed = accessSchema.safeParse(JSON.parse(await readFile(fileIn(data), 'utf8')))
    return parsed.data
  } catch {
    return undefined
  }
}

/** Writes it so that only its owner can read it. Keys that are not given stay as they were: they are shown only once. */
export async function writeLocalAccess(data: string, access: LocalAccess): Promise<void> {
  const before = await readLocalAccess(data)
  const text = JSON.stringify({ ...before, ...access }, undefined, 2)
  await mkdir(resolve(data), { recursive: true, mode: 0o700 })
  await writeFile(fileIn(data), `${text}\n`, { mode: 0o600 })
  // A file that was there keeps its mode when it is written.
  await chmod(fileIn(data), 0o600)
}
