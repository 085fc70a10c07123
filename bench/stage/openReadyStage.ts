import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchAudience } from '../audiences/audiences.ts'
import { createAudiences } from './createAudiences.ts'
import { openStage, type Stage } from './stage.ts'

export interface ReadyStage {
  readonly stage: Stage
  /** From the first call to the last audience computed. */
  readonly createdInMs: number
}

const FILE = 'ready.json'

/**
 * A stage whose audiences are all computed. With a folder to `keep` it in, what was computed once is taken from there the next time, as long as
 * the audiences are the same; without one the base itself becomes the stage.
 */
export async function openReadyStage(
  base: string,
  data: string,
  audiences: readonly BenchAudience[],
  keep: string | undefined,
): Promise<ReadyStage> {
  const stage = openStage(data)
  if (keep === undefined) {
    await rename(base, data)
    return { stage, createdInMs: await createAudiences(await stage.server(), audiences) }
  }
  const of = createHash('sha256').update(JSON.stringify(audiences)).digest('hex')
  const kept = await readKept(keep)
  if (kept?.of === of) {
    await cp(join(keep, 'data'), data, { recursive: true })
    return { stage, createdInMs: kept.createdInMs }
  }
  await cp(base, data, { recursive: true })
  const createdInMs = await createAudiences(await stage.server(), audiences)
  await stage.whileStopped(async () => {
    await rm(keep, { recursive: true, force: true })
    await cp(data, join(keep, 'data'), { recursive: true })
    await writeFile(join(keep, FILE), JSON.stringify({ of, createdInMs }))
  })
  return { stage, createdInMs }
}

async function readKept(
  keep: string,
): Promise<{ readonly of: string; readonly createdInMs: number } | undefined> {
  const file = join(keep, FILE)
  // Written here, and last.
  return existsSync(file)
    ? (JSON.parse(await readFile(file, 'utf8')) as { of: string; createdInMs: number })
    : undefined
}
