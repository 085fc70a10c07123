import type { Command } from 'commander'
import type { Catalogue, Status } from '@muster/client'
import { readCount, readJsonFile } from '../context.ts'
import { Unsuccessful, UsageError } from '../exitCodes.ts'
import { formatInstant, formatMs, formatNumber, formatValue } from '../output/format.ts'
import { facts, table } from '../output/table.ts'
import type { Define } from './define.ts'

const REFRESHED_BY = {
  here: 'this process',
  elsewhere: 'another process',
  nowhere: 'nobody at this moment: another process takes over within ten seconds',
} as const

/** `muster catalogue`, `muster status`, `muster rejects ...` */
export function defineWorkspace(program: Command, define: Define): void {
  define(
    program.command('catalogue').description('every event, property and trait that has been seen'),
    async (context) => {
      const catalogue = await (await context.client()).catalogue()
      context.show(catalogue, () => catalogueText(catalogue))
    },
  )
  define(program.command('status').description('how the server is doing'), async (context) => {
    const status = await (await context.client()).status()
    const { latency, lastTick } = status
    context.show(status, () =>
      facts([
        ['ready', status.ready ? 'yes' : `no: ${status.problems.join('; ')}`],
        ...status.warnings.map((warning) => ['look at', warning] as const),
        ['memberships are kept by', REFRESHED_BY[status.refreshing]],
        ['profiles', formatNumber(status.profiles)],
        ['messages', formatNumber(status.messages)],
        ['messages a second', formatNumber(status.eventsPerSecond)],
        ['queued', formatNumber(status.queued)],
        [
          'latency',
          latency === null
            ? '–'
            : `p50 ${formatMs(latency.p50)}, p95 ${formatMs(latency.p95)}, p99 ${formatMs(latency.p99)} (${formatNumber(latency.changes)} changes in a day)`,
        ],
        ['identity', identityText(status.identity)],
        ['right up to', formatInstant(status.watermark)],
        [
          'last tick',
          lastTick === null
            ? '–'
            : `${formatMs(lastTick.tookMs)}, ${formatNumber(lastTick.touched)} touched, ${formatNumber(lastTick.changes)} changes`,
        ],
      ]),
    )
    if (!status.ready) throw new Unsuccessful()
  })
  defineRejects(program, define)
}

function identityText(identity: Status['identity']): string {
  if (identity === null) return '–'
  const percent = (rate: number | null) => (rate === null ? '–' : `${(rate * 100).toFixed(1)} %`)
  const { match, stitch, consent } = identity.rates
  return `${percent(match)} known, ${percent(stitch)} of them on several devices, ${percent(consent)} with a consent decision (of who was active on ${identity.day})`
}

function defineRejects(program: Command, define: Define): void {
  const rejects = program.command('rejects').description('messages that were not taken')
  define(
    rejects
      .command('list')
      .option('--code <code>')
      .option('--all', 'also those that have been replayed')
      .option('--limit <count>', 'at most so many', '50')
      .description('list them, with --json one on each line'),
    async (
      context,
      options: { readonly code?: string; readonly all?: boolean; readonly limit: string },
    ) => {
      const limit = readCount(options.limit, '--limit')
      const client = await context.client()
      const found = []
      const query = {
        limit: Math.min(limit, 1_000),
        ...(options.code !== undefined && { code: options.code }),
        ...(options.all !== true && { state: 'open' as const }),
      }
      for await (const reject of client.rejects.all(query)) {
        found.push(reject)
        if (context.isJson) context.show(reject, () => '')
        if (found.length === limit) break
      }
      if (context.isJson) return
      context.io.out(
        table(found, [
          { title: 'id', cell: ({ id }) => id },
          { title: 'received', cell: ({ receivedAt }) => formatInstant(receivedAt) },
          { title: 'code', cell: ({ code }) => code },
          { title: 'at', cell: ({ at }) => at.join('.') },
          { title: 'message', cell: ({ message }) => formatValue(message, 70) },
          { title: 'source', cell: ({ source }) => source },
        ]),
      )
    },
  )
  define(
    rejects
      .command('replay')
      .argument('<ids...>')
      .option('--corrected <file>', 'the message to send instead, in JSON; for one id')
      .description('send them through ingest once more'),
    async (context, ids: readonly string[], options: { readonly corrected?: string }) => {
      if (options.corrected !== undefined && ids.length > 1) {
        const message = 'A corrected message stands for one id. Replay the others without it.'
        throw new UsageError('contradiction', ['--corrected'], message)
      }
      const corrected =
        options.corrected === undefined
          ? {}
          : { corrected: await readJsonFile(options.corrected, context.io) }
      const client = await context.client()
      const replayed = await client.rejects.replay(ids.map((id) => ({ id, ...corrected })))
      context.show(replayed, () =>
        table(replayed, [
          { title: 'id', cell: ({ id }) => id },
          { title: 'outcome', cell: ({ outcome }) => outcome },
          { title: 'reason', cell: ({ reason }) => reason?.message ?? '' },
        ]),
      )
      const good = ['accepted', 'duplicate']
      if (replayed.some(({ outcome }) => !good.includes(outcome))) throw new Unsuccessful()
    },
  )
}

type SeenPaths = Catalogue['traits']

function catalogueText({ events, traits, accountTraits, identifierKinds }: Catalogue): string {
  const paths = (title: string, seen: SeenPaths) =>
    table(seen, [
      { title, cell: ({ path }) => path },
      { title: 'types', cell: ({ types }) => types.map(({ type }) => type).join(', ') },
      {
        title: 'for example',
        cell: ({ samples }) => samples.map((each) => formatValue(each, 20)).join(', '),
      },
      { title: 'last seen', cell: ({ lastSeenAt }) => formatInstant(lastSeenAt) },
    ])
  return [
    table(events, [
      { title: 'event', cell: ({ name }) => name },
      { title: 'count', right: true, cell: ({ count }) => formatNumber(count) },
      { title: 'last seen', cell: ({ lastSeenAt }) => formatInstant(lastSeenAt) },
      {
        title: 'properties',
        cell: ({ properties }) => formatValue(properties.map(({ path }) => path).join(', '), 80),
      },
    ]),
    paths('trait', traits),
    paths('account trait', accountTraits),
    table(identifierKinds, [
      { title: 'identifier', cell: ({ kind }) => kind },
      { title: 'count', right: true, cell: ({ count }) => formatNumber(count) },
    ]),
  ].join('\n')
}
