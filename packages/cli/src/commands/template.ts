import type { Command } from 'commander'
import type { Template } from '@muster/client'
import type { Json, JsonObject } from '@muster/core'
import { parseJson } from '@muster/core'
import { UsageError } from '../exitCodes.ts'
import { formatValue } from '../output/format.ts'
import { printable } from '../output/printable.ts'
import { facts, table } from '../output/table.ts'
import { audienceText } from './audienceText.ts'
import type { Define } from './define.ts'

interface Options {
  readonly set?: readonly string[]
  readonly id?: string
  readonly name?: string
  readonly owner?: string
  readonly live?: boolean
}

/** `muster template list`, `show`, `fill` and `create` */
export function defineTemplate(program: Command, define: Define): void {
  const template = program.command('template').description('audiences to start from')
  define(
    template
      .command('list')
      .option('--way <way>', 'of one way to segment, such as lifecycle')
      .option('--ready', 'only those whose data is there')
      .description('list templates'),
    async (context, { way, ready }: { readonly way?: string; readonly ready?: boolean }) => {
      const all = await (await context.client()).templates.list()
      const ways = [...new Set(all.map((one) => one.way))]
      if (way !== undefined && !ways.some((known) => known === way)) {
        const message = `"${way}" is no way to segment. Give one of ${ways.join(', ')}.`
        throw new UsageError('unknown_value', ['--way'], message)
      }
      const some = all.filter(
        (one) => (way === undefined || one.way === way) && (ready !== true || one.isReady),
      )
      context.show(some, () =>
        table(some, [
          { title: 'id', cell: ({ id }) => id },
          { title: 'way', cell: (one) => one.way.replace('_', ' ') },
          { title: 'name', cell: ({ name }) => name },
          { title: 'ready', cell: ({ isReady }) => (isReady ? 'yes' : 'no') },
        ]),
      )
    },
  )
  define(
    template.command('show').argument('<id>').description('what a template finds and needs'),
    async (context, id: string) => {
      const found = await (await context.client()).templates.get(id)
      context.show(found, () => templateText(found))
    },
  )
  const set = (command: Command) =>
    command
      .argument('<id>')
      .option('--set <parameter=value...>', 'in JSON, or as plain text; see `template show`')
  define(
    set(template.command('fill')).description('show the definition that a template makes'),
    async (context, id: string, options: Options) => {
      const client = await context.client()
      const filled = await client.templates.fillIn(id, parametersOf(options))
      context.show(filled, () => {
        const warned = filled.warnings.map(({ message }) => `! ${message}\n`).join('')
        const definition = formatValue(filled.definition, 10_000)
        return `${printable(filled.sentence)}\n${printable(warned)}${definition}\n`
      })
    },
  )
  define(
    set(template.command('create'))
      .option('--id <id>', 'of the audience; made from its name by default')
      .option('--name <name>', "the template's by default")
      .option('--owner <name>')
      .option('--live', 'put it in force')
      .description('create an audience from a template'),
    async (context, id: string, options: Options) => {
      const client = await context.client()
      const created = await client.templates.create(id, {
        parameters: parametersOf(options),
        ...(options.id !== undefined && { audience: options.id }),
        ...(options.name !== undefined && { name: options.name }),
        ...(options.owner !== undefined && { owner: options.owner }),
        ...(options.live === true && { state: 'live' as const }),
      })
      context.show(created, () => audienceText(created))
    },
  )
}

/** `within=30d` and `cities=["Ulm"]`: JSON where it is JSON, else the text as it stands. */
function parametersOf({ set = [] }: Options): JsonObject {
  const pairs = set.map((text): readonly [string, Json] => {
    const [, name, value] = /^([^=]+)=(.*)$/su.exec(text) ?? []
    if (name === undefined || value === undefined) {
      const message = `"${text}" sets nothing. Write a parameter and its value, such as within=30d.`
      throw new UsageError('bad_parameter', ['--set'], message)
    }
    const parsed = parseJson(value)
    return [name, parsed.ok ? parsed.value : value]
  })
  return Object.fromEntries(pairs)
}

function templateText(template: Template): string {
  const { id, name, way, explanation, parameters, needs, missing } = template
  return [
    facts([
      ['id', id],
      ['name', name],
      ['way', way.replace('_', ' ')],
      ['finds', explanation],
      ['events', needs.events.join(', ') || '–'],
      ['properties', needs.properties.map(({ path }) => path).join(', ') || '–'],
      ['traits', [...needs.traits, ...needs.accountTraits].join(', ') || '–'],
      ['ready', missing.map(({ message }) => message).join(' ') || 'yes'],
    ]),
    '\n',
    table(parameters, [
      { title: 'parameter', cell: (parameter) => parameter.name },
      { title: 'kind', cell: ({ kind }) => kind },
      {
        title: 'default',
        cell: (parameter) =>
          parameter.default === undefined ? 'to be given' : formatValue(parameter.default),
      },
      { title: 'what it is', cell: (parameter) => parameter.explanation },
    ]),
  ].join('')
}
