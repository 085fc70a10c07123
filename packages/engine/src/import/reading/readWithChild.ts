import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileQuery } from './fileQueries.ts'
import { UnreadableFile } from './row.ts'

/**
 * Lets a process of its own, with an embedded engine on an empty folder, query a file, and yields the bytes of the answers one after
 * another. A process of its own, because one holds one warehouse folder only, because reading must not wait for the warehouse's
 * lanes nor they for it, and because the warehouse may be a server, which could not see the file. Throws {@link UnreadableFile}.
 */
export async function* readWithChild(
  file: string,
  ending: 'parquet' | 'zst',
  queries: readonly FileQuery[],
): AsyncGenerator<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-import-'))
  try {
    // Under a plain name, since the engine would read `*` and `{}` in a path as a pattern.
    const link = join(folder, `input.${ending}`)
    await symlink(await realpath(file), link)
    const statements = queries.map(({ of, format }) => ({ ...of(link), format }))
    yield* answers(JSON.stringify({ folder: join(folder, 'engine'), statements }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function* answers(task: string): AsyncGenerator<Uint8Array> {
  const child = spawn(process.execPath, [...programme(), task], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  // Awaited below; a reader that stops early must not leave a rejection that nobody hears.
  ended.catch(() => undefined)
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < 4_000) complaint += chunk.toString()
  })
  try {
    // A pipe without an encoding yields bytes.
    yield* child.stdout as AsyncIterable<Uint8Array>
    const [code] = (await ended) as [number | null]
    if (code !== 0) throw unreadable(complaint)
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await ended
    }
  }
}

function unreadable(complaint: string): UnreadableFile {
  const why = complaint.trim().slice(0, 500) || 'the process that reads it was ended'
  const message = `The file can't be read: ${why} Is it complete, and of the format that its name or the mapping says?`
  return new UnreadableFile('unreadable_file', message)
}

/** Built, it is JavaScript; from the sources, it needs what runs TypeScript. */
function programme(): readonly string[] {
  if (import.meta.url.endsWith('.ts')) {
    const loader = createRequire(import.meta.url).resolve('tsx')
    return ['--import', loader, fileURLToPath(new URL('./fileReader.ts', import.meta.url))]
  }
  return [fileURLToPath(new URL('./fileReader.js', import.meta.url))]
}
