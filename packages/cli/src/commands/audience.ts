import type { Command } from 'commander'
import type { Audience, AudienceEdit, Client } from '@muster/client'
import type { Context } from '../context.ts'
import { readCount, readInstant, readJsonFile } from '../context.ts'
import { Unsuccessful, UsageError } from '../exitCodes.ts'
import { explanationText } from '../output/explanation.ts'
import {
  formatIdentifiers,
  formatInstant,
  formatMs,
  formatNumber,
  formatValue,
} from '../output/format.ts'
import { facts, table } from '../output/table.ts'
import { printable } from '../output/printable.ts'
import { profileIdOf } from './profileId.ts'
import type { Define } from './define.ts'

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
  one('archive', 'archive an audience: everybody leaves it', ({ audiences }, id) =>
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
  define(
    audience
      .command('members')
      .argument('<id>')
      .option('--at <instant>', 'as recorded at this instant instead of now')
      .option('--limit <count>', 'at most so many', '100')
      .description('list members, with --json one on each line'),
    async (context, id: string, options: { readonly at?: string; readonly limit: string }) => {
      const at = readInstant(options.at, '--at')
      const limit = readCount(options.limit, '--limit')
      const client = await context.client()
      const members = []
      const query = { limit: Math.min(limit, 1_000), ...(at !== undefined && { at }) }
      let seen = 0
      for await (const member of client.audiences.allMembers(id, query)) {
        if (context.isJson) context.show(member, () => '')
        else members.push(member)
        if (++seen === limit) break
      }
      if (!context.isJson) context.io.out(peopleTable(members))
    },
  )
  define(
    audience
      .command('sizes')
      .argument('<id>')
      .option('--from <instant>', '30 days before the end by default')
      .option('--to <instant>', 'now by default')
      .option('--step <milliseconds>', 'a day by default', '86400000')
      .description('the recorded size at the end of each step'),
    async (
      context,
      id: string,
      options: { readonly from?: string; readonly to?: string; readonly step: string },
    ) => {
      const from = readInstant(options.from, '--from')
      const to = readInstant(options.to, '--to')
      const step = readCount(options.step, '--step', 1_000, 100 * 365 * 86_400_000)
      const client = await context.client()
      const sizes = await client.audiences.sizes(id, {
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        step,
      })
      const most = Math.max(1, ...sizes.map(({ size }) => size))
      context.show(sizes, () =>
        table(sizes, [
          { title: 'at', cell: ({ at }) => formatInstant(at) },
          { title: 'size', right: true, cell: ({ size }) => formatNumber(size) },
          { title: '', cell: ({ size }) => '█'.repeat(Math.round((40 * size) / most)) },
        ]),
      )
    },
  )
  define(
    audience
      .command('explain')
      .argument('<id>', 'an audience')
      .argument('<profile>', 'its id, or kind:value')
      .option('--at <instant>', 'as of this instant instead of now')
      .description('why somebody is in an audience or not'),
    async (context, id: string, profile: string, options: { readonly at?: string }) => {
      const at = readInstant(options.at, '--at')
      const client = await context.client()
      const explained = await client.audiences.explain(id, await profileIdOf(client, profile), at)
      context.show(explained, () => explanationText(explained, context.paint))
    },
  )
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

function audienceText(audience: Audience): string {
  const { id, name, state, version, revision, sentence, size, progress, latency, tags } = audience
  return facts([
    ['id', id],
    ['name', name],
    ['means', sentence],
    ['state', `${state}, version ${version}, revision ${revision}`],
    ['size', formatNumber(size)],
    ['progress', progress.error ?? progress.state],
    [
      'latency',
      latency === null ? '–' : `p50 ${formatMs(latency.p50)}, p99 ${formatMs(latency.p99)}`,
    ],
    ['owner', audience.owner || '–'],
    ['tags', tags.join(', ') || '–'],
    ['described', audience.description || '–'],
    ['updated', formatInstant(audience.updatedAt)],
    ['definition', formatValue(audience.definition, 2_000)],
  ])
}

function audiencesTable(audiences: readonly Audience[]): string {
  return table(audiences, [
    { title: 'id', cell: ({ id }) => id },
    { title: 'name', cell: ({ name }) => formatValue(name, 40) },
    { title: 'state', cell: ({ state }) => state },
    { title: 'size', right: true, cell: ({ size }) => formatNumber(size) },
    { title: 'p99', right: true, cell: ({ latency }) => (latency ? formatMs(latency.p99) : '–') },
    { title: 'updated', cell: ({ updatedAt }) => formatInstant(updatedAt) },
  ])
}

type People = Parameters<
  typeof table<{
    readonly profile: string
    readonly identifiers: readonly { readonly kind: string; readonly value: string }[]
  }>
>[0]

function peopleTable(people: People): string {
  return table(people, [
    { title: 'profile', right: true, cell: ({ profile }) => profile },
    { title: 'identifiers', cell: ({ identifiers }) => formatIdentifiers(identifiers) },
  ])
}

function checkedText(
  checked: Awaited<ReturnType<Client['audiences']['check']>>,
  { paint }: Context,
) {
  if (checked.ok) {
    const warned = checked.warnings.map(
      ({ code, at, message }) => `${paint.yellow(`${code} at ${at.join('.')}`)}: ${message}\n`,
    )
    return `${paint.green('sound')}: ${printable(checked.sentence)}\n${warned.join('')}`
  }
  const faults = checked.errors.map(
    ({ code, at, message }) =>
      `${paint.red(at.length === 0 ? code : `${code} at ${printable(at.join('.'))}`)}: ${printable(message)}\n`,
  )
  return faults.join('')
}
