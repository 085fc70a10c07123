import type { Command } from 'commander'
import type { ComputedTrait, TraitDistribution } from '@muster/client'
import { readInstant, readJsonFile } from '../context.ts'
import { Unsuccessful, UsageError } from '../exitCodes.ts'
import { formatInstant, formatMs, formatNumber, formatValue } from '../output/format.ts'
import { printable } from '../output/printable.ts'
import { facts, table } from '../output/table.ts'
import { checkedText } from './audienceText.ts'
import type { Define } from './define.ts'

const FILE = 'an expression in JSON, or - for standard input'

/** `muster trait ...` */
export function defineTrait(program: Command, define: Define): void {
  const trait = program.command('trait').description('define computed traits and see their values')
  define(
    trait.command('list').description('list computed traits, the standard ones too'),
    async (context) => {
      const traits = await (await context.client()).traits.list()
      context.show(traits, () =>
        table(traits, [
          { title: 'name', cell: ({ name }) => name },
          { title: 'source', cell: ({ source }) => source },
          { title: 'audiences', right: true, cell: (one) => formatNumber(one.audiences.length) },
          { title: 'what it is', cell: ({ sentence }) => formatValue(sentence, 80) },
        ]),
      )
    },
  )
  define(
    trait.command('show').argument('<name>').description('show a computed trait'),
    async (context, name: string) => {
      const found = await (await context.client()).traits.get(name)
      context.show(found, () => traitText(found))
    },
  )
  define(
    trait
      .command('check')
      .argument('<file>', FILE)
      .option('--name <name>', 'that it should get', 'asked')
      .description('say everything that is wrong or doubtful with an expression'),
    async (context, file: string, { name }: { readonly name: string }) => {
      const client = await context.client()
      const expression = await readJsonFile(file, context.io)
      const checked = await client.traits.check({ name, expression })
      context.show(checked, () => checkedText(checked, context))
      if (!checked.ok) throw new Unsuccessful()
    },
  )
  define(
    trait
      .command('create')
      .argument('<name>')
      .requiredOption('--expression <file>', 'in JSON, or - for standard input')
      .option('--description <text>')
      .description('define a computed trait'),
    async (
      context,
      name: string,
      options: { readonly expression: string; readonly description?: string },
    ) => {
      const expression = await readJsonFile(options.expression, context.io)
      const { description } = options
      const draft = { name, expression, ...(description !== undefined && { description }) }
      const created = await (await context.client()).traits.create(draft)
      context.show(created, () => traitText(created))
    },
  )
  define(
    trait
      .command('edit')
      .argument('<name>')
      .option('--expression <file>', 'in JSON, or - for standard input')
      .option('--description <text>')
      .description('change a computed trait; audiences that rest on it are computed anew'),
    async (
      context,
      name: string,
      options: { readonly expression?: string; readonly description?: string },
    ) => {
      const client = await context.client()
      const { edited } = await client.traits.get(name)
      if (edited === null) {
        const message = 'A standard trait is changed by the settings. See `muster settings`.'
        throw new UsageError('standard_trait', [name], message)
      }
      const { description } = options
      const changed = await client.traits.edit(name, {
        revision: edited.revision,
        ...(options.expression !== undefined && {
          expression: await readJsonFile(options.expression, context.io),
        }),
        ...(description !== undefined && { description }),
      })
      context.show(changed, () => traitText(changed))
    },
  )
  define(
    trait
      .command('remove')
      .argument('<name>')
      .description('remove a computed trait that nothing rests on'),
    async (context, name: string) => {
      await (await context.client()).traits.remove(name)
      context.show({ removed: name }, () => `Removed the computed trait ${printable(name)}.\n`)
    },
  )
  define(
    trait
      .command('values')
      .argument('[name]')
      .option('--expression <file>', 'of one that is not saved: in JSON, or - for standard input')
      .option('--at <instant>', 'as of this instant instead of now')
      .description('how the values are spread over everybody'),
    async (
      context,
      name: string | undefined,
      options: { readonly expression?: string; readonly at?: string },
    ) => {
      const at = readInstant(options.at, '--at')
      const of =
        options.expression === undefined
          ? { name: named(name) }
          : { expression: await readJsonFile(options.expression, context.io) }
      const client = await context.client()
      const spread = await client.traits.distribution(of, at === undefined ? {} : { at })
      context.show(spread, () => spreadText(spread))
    },
  )
}

function named(name: string | undefined): string {
  if (name !== undefined) return name
  const message = 'Give the name of a computed trait, or a file with --expression.'
  throw new UsageError('missing_argument', ['name'], message)
}

function traitText(trait: ComputedTrait): string {
  const { edited } = trait
  return facts([
    ['trait', trait.name],
    ['what it is', trait.sentence],
    ['source', trait.source],
    ...(trait.description === '' ? [] : [['description', trait.description] as const]),
    ['expression', formatValue(trait.expression, 10_000)],
    ['audiences', trait.audiences.join(', ') || 'none'],
    ['traits', trait.traits.join(', ') || 'none'],
    ...(edited === null
      ? []
      : [['edited', `${formatInstant(edited.updatedAt)} by ${edited.updatedBy}`] as const]),
  ])
}

function spreadText(spread: TraitDistribution): string {
  const { people, missing, distinct, values, numbers } = spread
  const counted = `${formatNumber(people - missing)} of ${formatNumber(people)} people have a value, ${formatNumber(distinct)} different ones; in ${formatMs(spread.tookMs)}\n`
  const figures =
    numbers === null
      ? ''
      : facts([
          ['least', formatNumber(numbers.min)],
          ['5 %', formatNumber(numbers.quantiles.p5)],
          ['25 %', formatNumber(numbers.quantiles.p25)],
          ['median', formatNumber(numbers.quantiles.p50)],
          ['75 %', formatNumber(numbers.quantiles.p75)],
          ['95 %', formatNumber(numbers.quantiles.p95)],
          ['greatest', formatNumber(numbers.max)],
          ['mean', formatNumber(numbers.mean)],
        ])
  const most = table(values.slice(0, 20), [
    { title: 'value', cell: ({ value }) => formatValue(value) },
    { title: 'people', right: true, cell: (one) => formatNumber(one.people) },
  ])
  return `${printable(spread.sentence)}\n${counted}${figures}${most}`
}
