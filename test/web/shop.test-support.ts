import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '@muster/core'
import { readConfiguration, startServer } from '@muster/server'
import type { RunningServer } from '@muster/server'
import { createShop } from '@muster/shop'
import { root } from '../files.test-support.ts'

export interface RunningShop {
  readonly server: RunningServer
  /** Signs in whoever opens an address with it. */
  readonly keyHash: string
  /** Sends messages as a site would; resolves when they are durable. */
  readonly send: (...messages: readonly JsonObject[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** The real server on embedded stores, with a small shop's history in it. */
export async function startShop(): Promise<RunningShop> {
  refuseStaleApp()
  const folder = mkdtempSync(join(tmpdir(), 'muster-web-'))
  const configuration = readConfiguration({ port: '0', data: folder, logLevel: 'silent' }, {})
  if (!configuration.ok) throw new Error(configuration.errors[0]?.message)
  const server = await startServer(configuration.value)
  const { secretKey = '', writeKey = '' } = server.firstKeys ?? {}
  const send = async (...messages: readonly JsonObject[]): Promise<void> => {
    const response = await fetch(`${server.url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ batch: messages }),
      headers: {
        authorization: `Basic ${btoa(`${writeKey}:`)}`,
        'content-type': 'application/json',
      },
    })
    if (!response.ok) throw new Error(await response.text())
  }
  const shop = createShop({ people: 120, days: 40, seed: 7, until: Date.now() })
  // A message is an object of JSON, although its interface does not say that it has no other keys.
  const history = [...shop.history()].map(({ message }) => message as unknown as JsonObject)
  for (let from = 0; from < history.length; from += 500)
    await send(...history.slice(from, from + 500))
  await server.engine.settle()
  return {
    ...{ server, send, keyHash: `#key=${secretKey}` },
    close: async () => {
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** What is tested is what was built last, so that must be newer than what it was built from. */
function refuseStaleApp(): void {
  const built = new URL('packages/web/dist/app/index.html', root)
  const newest = Math.max(
    ...['web', 'client', 'core'].map((name) => newestIn(new URL(`packages/${name}/src/`, root))),
  )
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return
  throw new Error('The web app is not built from these sources. Run: npm run build:web')
}

function newestIn(folder: URL): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  const times = files
    .filter((entry) => entry.isFile() && !/\.test\.ts$|test-support/.test(entry.name))
    .map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs)
  return Math.max(...times)
}
