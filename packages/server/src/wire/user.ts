import { z } from '@hono/zod-openapi'
import { userRoles } from '@muster/engine'
import type { Link, MadeLink, Session, User } from '@muster/engine'
import { instantSchema } from './common.ts'
import { keySchema } from './key.ts'

export const roleSchema = z.enum(userRoles).openapi('Role', {
  description: 'Of somebody who signs in. docs/access.md says what each may do.',
})

export const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    hasPassword: z.boolean(),
    createdAt: instantSchema,
  })
  .openapi('User')

export const meSchema = z
  .object({
    user: userSchema.nullable().openapi({ description: 'Who is signed in.' }),
    key: keySchema.nullable().openapi({ description: 'The key of the request.' }),
    permissions: z.array(z.string()).readonly(),
  })
  .openapi('Me')

/** What anybody may type; what is right is not said here. */
const typedSchema = z.string().max(1_000)
const emailSchema = typedSchema.openapi({ example: 'ada@example.com' })

export const credentialsSchema = z
  .strictObject({ email: emailSchema, password: typedSchema })
  .openapi('Credentials')
export const tokenSchema = z.strictObject({ token: typedSchema }).openapi('LinkToken')
export const linkGivenSchema = z
  .strictObject({
    token: typedSchema,
    email: emailSchema.exactOptional(),
    name: typedSchema.exactOptional(),
    password: typedSchema.exactOptional(),
  })
  .openapi('LinkGiven', {
    description:
      'A first owner gives an address, a name and a password; who is invited a name and a password; who lost the password a new one.',
  })

export const linkSeenSchema = z
  .object({
    kind: z.enum(['first_owner', 'invitation', 'password', 'sign_in']),
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: roleSchema.nullable(),
    invitedBy: z.string().nullable(),
    expiresAt: instantSchema,
  })
  .openapi('LinkSeen')

export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    role: roleSchema,
    invitedBy: z.string(),
    createdAt: instantSchema,
    expiresAt: instantSchema.openapi({ description: 'Its link is not good from then on.' }),
  })
  .openapi('Invitation')

export const usersSchema = z
  .object({
    users: z.array(userSchema).readonly(),
    invitations: z.array(invitationSchema).readonly(),
  })
  .openapi('Users')

export const inviteSchema = z
  .strictObject({ email: emailSchema, role: roleSchema })
  .openapi('Invite')
export const madeLinkSchema = z
  .object({
    id: z.string(),
    link: z.string().openapi({ description: 'To be opened once. Shown this once.' }),
    expiresAt: instantSchema,
  })
  .openapi('MadeLink')

export const sessionSchema = z
  .object({
    id: z.string(),
    agent: z.string().openapi({ description: 'What the browser calls itself.' }),
    isThis: z.boolean().openapi({ description: 'The one that asks.' }),
    createdAt: instantSchema,
    lastUsedAt: instantSchema,
    expiresAt: instantSchema,
  })
  .openapi('Session')

export const passwordChangeSchema = z
  .strictObject({
    current: typedSchema.exactOptional().openapi({ description: 'Unless none was set.' }),
    password: typedSchema,
  })
  .openapi('PasswordChange')

export type Role = z.output<typeof roleSchema>
export type UserSent = z.output<typeof userSchema>
export type Me = z.output<typeof meSchema>
export type LinkSeen = z.output<typeof linkSeenSchema>
export type LinkGiven = z.input<typeof linkGivenSchema>
export type Invitation = z.output<typeof invitationSchema>
export type UsersSent = z.output<typeof usersSchema>
export type MadeLinkSent = z.output<typeof madeLinkSchema>
export type SessionSent = z.output<typeof sessionSchema>

export function sendUser({ id, email, name, role, hasPassword, createdAt }: User): UserSent {
  return { id, email, name, role, hasPassword, createdAt }
}

export function sendInvitation(link: Extract<Link, { kind: 'invitation' }>): Invitation {
  const { id, email, role, createdBy: invitedBy, createdAt, expiresAt } = link
  return { id, email, role, invitedBy, createdAt, expiresAt }
}

export function sendSession(session: Session, current: string): SessionSent {
  const { id, agent, createdAt, lastUsedAt, expiresAt } = session
  return { id, agent, isThis: id === current, createdAt, lastUsedAt, expiresAt }
}

export function sendLinkSeen({
  link,
  user,
}: {
  readonly link: Link
  readonly user: User | undefined
}): LinkSeen {
  const { kind, expiresAt, createdBy } = link
  const isInvited = kind === 'invitation'
  return {
    ...{ kind, expiresAt },
    email: isInvited ? link.email : (user?.email ?? null),
    name: user?.name ?? null,
    role: isInvited ? link.role : (user?.role ?? null),
    invitedBy: isInvited ? createdBy : null,
  }
}

/** What stands behind `#` stays in the browser: neither our log nor that of a proxy sees it. */
export function pathOfLink(token: string): string {
  return `/welcome#${token}`
}

export function sendMadeLink({ token, link }: MadeLink, address: string): MadeLinkSent {
  return { id: link.id, link: `${address}${pathOfLink(token)}`, expiresAt: link.expiresAt }
}
