import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMetadata } from '../openMetadata.ts'
import { advanceWatermark, readWatermark } from '../work/watermarks.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-metadata-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a process that is killed loses nothing that it had committed', async () => {
  const place = join(folder, 'killed')
  const committed = await runAndKill(place)
  expect(committed).toBeGreaterThan(0n)
  const metadata = await openMetadata({ folder: place })
  try {
    // What was committed and not yet told may be there too.
    expect(await readWatermark(metadata.db, 'committed')).toBeGreaterThanOrEqual(committed)
  } finally {
    await metadata.close()
  }
})

test('a folder is open once; closing lets go of it, and what was written is there again', async () => {
  const place = join(folder, 'once')
  const first = await openMetadata({ folder: place })
  await advanceWatermark(first.db, 'kept', 7n)
  await expect(openMetadata({ folder: place })).rejects.toMatchObject({ code: 'folder_in_use' })
  await first.close()
  await first.close()

  const second = await openMetadata({ folder: place })
  expect(await readWatermark(second.db, 'kept')).toBe(7n)
  await second.close()

  // The process that started this one is alive, and holds the folder if it says so.
  await writeFile(join(place, 'in-use'), await markOf(process.ppid))
  await expect(openMetadata({ folder: place })).rejects.toMatchObject({ code: 'folder_in_use' })
})

/** What that process would have written, as far as this system tells when it started. */
async function markOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`
}

/** Starts a process that commits one number after the other, and kills it in the midst of it; the last number it told. */
function runAndKill(place: string): Promise<bigint> {
  const script = fileURLToPath(new URL('../test-support/commitForever.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions', 'source', script, place],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let last = 0n
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', () => {
      resolve(last)
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      last = BigInt(text.trim().split('\n').at(-1) ?? '0')
      if (last >= 20n) child.kill('SIGKILL')
    })
  })
}
