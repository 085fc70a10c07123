import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runChild } from '../child.ts'
import { startServer } from '../server/startServer.ts'
import type { Wanted } from './insertHistory.ts'

/** A finished history: the data folders of a server, one with all people and one with the first half of them. */
export interface Base extends Size {
  readonly full: string
  readonly half: string
  /** The history ends here, in milliseconds since 1970 UTC. */
  readonly until: number
  /** Making both. */
  readonly madeInMs: number
  /** The first start of all, on an empty folder, until it answers. */
  readonly firstStartMs: number
}

export interface Size {
  readonly profiles: number
  readonly events: number
}

const FILE = 'base.json'

/**
 * The base in a folder, made if it is not there. Throws when the folder has one of another size, since making it anew takes minutes that
 * nobody may have asked for.
 */
export async function openBase(
  folder: string,
  size: Size,
  say: (line: string) => void,
): Promise<Base> {
  const file = join(folder, FILE)
  if (!existsSync(file)) {
    // Without the file it was not finished.
    await rm(join(folder, 'full'), { recursive: true, force: true })
    await rm(join(folder, 'half'), { recursive: true, force: true })
    const base = await makeBase(folder, size, say)
    await writeFile(file, `${JSON.stringify(base, undefined, 2)}\n`)
    return base
  }
  // Written here, and last.
  const base = JSON.parse(await readFile(file, 'utf8')) as Omit<Base, 'full' | 'half'>
  if (base.profiles !== size.profiles || base.events !== size.events)
    throw new Error(
      `${folder} holds a base of ${base.profiles} profiles and ${base.events} events. Ask for that size, or name another folder.`,
    )
  return { ...base, full: join(folder, 'full'), half: join(folder, 'half') }
}

async function makeBase(folder: string, size: Size, say: (line: string) => void): Promise<Base> {
  const began = performance.now()
  const [full, half] = [join(folder, 'full'), join(folder, 'half')]
  await mkdir(half, { recursive: true, mode: 0o700 })
  const server = await startServer(half)
  await server.stop()
  say(`first start on an empty folder: ${(server.answeredInMs / 1000).toFixed(1)} s`)
  const until = Date.now()
  const middle = 1 + Math.ceil(size.profiles / 2)
  const insert = async (data: string, from: number, to: number): Promise<void> => {
    const wanted: Wanted = { data, from, to, messagesEach: size.events / size.profiles, until }
    await runChild(new URL('insertHistoryMain.ts', import.meta.url), wanted)
    say(`people up to ${to - 1} after ${((performance.now() - began) / 1000).toFixed(0)} s`)
  }
  await insert(half, 1, middle)
  await cp(half, full, { recursive: true })
  await insert(full, middle, size.profiles + 1)
  const madeInMs = performance.now() - began
  return { ...size, full, half, until, madeInMs, firstStartMs: server.answeredInMs }
}
