import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '@muster/core'
import { readConfiguration, startServer } from '@muster/server'
import type { UserRole } from '@muster/engine'
import type { RunningServer } from '@muster/server'
import { createShop, demoAudiences } from '@muster/shop'
import type { BrowserContext } from 'playwright-core'
import { root } from '../files.test-support.ts'

export interface RunningShop {
  readonly server: RunningServer
  /** From now on whoever opens a page in it is signed in, with this role. */
  readonly signIn: (context: BrowserContext, role?: UserRole) => Promise<void>
  /** Sends messages as a site would; resolves when they are durable. */
  readonly send: (...messages: readonly JsonObject[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** The real server on embedded stores, with a small shop's history in it, or with nothing. */
export async function startShop({ people = 120 } = {}): Promise<RunningShop> {
  refuseStaleApp()
  const folder = mkdtempSync(join(tmpdir(), 'muster-web-'))
  const configuration = readConfiguration({ port: '0', data: folder, logLevel: 'silent' }, {})
  if (!configuration.ok) throw new Error(configuration.errors[0]?.message)
  const server = await startServer(configuration.value)
  const { writeKey = '' } = server.firstKeys ?? {}
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
  const shop = createShop({ people: Math.max(1, people), days: 40, seed: 7, until: Date.now() })
  const arrivals = people === 0 ? [] : [...shop.history()]
  // A message is an object of JSON, although its interface does not say that it has no other keys.
  const history = arrivals.map(({ message }) => message as unknown as JsonObject)
  for (let from = 0; from < history.length; from += 500)
    await send(...history.slice(from, from + 500))
  await server.engine.settle()
  return {
    ...{ server, send },
    signIn: async (context, role = 'owner') => {
      const value = await sessionOf(server, role)
      const { port } = new URL(server.url)
      const cookie = { name: `muster_session_${port}`, value, url: server.url }
      await context.addCookies([{ ...cookie, httpOnly: true, sameSite: 'Strict' }])
    },
    close: async () => {
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Makes the audiences of the demo, and waits for their members. Throws when one is refused. */
export async function addDemoAudiences({ engine }: RunningServer): Promise<void> {
  for (const { id, name, description, definition } of demoAudiences()) {
    const draft = { id, name, description, definition, tags: ['demo'], state: 'live' as const }
    const made = await engine.audiences.create(draft, 'test')
    if (!made.ok) throw new Error(made.error.message)
  }
  await engine.settle()
}

/** The token of a session, without a password: those are what one test is about, and cost the others time. */
async function sessionOf({ engine: { access } }: RunningServer, role: UserRole): Promise<string> {
  const email = `${role}@example.com`
  const known = (await access.users.list()).find((user) => user.email === email)
  const created = await access.users.create({ email, name: `The ${role}`, role }, 'test')
  const id = known?.id ?? (created.ok ? created.value.id : '')
  const { token } = await access.signInLink(id, 'test')
  const signedIn = await access.useLink({ token }, { address: 'test', agent: 'test' })
  if (!signedIn.ok) throw new Error(signedIn.error.message)
  return signedIn.value.token
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
