import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A PostgreSQL of the test's own, to be stopped and started. */
export interface Postgres {
  readonly url: string
  readonly start: () => Promise<void>
  /** At once, as when its machine loses power: connections break in the middle. */
  readonly stop: () => Promise<void>
}

const run = promisify(execFile)

/** Where Debian, and the packages of PostgreSQL itself, put the programs of a server; undefined when there are none. */
export function postgresPrograms(): string | undefined {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return undefined
  const newest = readdirSync(versions).toSorted((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? undefined : join(versions, newest, 'bin')
}

/** Makes a cluster in a folder and starts it. PostgreSQL refuses to run as root, so then it runs as its own user. */
export async function startPostgres(programs: string, folder: string): Promise<Postgres> {
  const user = process.getuid?.() === 0 ? userOfPostgres() : undefined
  const as = { ...user }
  const data = join(folder, 'cluster')
  mkdirSync(data, { recursive: true })
  if (user !== undefined) {
    // Its user has to reach it.
    chmodSync(folder, 0o755)
    chownSync(data, user.uid, user.gid)
  }
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '-N'], as)
  const port = await freePort()
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`
  const control = (...args: readonly string[]) =>
    run(join(programs, 'pg_ctl'), ['-D', data, '-w', ...args], { ...as, timeout: 60_000 })
  const start = async (): Promise<void> => {
    await control('-o', options, '-l', join(data, 'log'), 'start')
  }
  await start()
  return {
    url: `postgres://test@127.0.0.1:${port}/postgres`,
    start,
    stop: async () => {
      await control('-m', 'immediate', 'stop')
    },
  }
}

function userOfPostgres(): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
