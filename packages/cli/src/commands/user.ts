import type { Command } from 'commander'
import type { Client, MadeLinkSent, Role, UserSent } from '@muster/client'
import { UsageError } from '../exitCodes.ts'
import type { Context } from '../context.ts'
import { formatInstant } from '../output/format.ts'
import { facts, table } from '../output/table.ts'
import type { Define } from './define.ts'

const roles: readonly Role[] = [
  'owner',
  'admin',
  'marketer',
  'analyst',
  'privacy_officer',
  'viewer',
]

/** `muster user ...` */
export function defineUser(program: Command, define: Define): void {
  const user = program.command('user').description('those who sign in to the web app')
  define(
    user.command('list').description('list them, and invitations that nobody has taken up'),
    async (context) => {
      const listed = await (await context.client()).users.list()
      context.show(listed, () =>
        [
          table(listed.users, [
            { title: 'email', cell: ({ email }) => email },
            { title: 'name', cell: ({ name }) => name },
            { title: 'role', cell: ({ role }) => role },
            { title: 'since', cell: ({ createdAt }) => formatInstant(createdAt) },
          ]),
          ...(listed.invitations.length === 0
            ? []
            : [
                table(listed.invitations, [
                  { title: 'invited', cell: ({ email }) => email },
                  { title: 'role', cell: ({ role }) => role },
                  { title: 'by', cell: ({ invitedBy }) => invitedBy },
                  { title: 'good until', cell: ({ expiresAt }) => formatInstant(expiresAt) },
                ]),
              ]),
        ].join('\n'),
      )
    },
  )
  define(
    user
      .command('invite')
      .argument('<email>')
      .requiredOption('--role <role>', roles.join(', '))
      .description('make a link for somebody to come in by; nothing is mailed'),
    async (context, email: string, options: { readonly role: string }) => {
      const made = await (await context.client()).users.invite(email, roleOf(options.role))
      showLink(context, made)
    },
  )
  define(
    user
      .command('link')
      .argument('[email]', 'the owner, when it is left out')
      .description("make a link for whoever lost the password; only on the server's own machine"),
    async (context, email?: string) => {
      showLink(context, await (await context.client()).users.recover(email))
    },
  )
  define(
    user
      .command('role')
      .argument('<email>')
      .argument('<role>', roles.join(', '))
      .description('give somebody another role'),
    async (context, email: string, role: string) => {
      const client = await context.client()
      const { id } = await userBy(client, email)
      const changed = await client.users.setRole(id, roleOf(role))
      context.show(changed, () => `${changed.email} is ${changed.role} now.\n`)
    },
  )
  define(
    user.command('remove').argument('<email>').description('remove somebody, or an invitation'),
    async (context, email: string) => {
      const client = await context.client()
      const { invitations } = await client.users.list()
      const invitation = invitations.find((each) => isSame(each.email, email))
      if (invitation === undefined) await client.users.remove((await userBy(client, email)).id)
      else await client.users.revokeInvitation(invitation.id)
      context.show({ removed: email }, () => `Removed ${email}.\n`)
    },
  )
}

function showLink({ show }: Context, made: MadeLinkSent): void {
  show(made, () =>
    facts([
      ['link', made.link],
      ['good until', formatInstant(made.expiresAt)],
    ]),
  )
}

async function userBy(client: Client, email: string): Promise<UserSent> {
  const { users } = await client.users.list()
  const found = users.find((each) => isSame(each.email, email))
  if (found !== undefined) return found
  const message = `Nobody here has the address "${email}". \`muster user list\` shows who there is.`
  throw new UsageError('unknown_user', [email], message)
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.trim().toLowerCase()
}

function roleOf(text: string): Role {
  const role = roles.find((known) => known === text)
  if (role !== undefined) return role
  const message = `"${text}" is no role. Give one of ${roles.join(', ')}.`
  throw new UsageError('unknown_value', ['role'], message)
}
