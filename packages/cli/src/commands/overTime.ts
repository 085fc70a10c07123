import type { Command } from 'commander'
import type { Migration, Retention, SizeHistory } from '@muster/client'
import { readCount, readInstant } from '../context.ts'
import { UsageError } from '../exitCodes.ts'
import { formatInstant, formatNumber } from '../output/format.ts'
import { printable } from '../output/printable.ts'
import { table } from '../output/table.ts'
import type { Define } from './define.ts'
import { percent } from './report.ts'

interface RetentionOptions {
  readonly cohort?: string
  readonly returning?: string
  readonly week?: boolean
  readonly cohorts: string
  readonly audience?: string
}
interface MigrationOptions {
  readonly trait?: string
  readonly audiences?: readonly string[]
  readonly from: string
  readonly to?: string
}
interface HistoryOptions {
  readonly from?: string
  readonly to?: string
  readonly step: string
}

/** `muster retention`, `migration` and `history` */
export function defineOverTime(program: Command, define: Define): void {
  define(
    program
      .command('retention')
      .option('--cohort <event>', 'what makes somebody part of a cohort; orders by default')
      .option('--returning <event>', 'what counts as coming back; the same by default')
      .option('--week', 'by week, and not by month')
      .option('--cohorts <count>', 'the last so many', '12')
      .option('--audience <id>', 'its members only')
      .description('who came back, by cohorts of the first event'),
    async (context, options: RetentionOptions) => {
      const { cohort, returning, week, audience } = options
      const cohorts = readCount(options.cohorts, '--cohorts', 1, 120)
      const client = await context.client()
      const found = await client.analysis.retention(
        {
          period: week === true ? 'week' : 'month',
          cohorts,
          ...(cohort !== undefined && { cohort: { event: cohort } }),
          ...(returning !== undefined && { returning: { event: returning } }),
          ...(audience !== undefined && { subject: { audience } }),
        },
        context.io.ending,
      )
      context.show(found, () => retentionText(found))
    },
  )
  define(
    program
      .command('migration')
      .option('--trait <path>', 'between the values of a trait, such as rfm.segment')
      .option('--audiences <id...>', 'between audiences; the first that somebody is in decides')
      .requiredOption('--from <instant>')
      .option('--to <instant>', 'now by default')
      .description('how people moved between states'),
    async (context, { trait, audiences, ...options }: MigrationOptions) => {
      if ((trait === undefined) === (audiences === undefined)) {
        const message = 'Give --trait or --audiences, and not both.'
        throw new UsageError('bad_states', ['--trait'], message)
      }
      const states =
        trait === undefined
          ? { subjects: (audiences ?? []).map((audience) => ({ audience })) }
          : { trait }
      const from = readInstant(options.from, '--from') ?? 0
      const to = readInstant(options.to, '--to')
      const client = await context.client()
      const found = await client.analysis.migration(
        { states, from, ...(to !== undefined && { to }) },
        context.io.ending,
      )
      context.show(found, () => migrationText(found))
    },
  )
  define(
    program
      .command('history')
      .argument('<audience>')
      .option('--from <instant>', '30 days before the end by default')
      .option('--to <instant>', 'now by default')
      .option('--step <milliseconds>', 'a day by default', '86400000')
      .description("an audience's size, and who came and went, by reason"),
    async (context, audience: string, options: HistoryOptions) => {
      const from = readInstant(options.from, '--from')
      const to = readInstant(options.to, '--to')
      const step = readCount(options.step, '--step', 1_000, 100 * 365 * 86_400_000)
      const client = await context.client()
      const found = await client.analysis.history(
        audience,
        { ...(from !== undefined && { from }), ...(to !== undefined && { to }), step },
        context.io.ending,
      )
      context.show(found, () =>
        table(found.steps, [
          { title: 'at', cell: ({ at }) => formatInstant(at) },
          { title: 'size', right: true, cell: ({ size }) => formatNumber(size) },
          { title: 'entered', cell: ({ entered }) => reasonsText(entered) },
          { title: 'left', cell: ({ left }) => reasonsText(left) },
        ]),
      )
    },
  )
}

const reasonsText = (counts: SizeHistory['steps'][number]['entered']): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${formatNumber(count)} by ${reason}`)
    .join(', ')

function retentionText({ cohort, returning, cohorts, curve }: Retention): string {
  const offsets = cohorts[0]?.returned.map((_, offset) => offset) ?? []
  return [
    `${printable(cohort)} Came back: ${printable(returning)}\n\n`,
    table(cohorts, [
      { title: 'cohort', cell: ({ name }) => name },
      { title: 'people', right: true, cell: ({ people }) => formatNumber(people) },
      ...offsets.map((offset) => ({
        title: String(offset),
        right: true,
        cell: ({ people, returned }: Retention['cohorts'][number]) =>
          returned[offset] === undefined || people === 0 ? '' : percent(returned[offset] / people),
      })),
    ]),
    '\n',
    table(curve, [
      { title: 'after', right: true, cell: ({ offset }) => String(offset) },
      { title: 'came back', right: true, cell: ({ rate }) => percent(rate) },
      { title: '', cell: ({ rate }) => '█'.repeat(Math.round(40 * (rate ?? 0))) },
    ]),
  ].join('')
}

function migrationText({ states, flows, people, stayed }: Migration): string {
  const name = (place: number | null): string =>
    place === null ? 'none' : (states[place]?.name ?? '')
  const rows = flows.toSorted((a, b) => b.people - a.people)
  return [
    table(rows, [
      { title: 'from', cell: ({ from }) => name(from) },
      { title: 'to', cell: ({ to }) => name(to) },
      { title: 'people', right: true, cell: (flow) => formatNumber(flow.people) },
    ]),
    `\n${formatNumber(stayed)} of ${formatNumber(people)} stayed where they were.\n`,
  ].join('')
}
