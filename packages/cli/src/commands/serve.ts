import type { Command } from 'commander'
import { pathOfLink, readConfiguration } from '@muster/server'
import type { Configuration, Flags, RunningServer } from '@muster/server'
import type { Context, Programs } from '../context.ts'
import { exitCodes, UsageError } from '../exitCodes.ts'
import type { Io } from '../io.ts'
import { writeLocalAccess } from '../localAccess.ts'
import { facts } from '../output/table.ts'
import type { Define } from './define.ts'

/** `muster serve` */
export function defineServe(program: Command, define: Define, { startServer }: Programs): void {
  define(
    program
      .command('serve')
      .option('--port <number>', '4800 by default; 0 takes any that is free (MUSTER_PORT)')
      .option('--host <host>', '127.0.0.1 by default (MUSTER_HOST)')
      .option('--clickhouse-url <url>', 'instead of the embedded warehouse (MUSTER_CLICKHOUSE_URL)')
      .option('--clickhouse-cluster <name>', 'spread its tables (MUSTER_CLICKHOUSE_CLUSTER)')
      .option('--postgres-url <url>', 'instead of the embedded store (MUSTER_POSTGRES_URL)')
      .option('--write-through <on|off>', 'wait for the disk itself (MUSTER_WRITE_THROUGH)')
      .option('--max-behind <seconds>', 'not ready when older (MUSTER_MAX_BEHIND_SECONDS)')
      .option('--min-free <megabytes>', 'to be kept free on the disk (MUSTER_MIN_FREE_MB)')
      .option('--public-url <url>', 'the address that people use (MUSTER_PUBLIC_URL)')
      .option('--proxies <count>', 'how many stand before it (MUSTER_PROXIES)')
      .option('--session-days <days>', 'how long one stays signed in (MUSTER_SESSION_DAYS)')
      .option('--session-idle-hours <hours>', 'without a request (MUSTER_SESSION_IDLE_HOURS)')
      .option('--log-level <level>', 'silent, error, warn, info or debug (MUSTER_LOG_LEVEL)')
      .description('run the server until it is stopped'),
    async (context, flags: Flags) => {
      const configuration = configurationOf({ ...flags, data: context.data }, context.io)
      const server = await startServer(configuration)
      try {
        await announce(server, configuration, context, ownersDoor(server, configuration))
        await ended(context.io.ending)
      } finally {
        await server.close()
      }
    },
  )
}

/** @throws UsageError that says everything that is wrong. */
export function configurationOf(flags: Flags, io: Io): Configuration {
  const read = readConfiguration(flags, io.env)
  if (read.ok) return read.value
  const [first] = read.errors
  const message = read.errors.map((each) => each.message).join('\n')
  throw new UsageError(first?.code ?? 'bad_configuration', first?.at ?? [], message)
}

/** Says where the server is and, the first time, its keys; and leaves word for the commands on this machine. */
export async function announce(
  { url, firstKeys, machineKey }: RunningServer,
  { data, publicUrl }: Configuration,
  { show }: Context,
  door: Door | undefined,
): Promise<void> {
  const keys = firstKeys && { key: firstKeys.secretKey, writeKey: firstKeys.writeKey }
  // Before it is said to anybody: from now on whoever sits at this machine can help himself.
  await writeLocalAccess(data, { url, machineKey, ...keys })
  show({ url, data, ...(door && { link: door.link }), ...keys }, () => {
    const shown: [string, string][] = [
      ['address', publicUrl ?? url],
      ['data', data],
    ]
    if (door !== undefined) shown.push(['open', door.link])
    if (keys !== undefined) shown.push(['secret key', keys.key], ['write key', keys.writeKey])
    const notes = [
      door === undefined ? [] : [door.note],
      keys === undefined ? [] : ['The keys are shown this once. Keep the secret one to yourself.'],
    ]
    return `${facts(shown)}${notes
      .flat()
      .map((note) => `${note}\n`)
      .join('')}`
  })
}

/** A one-time link for whoever has started the server, and a word on what it does. */
export interface Door {
  readonly link: string
  readonly note: string
}

/** As long as there is no owner. */
function ownersDoor({ url, ownerToken }: RunningServer, { publicUrl = url }: Configuration) {
  const note =
    'Open the link to become the owner. It is good once, for a day; a start makes another.'
  return ownerToken === undefined ? undefined : { link: linkOf(publicUrl, ownerToken), note }
}

/** Where a one-time link leads. */
export function linkOf(address: string, token: string): string {
  return `${address.replace(/\/+$/, '')}${pathOfLink(token)}`
}

/** Resolves when the user wants it to end. */
export function ended(ending: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ending.aborted) resolve()
    else {
      ending.addEventListener(
        'abort',
        () => {
          resolve()
        },
        { once: true },
      )
    }
  })
}

export const exitCodesHelp = `
Exit codes: ${exitCodes.ok} done, ${exitCodes.failed} refused or failed, ${exitCodes.usage} the command line is wrong,
${exitCodes.notReachable} nobody answers at the address, ${exitCodes.notAllowed} the key is missing or may not do it.
The address and key come from --url and --key, MUSTER_URL and MUSTER_KEY, or the data folder of a server on this machine.`
