import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, type Client } from '@muster/client'
import { readCpu, readPeak } from './processFigures.ts'

/** The server under test: the real one, as built, in a process of its own. */
export interface Server {
  readonly url: string
  readonly key: string
  readonly writeKey: string
  readonly client: Client
  /** From the start of the process until it has answered what needs both stores. */
  readonly answeredInMs: number
  /** The most memory that was ever resident, in bytes; after `stop` that of its whole life. */
  readonly peakBytes: () => number
  /** Processor time of the process so far, in seconds. */
  readonly cpuSeconds: () => number
  /** Stops it as an operator would, and resolves when it is gone. */
  readonly stop: () => Promise<void>
}

/** With what the first line of the command gives to Node; not every machine executes it. */
const COMMAND = [
  '--max-semi-space-size=64',
  join(import.meta.dirname, '../../packages/cli/dist/main.js'),
]
const PATIENCE_MS = 120_000

/** Starts a server on a data folder, on a free port of this machine. Rejects with what it said when it does not come up. */
export async function startServer(data: string): Promise<Server> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [...COMMAND, 'serve', '--data', data, '--port', '0', '--log-level', 'error'],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, UV_THREADPOOL_SIZE: '16' } },
  )
  // First of all that happens at the end, so that nothing is written to files that are being deleted.
  const kill = () => child.kill('SIGKILL')
  process.prependOnceListener('exit', kill)
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      process.off('exit', kill)
      resolve()
    }),
  )
  const url = await addressOf(child)
  // The server wrote it just now.
  const access = JSON.parse(readFileSync(join(data, 'cli.json'), 'utf8')) as Access
  const client = createClient({ url, key: access.key })
  await client.audiences.list()
  const answeredInMs = performance.now() - began

  const pid = child.pid ?? 0
  let peak = 0
  const peakBytes = () => (peak = Math.max(peak, readPeak(pid)))
  const watching = setInterval(peakBytes, 1_000)
  const stop = async (): Promise<void> => {
    peakBytes()
    clearInterval(watching)
    child.kill('SIGTERM')
    const impatient = setTimeout(kill, PATIENCE_MS)
    await ended
    clearTimeout(impatient)
  }
  return {
    url,
    key: access.key,
    writeKey: access.writeKey,
    client,
    answeredInMs,
    peakBytes,
    cpuSeconds: () => readCpu(pid),
    stop,
  }
}

interface Access {
  readonly key: string
  readonly writeKey: string
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.setEncoding('utf8')
    child.stdout?.on('data', (text: string) => {
      said += text
      const url = /http:\/\/[\w.:-]+/.exec(said)?.[0]
      // All of it has been said when the line is.
      if (url !== undefined && said.includes('\n')) resolve(url)
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      reject(new Error(`The server ended with code ${code} before it answered. ${said}`))
    })
  })
}
