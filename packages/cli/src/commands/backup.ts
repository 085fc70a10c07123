import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { Command } from 'commander'
import { NotReachableError } from '@muster/client'
import { backupData } from '@muster/server'
import type { Context } from '../context.ts'
import { UsageError } from '../exitCodes.ts'
import { formatNumber } from '../output/format.ts'
import { facts } from '../output/table.ts'
import type { Define } from './define.ts'
import { configurationOf } from './serve.ts'

/** `muster backup <file>` */
export function defineBackup(program: Command, define: Define): void {
  define(
    program
      .command('backup')
      .argument('<file>', 'to be written; it must not be there yet')
      .description('write both embedded stores to a file, while the server runs or not'),
    async (context, file: string) => {
      await refuseThere(file)
      const { content, from } = await open(context)
      const bytes = await write(content, file)
      context.show({ file, bytes, from }, () =>
        facts([
          ['file', file],
          ['size', `${formatNumber(Math.ceil(bytes / 1024))} KB`],
          ['of', from],
        ]),
      )
    },
  )
}

interface Source {
  readonly content: Readable
  readonly from: string
}

/** The running server makes it; a folder is read when none runs. */
async function open(context: Context): Promise<Source> {
  const client = await context.client()
  try {
    const response = await client.backup(context.io.ending)
    if (response.body === null) throw new Error('the server answered without an archive')
    // The web's stream and node's have the same shape; their types do not know of each other.
    const content = Readable.fromWeb(response.body as ReadableStream<Uint8Array>)
    return { content, from: 'the running server' }
  } catch (error) {
    if (!(error instanceof NotReachableError) || context.isServerGiven) throw error
    const { data, io } = context
    const { content } = await backupData(configurationOf({ data }, io))
    return { content, from: `${data}, which no server has open` }
  }
}

/** Under its name stands a whole archive or nothing, whatever happens. */
async function write(content: Readable, file: string): Promise<number> {
  const partial = `${file}.partial`
  try {
    const target = createWriteStream(partial, { mode: 0o600, flush: true })
    await pipeline(content, target)
    await rename(partial, file)
    return target.bytesWritten
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const message = `The backup was cut off: ${why}. Nothing was kept; see the log of the server, and make it again.`
    throw new Error(message, { cause: error })
  } finally {
    await rm(partial, { force: true })
  }
}

async function refuseThere(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return
  const message = `${file} is there already. Name another file, with the day in its name.`
  throw new UsageError('file_exists', [file], message)
}
