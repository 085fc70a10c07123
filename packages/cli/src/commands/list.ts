import type { Command } from 'commander'
import type { Client } from '@muster/client'
import { readIdentifier } from '../context.ts'
import { UsageError } from '../exitCodes.ts'
import { formatNumber } from '../output/format.ts'
import { table } from '../output/table.ts'
import type { Define } from './define.ts'

/** So many identifiers the API takes at once. */
const AT_ONCE = 10_000

/** `muster list ...` */
export function defineList(program: Command, define: Define): void {
  const list = program.command('list').description('keep lists of people by hand')
  define(
    list
      .command('create')
      .requiredOption('--name <name>')
      .option('--id <id>', 'made from the name by default')
      .description('create a list'),
    async (context, options: { readonly name: string; readonly id?: string }) => {
      const client = await context.client()
      const created = await client.lists.create({
        name: options.name,
        ...(options.id !== undefined && { id: options.id }),
      })
      context.show(created, () => `Created the list ${created.id}.\n`)
    },
  )
  define(
    list.command('show').argument('[id]', 'all lists by default').description('show lists'),
    async (context, id: string | undefined) => {
      const lists = await (await context.client()).lists.list()
      const wanted = id === undefined ? lists : lists.filter((each) => each.id === id)
      if (id !== undefined && wanted.length === 0) {
        throw new UsageError('unknown_list', [id], 'There is no such list. See `muster list show`.')
      }
      context.show(wanted, () =>
        table(wanted, [
          { title: 'id', cell: (each) => each.id },
          { title: 'name', cell: ({ name }) => name },
          { title: 'size', right: true, cell: ({ size }) => formatNumber(size) },
        ]),
      )
    },
  )
  for (const what of ['add', 'remove'] as const) {
    define(
      list
        .command(what)
        .argument('<id>')
        .argument('<identifiers...>', 'kind:value, or - for one on each line of standard input')
        .description(what === 'add' ? 'put people on a list' : 'take people off a list'),
      async (context, id: string, given: readonly string[]) => {
        const lines = given.includes('-') ? (await context.io.readInput()).split(/\r?\n/) : given
        const identifiers = lines.filter((line) => line.trim() !== '').map(readIdentifier)
        const done = await put(await context.client(), id, what, identifiers)
        context.show(done, () => {
          const unusable = done.unusable.map(
            ({ index, reason }) => `  ${lines[index] ?? ''}: ${reason}\n`,
          )
          return `${formatNumber(done.changed)} changed.\n${unusable.join('')}`
        })
      },
    )
  }
}

async function put(
  client: Client,
  id: string,
  what: 'add' | 'remove',
  identifiers: readonly { readonly kind: string; readonly value: string }[],
) {
  let changed = 0
  const unusable: { readonly index: number; readonly reason: string }[] = []
  for (let from = 0; from === 0 || from < identifiers.length; from += AT_ONCE) {
    const part = await client.lists[what](id, identifiers.slice(from, from + AT_ONCE))
    changed += part.changed
    unusable.push(...part.unusable.map(({ index, reason }) => ({ index: from + index, reason })))
  }
  return { changed, unusable }
}
