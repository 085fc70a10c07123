import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { Command } from 'commander'
import type { Client, DryRun, Import } from '@muster/client'
import type { Context } from '../context.ts'
import { readCount, readJsonFile } from '../context.ts'
import { pause } from '../pause.ts'
import { Unsuccessful, UsageError } from '../exitCodes.ts'
import type { Io } from '../io.ts'
import { formatMs, formatNumber, formatValue } from '../output/format.ts'
import { showProgress } from '../output/progress.ts'
import { facts, table } from '../output/table.ts'
import type { Define } from './define.ts'

interface Options {
  readonly map: string
  readonly dryRun?: boolean
  readonly rows: string
  readonly detach?: boolean
}

const LOOK_EVERY_MS = 500

/** `muster import` */
export function defineImport(program: Command, define: Define): void {
  define(
    program
      .command('import')
      .argument('<file>', 'CSV, NDJSON or Parquet; .gz and .zst too')
      .requiredOption('--map <file>', 'how rows become messages, in JSON')
      .option('--dry-run', 'show what the first rows would become, and keep nothing')
      .option('--rows <count>', 'so many rows of a dry run', '20')
      .option('--detach', 'do not wait until it is done')
      .description('import messages from a file'),
    async (context, file: string, options: Options) => {
      const rows = readCount(options.rows, '--rows', 1, 1_000)
      const mapping = await readJsonFile(options.map, context.io)
      const client = await context.client()
      const upload = await sendFile(client, file, context.io)
      if (options.dryRun === true) {
        const tried = await client.imports.dryRun(upload, mapping, rows)
        context.show(tried, () => dryRunText(tried))
        if (tried.results.some(({ kind }) => kind === 'rejected')) throw new Unsuccessful()
        return
      }
      const started = await client.imports.start(upload, mapping)
      const ended = options.detach === true ? started : await follow(client, started, context)
      context.show(ended, () => importText(ended))
      if (ended.state === 'failed') throw new Unsuccessful()
    },
  )
}

async function sendFile(client: Client, file: string, io: Io): Promise<string> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true) {
    const message = `"${file}" is no file that can be read. Check the path.`
    throw new UsageError('unreadable_file', [file], message)
  }
  const progress = showProgress(io, 'Sending')
  let sent = 0
  const content = createReadStream(file)
  content.on('data', (chunk) => {
    sent += chunk.length
    const part = found.size === 0 ? 1 : sent / found.size
    progress.update(part, `${formatNumber(Math.round(sent / 1024))} KB`)
  })
  try {
    const body = Readable.toWeb(content)
    // The web's stream and node's have the same shape; their types do not know of each other.
    const stream = body as unknown as ReadableStream<Uint8Array>
    return (await client.imports.upload(basename(file), stream, io.ending)).upload
  } finally {
    progress.stop()
  }
}

/** Looks at an import until it has ended, or the user no longer wants to wait; then it goes on by itself. */
async function follow(client: Client, started: Import, { io }: Context): Promise<Import> {
  const progress = showProgress(io, 'Importing')
  let now = started
  try {
    while ((now.state === 'queued' || now.state === 'running') && !io.ending.aborted) {
      await pause(LOOK_EVERY_MS, io.ending)
      now = await client.imports.get(started.id)
      const { bytesDone, bytesTotal, rows } = now.progress
      progress.update(bytesTotal === 0 ? 0 : bytesDone / bytesTotal, `${formatNumber(rows)} rows`)
    }
    return now
  } finally {
    progress.stop()
  }
}

function importText({ id, state, progress, error, createdAt, updatedAt }: Import): string {
  const skipped = Object.values(progress.skipped).reduce((sum, count) => sum + count, 0)
  return facts([
    ['import', id],
    ['state', error === null ? state : `${state}: ${error.message}`],
    ['took', formatMs(updatedAt - createdAt)],
    ['rows', formatNumber(progress.rows)],
    ['left out by rules', formatNumber(skipped)],
    ['accepted', formatNumber(progress.accepted)],
    ['duplicates', formatNumber(progress.duplicates)],
    ['rejected', formatNumber(progress.rejected)],
  ])
}

function dryRunText({ results }: DryRun): string {
  return table(results, [
    { title: 'line', right: true, cell: ({ lines }) => lines.join(', ') },
    { title: 'becomes', cell: ({ kind }) => kind },
    {
      title: '',
      cell: (result) => {
        switch (result.kind) {
          case 'message':
            return formatValue(result.message, 140)
          case 'skipped':
            return result.rule
          case 'rejected':
            return `${result.fault.code} at ${result.fault.at.join('.')}: ${result.fault.message}`
        }
      },
    },
  ])
}
