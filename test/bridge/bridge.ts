import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A server that speaks ClickHouse's HTTP interface over the embedded engine, in a process of its own. */
export interface Bridge {
  readonly url: string
  /** Starts it again on the same port and folder, after it was stopped or killed. */
  readonly start: () => Promise<void>
  /** Lets it go in order. */
  readonly stop: () => Promise<void>
  /** Ends it with nothing written that is not written yet. */
  readonly kill: () => Promise<void>
}

const server = fileURLToPath(new URL('./server.ts', import.meta.url))

export async function startBridge(folder: string): Promise<Bridge> {
  let { child, port } = await launch(folder, 0)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return {
    url: `http://127.0.0.1:${port}`,
    start: async () => {
      ;({ child, port } = await launch(folder, port))
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

async function launch(
  folder: string,
  port: number,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = spawn(process.execPath, ['--import', 'tsx', server, folder, String(port)], {
    // Each running statement holds a thread of Node's pool, and a server has more than four.
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) {
    const told = /^listening (\d+)$/.exec(line)?.[1]
    if (told !== undefined) return { child, port: Number(told) }
  }
  throw new Error('the bridge ended before it listened')
}
