import type { Command } from 'commander'
import type { Change } from '@muster/client'
import type { Context } from '../context.ts'
import { readCount } from '../context.ts'
import { formatInstant, formatMs } from '../output/format.ts'
import { printable } from '../output/printable.ts'
import type { Define } from './define.ts'
import { profileIdOf } from './profileId.ts'

interface Options {
  readonly follow?: boolean
  readonly audience?: string
  readonly profile?: string
  readonly after?: string
  readonly limit: string
}

/** `muster changes` */
export function defineChanges(program: Command, define: Define): void {
  define(
    program
      .command('changes')
      .option('--follow', 'stay, and show changes as they are recorded')
      .option('--audience <id>')
      .option('--profile <profile>', 'its id, or kind:value')
      .option('--after <cursor>', 'go on behind a cursor; the latest by default')
      .option('--limit <count>', 'at most so many', '50')
      .description('who entered and left which audience; with --json one change on each line'),
    async (context, options: Options) => {
      const { io } = context
      const limit = readCount(options.limit, '--limit')
      const client = await context.client()
      const { audience, profile, after } = options
      const filter = {
        ...(audience !== undefined && { audience }),
        ...(profile !== undefined && { profile: await profileIdOf(client, profile) }),
      }
      if (options.follow === true) {
        const feed = client.changes.follow({
          ...filter,
          ...(after !== undefined && { after }),
          signal: io.ending,
          onState: (state) => {
            if (state.state === 'broken') {
              io.err(`The line is down; trying again in ${formatMs(state.retryInMs)}.\n`)
            }
          },
        })
        for await (const change of feed) showChange(change, context)
        return
      }
      const page = { ...filter, limit: Math.min(limit, 1_000) }
      if (after !== undefined) {
        let seen = 0
        for await (const change of client.changes.all({ ...page, after })) {
          showChange(change, context)
          if (++seen === limit) break
        }
        return
      }
      const latest: Change[] = []
      for await (const change of client.changes.all({ ...page, order: 'newest' })) {
        latest.push(change)
        if (latest.length === limit) break
      }
      for (const change of latest.reverse()) showChange(change, context)
    },
  )
}

function showChange(change: Change, { show, paint }: Context): void {
  show(change, () => {
    const { entered, audience, profile, recordedAt, cause, lateMs } = change
    const sign = entered ? paint.green('+') : paint.red('-')
    const because = paint.dim(`${cause.kind}, ${formatMs(lateMs)}`)
    return `${formatInstant(recordedAt)}  ${sign} ${printable(audience)}  ${profile}  ${because}\n`
  })
}
