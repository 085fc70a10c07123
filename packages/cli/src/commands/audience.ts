import type { Command } from 'commander'
import type { Audience, AudienceEdit, Client } from '@muster/client'
import { readCount, readInstant, readJsonFile } from '../context.ts'
import { Unsuccessful, UsageError } from '../exitCodes.ts'
import { formatInstant, formatMs, formatNumber, formatValue } from '../output/format.ts'
import { table } from '../output/table.ts'
import { printable } from '../output/printable.ts'
import { audiencesTable, audienceText, checkedText, peopleTable } from './audienceText.ts'
import type { Define } from './define.ts'
import { defineMembership } from './membership.ts'

interface Fields {
  readonly name?: string
  readonly description?: string
  readonly owner?: string
  readonly tag?: readonly string[]
  readonly live?: boolean
  readonly draft?: boolean
  readonly definition?: string
}

/** `muster audience ...` */
export function defineAudience(program: Command, define: Define): void {
  const audience = program.command('audience').description('define audiences and look into them')
  const fields = (command: Command) =>
    command
      .option('--description <text>')
      .option('--owner <name>')
      .option('--tag <tag...>', 'replaces the tags')
      .option('--live', 'put it in force')

  define(
    audience
      .command('check')
      .argument('<file>', 'a definition in JSON, or - for standard input')
      .description('say everything that is wrong or doubtful with a definition'),
    async (context, file: string) => {
      const client = await context.client()
      const checked = await client.audiences.check(await readJsonFile(file, context.io))
      context.show(checked, () => checkedText(checked, context))
      if (!checked.ok) throw new Unsuccessful()
    },
  )
  define(
    audience
      .command('preview')
      .argument('<file>', 'a definition in JSON, or - for standard input')
      .option('--at <instant>', 'as of this instant instead of now')
      .option('--sample <count>', 'show so many people', '10')
      .description('count exactly who a definition selects'),
    async (context, file: string, options: { readonly at?: string; readonly sample: string }) => {
      const at = readInstant(options.at, '--at')
      const sample = readCount(options.sample, '--sample', 0, 100)
      const definition = await readJsonFile(file, context.io)
      const client = await context.client()
      const preview = await client.audiences.preview(definition, {
        ...(at !== undefined && { at }),
        sample,
      })
      context.show(preview, () => {
        const { size, profiles, sentence, warnings, tookMs } = preview
        const share = profiles === 0 ? 0 : (100 * size) / profiles
        const warned = warnings.map(({ message }) => `${context.paint.yellow('!')} ${message}\n`)
        const counted = `${formatNumber(size)} of ${formatNumber(profiles)} profiles (${formatNumber(share)} %), in ${formatMs(tookMs)}`
        return `${printable(sentence)}\n${warned.join('')}${counted}\n\n${peopleTable(preview.sample)}`
      })
    },
  )
  define(
    fields(
      audience
        .command('create')
        .requiredOption('--name <name>')
        .requiredOption('--definition <file>', 'in JSON, or - for standard input')
        .option('--id <id>', 'made from the name by default'),
    ).description('create an audience'),
    async (context, options: Fields & { readonly name: string; readonly id?: string }) => {
      const client = await context.client()
      const created = await client.audiences.create({
        name: options.name,
        ...(options.id !== undefined && { id: options.id }),
        ...changedFields(options),
        definition: await readJsonFile(options.definition ?? '-', context.io),
      })
      context.show(created, () => audienceText(created))
    },
  )
  define(
    fields(
      audience
        .command('edit')
        .argument('<id>')
        .option('--name <name>')
        .option('--definition <file>', 'in JSON, or - for standard input')
        .option('--draft', 'take it out of force')
        .option('--note <text>', 'why it changed')
        .option('--revision <number>', 'the one that you read; the present one by default'),
    ).description('change what is given'),
    async (
      context,
      id: string,
      options: Fields & { readonly note?: string; readonly revision?: string },
    ) => {
      const { name, note, definition } = options
      const changes = {
        ...(name !== undefined && { name }),
        ...(note !== undefined && { note }),
        ...(definition !== undefined && {
          definition: await readJsonFile(definition, context.io),
        }),
        ...changedFields(options),
      }
      if (Object.keys(changes).length === 0) {
        const message = 'Nothing was given to change. See `muster audience edit --help`.'
        throw new UsageError('nothing_to_do', [], message)
      }
      const client = await context.client()
      const revision =
        options.revision === undefined
          ? (await client.audiences.get(id)).revision
          : readCount(options.revision, '--revision')
      const edited = await client.audiences.edit(id, { revision, ...changes })
      context.show(edited, () => audienceText(edited))
    },
  )
  define(
    audience
      .command('list')
      .option('--state <state>', 'draft, live or archived')
      .option('--tag <tag>')
      .description('list audiences'),
    async (context, filter: { readonly state?: string; readonly tag?: string }) => {
      const states = ['draft', 'live', 'archived'] as const
      const state = states.find((known) => known === filter.state)
      if (filter.state !== undefined && state === undefined) {
        const message = `"${filter.state}" is no state. Give one of ${states.join(', ')}.`
        throw new UsageError('unknown_value', ['--state'], message)
      }
      const client = await context.client()
      const audiences = await client.audiences.list({
        ...(state && { state }),
        ...(filter.tag !== undefined && { tag: filter.tag }),
      })
      context.show(audiences, () => audiencesTable(audiences))
    },
  )
  const one = (
    name: string,
    description: string,
    ask: (client: Client, id: string) => Promise<Audience>,
  ) => {
    define(
      audience.command(name).argument('<id>').description(description),
      async (context, id: string) => {
        const found = await ask(await context.client(), id)
        context.show(found, () => audienceText(found))
      },
    )
  }
  one('show', 'show an audience', ({ audiences }, id) => audiences.get(id))
  one('archive', 'archive an audience: it is no longer kept true', ({ audiences }, id) =>
    audiences.archive(id),
  )
  define(
    audience.command('versions').argument('<id>').description('list the versions of a definition'),
    async (context, id: string) => {
      const versions = await (await context.client()).audiences.versions(id)
      context.show(versions, () =>
        table(versions, [
          { title: 'version', right: true, cell: ({ version }) => formatNumber(version) },
          { title: 'since', cell: ({ createdAt }) => formatInstant(createdAt) },
          { title: 'by', cell: ({ createdBy }) => createdBy },
          { title: 'note', cell: ({ note }) => note },
          { title: 'definition', cell: ({ definition }) => formatValue(definition) },
        ]),
      )
    },
  )
  defineMembership(audience, define)
}

/** Those of the fields that were given. */
function changedFields({
  description,
  owner,
  tag,
  live,
  draft,
}: Fields): Omit<AudienceEdit, 'revision' | 'name' | 'definition'> {
  if (live === true && draft === true) {
    throw new UsageError('contradiction', ['--draft'], 'Give --live or --draft, and not both.')
  }
  return {
    ...(description !== undefined && { description }),
    ...(owner !== undefined && { owner }),
    ...(tag !== undefined && { tags: tag }),
    ...(live === true && { state: 'live' as const }),
    ...(draft === true && { state: 'draft' as const }),
  }
}
