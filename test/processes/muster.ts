import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createClient, type Client } from '@muster/client'

/** A process of Muster: the real command, from its source. */
export interface Muster {
  readonly name: string
  readonly url: string
  /** The keys that it made on the first start of an empty workspace. */
  readonly keys: { readonly key: string; readonly writeKey: string } | undefined
  readonly client: (key: string) => Client
  readonly signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => void
  /** Ends it in order, or by force if that does not go, and resolves when it is gone. */
  readonly end: () => Promise<void>
}

export interface Stores {
  readonly clickhouseUrl: string
  readonly postgresUrl: string
  /** A folder of its own for each process is made in it. */
  readonly folder: string
}

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))

export async function startMuster(name: string, stores: Stores): Promise<Muster> {
  const args = ['serve', '--json', '--port', '0', '--data', `${stores.folder}/${name}`]
  const child = spawn(
    process.execPath,
    ['--conditions', 'source', '--import', 'tsx', main, ...args],
    {
      env: {
        ...process.env,
        MUSTER_CLICKHOUSE_URL: stores.clickhouseUrl,
        MUSTER_POSTGRES_URL: stores.postgresUrl,
        MUSTER_LOG_LEVEL: process.env['MUSTER_TEST_LOG_LEVEL'] ?? 'silent',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  // What `muster serve --json` says first.
  const told = (await firstObject(child)) as {
    readonly url: string
    readonly key?: string
    readonly writeKey?: string
  }
  const { url, key, writeKey } = told
  return {
    name,
    url,
    keys: key === undefined || writeKey === undefined ? undefined : { key, writeKey },
    client: (secret) => createClient({ url, key: secret }),
    signal: (signal) => {
      child.kill(signal)
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await gone
      clearTimeout(force)
    },
  }
}

async function firstObject(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) throw new Error('its output is piped')
  let text = ''
  for await (const line of createInterface(child.stdout)) {
    text += line
    try {
      return JSON.parse(text) as unknown
    } catch {
      // Not all of it has come yet.
    }
  }
  throw new Error('the process ended before it listened')
}
