import type { Command } from 'commander'
import type { Basket } from '@muster/client'
import { readCount } from '../context.ts'
import { UsageError } from '../exitCodes.ts'
import { formatNumber, formatValue } from '../output/format.ts'
import { table } from '../output/table.ts'
import { audienceText } from './audienceText.ts'
import { readShare } from './between.ts'
import type { Define } from './define.ts'
import { percent } from './report.ts'

interface Options {
  readonly next?: boolean
  readonly within?: string
  readonly categories?: boolean
  readonly leastCount: string
  readonly leastConfidence: string
  readonly sort: string
  readonly limit: string
  readonly audience?: string
  readonly create?: string
}

const sorts = ['lift', 'confidence', 'support'] as const

/** `muster basket` */
export function defineBasket(program: Command, define: Define): void {
  define(
    program
      .command('basket')
      .option('--next', "what is in the same customer's next order, and not in the same one")
      .option('--within <duration>', 'the next order comes within this time, such as 90d')
      .option('--categories', 'categories, and not products')
      .option('--least-count <count>', 'a pair occurs at least so often', '10')
      .option('--least-confidence <share>', 'from 0 to 1', '0')
      .option('--sort <by>', sorts.join(', '), 'lift')
      .option('--limit <count>', 'at most so many pairs', '20')
      .option('--audience <id>', 'orders of its members only')
      .option('--create <number>', 'create the audience of the pair with this number, as a draft')
      .description('what is bought together or next, and whom to offer it to'),
    async (context, options: Options) => {
      const { next, within, categories, audience } = options
      const sort = sorts.find((known) => known === options.sort)
      if (sort === undefined)
        throw new UsageError('unknown_value', ['--sort'], `Give one of ${sorts.join(', ')}.`)
      const client = await context.client()
      const found = await client.analysis.basket(
        {
          kind: next === true ? 'next' : 'together',
          items: categories === true ? 'category' : 'product',
          ...(within !== undefined && { within }),
          leastCount: readCount(options.leastCount, '--least-count'),
          leastConfidence: readShare(options.leastConfidence, '--least-confidence'),
          sort,
          limit: readCount(options.limit, '--limit', 1, 1_000),
          ...(audience !== undefined && { subject: { audience } }),
        },
        context.io.ending,
      )
      if (options.create === undefined) {
        context.show(found, () => basketText(found))
        return
      }
      const rule = found.rules[readCount(options.create, '--create') - 1]
      if (rule === undefined) {
        const message = `There are ${found.rules.length} pairs. Give the number of one.`
        throw new UsageError('bad_number', ['--create'], message)
      }
      const { name, description, definition } = rule.audience
      const created = await client.audiences.create({ name, description, definition })
      context.show(created, () => audienceText(created))
    },
  )
}

function basketText({ rules, baskets }: Basket): string {
  const item = ({ id, name }: Basket['rules'][number]['bought']): string =>
    formatValue(name ?? id, 36)
  const numbered = rules.map((rule, i) => ({ ...rule, number: i + 1 }))
  return [
    `${formatNumber(baskets)} baskets\n\n`,
    table(numbered, [
      { title: '#', right: true, cell: ({ number }) => String(number) },
      { title: 'bought', cell: ({ bought }) => item(bought) },
      { title: 'offer', cell: ({ offer }) => item(offer) },
      { title: 'count', right: true, cell: ({ count }) => formatNumber(count) },
      { title: 'support', right: true, cell: ({ support }) => percent(support) },
      { title: 'confidence', right: true, cell: ({ confidence }) => percent(confidence) },
      { title: 'lift', right: true, cell: ({ lift }) => lift.toFixed(2) },
      { title: 'kind', cell: ({ audience }) => audience.kind.replace('_', '-') },
    ]),
  ].join('')
}
