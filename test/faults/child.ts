import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** `muster serve` in a process of its own, as a user would start it. */
export interface Child {
  /** Resolves when it listens; undefined when it ended before. */
  readonly listening: Promise<Listening | undefined>
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>
  /** What it wrote to standard error, its last lines. */
  readonly log: () => readonly string[]
  readonly signal: (signal: NodeJS.Signals) => void
}

export interface Listening {
  readonly url: string
  /** Only at the first start on a folder. */
  readonly key?: string
  readonly writeKey?: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const KEPT_LINES = 200

export interface ChildOptions {
  readonly data: string
  readonly env?: Readonly<Record<string, string>>
  /** Put before the command, such as `prlimit`. */
  readonly under?: readonly string[]
}

/**
 * Brings what is built up to date, since a child that translates its sources takes twice as long to start. Whether the types are right is
 * another check's business: what can be run is written all the same.
 */
export function buildMuster(): void {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  spawnSync(process.execPath, [compiler, '--build', 'packages/cli'], { cwd: root })
}

/** A command of `muster`, as arguments for `spawn`. */
export function musterCommand(...args: readonly string[]): readonly string[] {
  return [process.execPath, join(root, 'packages/cli/dist/main.js'), ...args]
}

const alive = new Set<ChildProcess>()

/** Ends what a test that failed has left behind. */
export function killChildren(): void {
  for (const child of alive) child.kill('SIGKILL')
}

export function startChild({ data, env = {}, under = [] }: ChildOptions): Child {
  const [command = '', ...args] = [
    ...under,
    ...musterCommand('serve', '--port', '0', '--data', data, '--json'),
  ]
  const child = spawn(command, args, {
    env: {
      ...process.env,
      // As the command of the package sets it.
      ...{ UV_THREADPOOL_SIZE: '16', MUSTER_LOG_LEVEL: 'warn', MUSTER_MIN_FREE_MB: '0', ...env },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  const lines: string[] = []
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line)
    if (lines.length > KEPT_LINES) lines.shift()
  })
  return {
    listening: listeningOf(child),
    ended: endOf(child),
    log: () => lines,
    signal: (signal) => child.kill(signal),
  }
}

async function listeningOf(child: ChildProcess): Promise<Listening | undefined> {
  if (child.stdout === null) return undefined
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as Listening
  return undefined
}

async function endOf(child: ChildProcess) {
  // Both are given by the event `exit`.
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return { code, signal }
}
