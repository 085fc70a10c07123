import { Option, type Command } from 'commander'
import type { Segmentation, SegmentGrid, SegmentUse } from '@muster/client'
import type { Context } from '../context.ts'
import { readCount, readInstant } from '../context.ts'
import { formatInstant, formatMs, formatNumber } from '../output/format.ts'
import { table } from '../output/table.ts'
import { audienceText } from './audienceText.ts'
import type { Define } from './define.ts'
import { calibrationText, driftText } from './calibrationText.ts'
import { percent } from './report.ts'

type Trait = SegmentUse['trait']

interface GridOptions {
  readonly audience?: string
  readonly at?: string
  readonly by?: string
}

/** `muster rfm`, `lifecycle` and `value` */
export function defineSegments(program: Command, define: Define): void {
  const rfm = program
    .command('rfm')
    .description('customers by recency, frequency and monetary value')
  defineThresholds(rfm, define)
  defineGrid(rfm, define, {
    segment: 'rfm.segment',
    score: 'rfm.score',
    recency: 'rfm.recency',
    frequency: 'rfm.frequency',
    monetary: 'rfm.monetary',
  })
  defineAudience(rfm, define, '<segment>', 'rfm.segment')
  const lifecycle = program.command('lifecycle').description('customers by their stage of life')
  defineGrid(lifecycle, define, { stage: 'lifecycle.stage' })
  defineAudience(lifecycle, define, '<stage>', 'lifecycle.stage')
  const value = program.command('value').description('customers by what they brought so far')
  defineGrid(value, define, { revenue: 'value.revenueTier', margin: 'value.marginTier' })
  defineAudience(value, define, '<tier>', 'value.revenueTier')
}

function defineThresholds(rfm: Command, define: Define): void {
  define(
    rfm.command('thresholds').description('where the scores begin, or why there are none yet'),
    async (context) => {
      const found = await (await context.client()).segmentation.get()
      context.show(found, () => stateText(found))
    },
  )
  define(
    rfm.command('learn').description('learn the thresholds of now and put them in force'),
    async (context) => {
      const learned = await (await context.client()).segmentation.learn()
      context.show(learned, () => calibrationText(learned))
    },
  )
  define(
    rfm
      .command('history')
      .option('--limit <count>', 'at most so many', '20')
      .description('the thresholds in force so far, the newest first'),
    async (context, options: { readonly limit: string }) => {
      const limit = readCount(options.limit, '--limit', 1, 1_000)
      const client = await context.client()
      const calibrations = await client.segmentation.calibrations({ limit })
      context.show(calibrations, () =>
        table(calibrations, [
          { title: 'id', right: true, cell: ({ id }) => String(id) },
          { title: 'learned at', cell: ({ at }) => formatInstant(at) },
          { title: 'because of', cell: ({ because }) => because },
          { title: 'by', cell: ({ by }) => by },
          { title: 'customers', right: true, cell: (one) => formatNumber(one.customers) },
        ]),
      )
    },
  )
  define(
    rfm
      .command('drift')
      .argument('[older]', 'id of a calibration; that before the newer by default')
      .argument('[newer]', 'that in force by default')
      .description('what changed between two calibrations'),
    async (context, older: string | undefined, newer: string | undefined) => {
      const client = await context.client()
      const drift = await client.segmentation.drift(
        {
          ...(older !== undefined && { older: readCount(older, 'older') }),
          ...(newer !== undefined && { newer: readCount(newer, 'newer') }),
        },
        context.io.ending,
      )
      context.show(drift, () => driftText(drift))
    },
  )
}

/** The first of the traits is what the grid shows unless `--by` says another. */
function defineGrid(group: Command, define: Define, traits: Readonly<Record<string, Trait>>): void {
  const names = Object.keys(traits)
  const [usual = ''] = names
  const command = group
    .command('grid')
    .option('--audience <id>', 'its members only')
    .option('--at <instant>', 'as of this instant instead of now')
    .description('who is where, and what they bought')
  if (names.length > 1) command.addOption(new Option('--by <what>').choices(names).default(usual))
  define(command, async (context, { audience, by = usual, ...options }: GridOptions) => {
    const at = readInstant(options.at, '--at')
    const trait = traits[by]
    if (trait === undefined) throw new Error(`no trait behind "${by}"`)
    const client = await context.client()
    const grid = await client.segmentation.grid(
      {
        by: trait,
        ...(at !== undefined && { at }),
        ...(audience !== undefined && { subject: { audience } }),
      },
      context.io.ending,
    )
    context.show(grid, () => gridText(grid))
  })
}

function defineAudience(group: Command, define: Define, argument: string, trait: Trait): void {
  define(
    group
      .command('audience')
      .argument(argument, 'as the grid calls it')
      .option('--id <id>')
      .option('--name <name>')
      .option('--live', 'in force at once, and not as a draft')
      .description('create the audience of the people who are there'),
    async (
      context: Context,
      value: string,
      { live, ...names }: { readonly id?: string; readonly name?: string; readonly live?: boolean },
    ) => {
      const client = await context.client()
      const created = await client.segmentation.createAudience({
        ...{ trait, value, ...names },
        state: live === true ? 'live' : 'draft',
      })
      context.show(created, () => audienceText(created))
    },
  )
}

function stateText({ current, nextAt, waitingFor }: Segmentation): string {
  if (current === null) return `No thresholds yet. ${waitingFor?.message ?? ''}\n`
  return `${calibrationText(current)}\nLearned again at ${formatInstant(nextAt)}.\n`
}

function gridText({ by, at, people, without, cells, orders, tookMs }: SegmentGrid): string {
  const money = (amount: string | null): string =>
    amount === null ? '–' : formatNumber(Number(amount))
  const counted = orders === 'period' ? 'orders of the period' : 'all orders so far'
  return [
    `${formatNumber(people)} people have a value of ${by} at ${formatInstant(at)}, ${formatNumber(without)} have none (${counted}; ${formatMs(tookMs)})\n\n`,
    table(cells, [
      { title: by, cell: ({ value }) => String(value) },
      { title: 'people', right: true, cell: (cell) => formatNumber(cell.people) },
      { title: 'share', right: true, cell: ({ share }) => percent(share) },
      { title: 'orders', right: true, cell: (cell) => formatNumber(cell.orders) },
      { title: 'revenue', right: true, cell: ({ revenue }) => money(revenue) },
      { title: 'share', right: true, cell: ({ revenueShare }) => percent(revenueShare) },
      { title: 'average order', right: true, cell: (cell) => money(cell.averageOrderValue) },
    ]),
  ].join('')
}
