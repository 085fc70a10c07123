import type { Command } from 'commander'
import { readConfiguration } from '@muster/server'
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
      .option('--log-level <level>', 'silent, error, warn, info or debug (MUSTER_LOG_LEVEL)')
      .description('run the server until it is stopped'),
    async (context, flags: Flags) => {
      const configuration = configurationOf({ ...flags, data: context.data }, context.io)
      const server = await startServer(configuration)
      try {
        await announce(server, configuration, context)
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
  { url, firstKeys }: RunningServer,
  { data }: Configuration,
  { show }: Context,
): Promise<void> {
  const keys = firstKeys && { key: firstKeys.secretKey, writeKey: firstKeys.writeKey }
  await writeLocalAccess(data, { url, ...keys })
  show({ url, data, ...keys }, () => {
    const shown: [string, string][] = [
      ['address', url],
      ['data', data],
    ]
    if (keys === undefined) return facts(shown)
    shown.push(
      ['web app', webLink({ url, firstKeys })],
      ['secret key', keys.key],
      ['write key', keys.writeKey],
    )
    return `${facts(shown)}The keys are shown this once. Keep the secret one to yourself.\n`
  })
}

/** Where to open the web app; on the first start the link signs in. What stands behind `#` stays in the browser. */
export function webLink({ url, firstKeys }: Pick<RunningServer, 'url' | 'firstKeys'>): string {
  return firstKeys === undefined ? url : `${url}/#key=${firstKeys.secretKey}`
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
