import type { Command } from 'commander'
import type { KeyDraft } from '@muster/client'
import { UsageError } from '../exitCodes.ts'
import { formatInstant } from '../output/format.ts'
import { facts, table } from '../output/table.ts'
import type { Define } from './define.ts'

const roles = ['admin', 'editor', 'viewer'] as const

/** `muster key ...` */
export function defineKey(program: Command, define: Define): void {
  const key = program.command('key').description('give out keys and take them back')
  define(
    key
      .command('create')
      .requiredOption('--name <name>', 'who or what it is for')
      .option('--role <role>', `a secret key: ${roles.join(', ')}`)
      .option('--write', 'a write key, that only sends messages')
      .description('create a key; it is shown this once'),
    async (
      context,
      options: { readonly name: string; readonly role?: string; readonly write?: boolean },
    ) => {
      const created = await (await context.client()).keys.create(draftOf(options))
      context.show(created, () =>
        facts([
          ['key', created.key],
          ['id', created.stored.id],
        ]),
      )
    },
  )
  define(key.command('list').description('list keys, revoked ones too'), async (context) => {
    const keys = await (await context.client()).keys.list()
    context.show(keys, () =>
      table(keys, [
        { title: 'id', cell: ({ id }) => id },
        { title: 'name', cell: ({ name }) => name },
        { title: 'kind', cell: ({ kind, role }) => role ?? kind },
        { title: 'begins', cell: ({ prefix }) => `${prefix}…` },
        { title: 'created', cell: ({ createdAt }) => formatInstant(createdAt) },
        { title: 'revoked', cell: ({ revokedAt }) => formatInstant(revokedAt) },
      ]),
    )
  })
  define(
    key.command('revoke').argument('<id>').description('revoke a key: it opens nothing any more'),
    async (context, id: string) => {
      await (await context.client()).keys.revoke(id)
      context.show({ revoked: id }, () => `Revoked ${id}.\n`)
    },
  )
}

function draftOf(options: {
  readonly name: string
  readonly role?: string
  readonly write?: boolean
}): KeyDraft {
  const { name, write } = options
  const role = roles.find((known) => known === options.role)
  if (write === true && options.role === undefined) return { kind: 'write', name }
  if (write !== true && role !== undefined) return { kind: 'secret', role, name }
  const message = `Give either --write or --role with one of ${roles.join(', ')}.`
  throw new UsageError('unknown_value', ['--role'], message)
}
