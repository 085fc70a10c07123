import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
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
 * the audiences are the same.
 */
export async function openReadyStage(
  from: string,
  data: string,
  audiences: readonly BenchAudience[],
  keep: string | undefined,
): Promise<ReadyStage> {
  const of = createHash('sha256').update(JSON.stringify(audiences)).digest('hex')
  const kept = keep === undefined ? undefined : await readKept(keep)
  if (keep !== undefined && kept?.of === of)
    return { stage: await openStage(join(keep, 'data'), data), createdInMs: kept.createdInMs }
  const stage = await openStage(from, data)
  const createdInMs = await createAudiences(stage.server(), audiences)
  if (keep !== undefined)
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
