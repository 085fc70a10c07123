import { endLinks, findLink, insertLink, takeLink } from '../metadata/access/links.ts'
import type { Link, LinkUse } from '../metadata/access/links.ts'
import { endSessions } from '../metadata/access/sessions.ts'
import {
  findByEmail,
  findUser,
  insertUser,
  listUsers,
  lockUsers,
  updateUser,
} from '../metadata/access/users.ts'
import type { User } from '../metadata/access/users.ts'
import type { Db } from '../metadata/metadata.ts'
import { done, refused } from '../metadata/outcome.ts'
import type { Outcome } from '../metadata/outcome.ts'
import type { AccessApi, MadeLink } from './accessApi.ts'
import { checkAddress, checkName } from './checks.ts'
import { audit, openSession } from './context.ts'
import type { AccessContext } from './context.ts'
import { checkPassword } from './passwords.ts'
import { hashOf, newId, newToken } from './tokens.ts'

const HOUR = 3_600_000
/** How long a link is good, by what it is for, in milliseconds. */
const goodFor: Readonly<Record<Link['kind'], number>> = {
  first_owner: 24 * HOUR,
  invitation: 7 * 24 * HOUR,
  password: 24 * HOUR,
  sign_in: 24 * HOUR,
}

const unknownLink = refused(
  'unknown_link',
  ['token'],
  'The link is not good any more: it was used, it has run out, or another took its place. Ask for a new one, or sign in.',
)

/** Makes a link; in the transaction of what it is made for. */
export async function makeLink(
  db: Db,
  { clock, randomBytes }: AccessContext,
  use: LinkUse,
  by: string,
): Promise<MadeLink> {
  const at = clock()
  const token = newToken(randomBytes)
  const link: Link = {
    ...use,
    ...{ id: newId(randomBytes), createdBy: by },
    ...{ createdAt: at, expiresAt: at + goodFor[use.kind] },
  }
  await insertLink(db, { ...link, hash: hashOf(token) })
  return { token, link }
}

/** A new password by a link, for whoever lost it; an older such link ends. */
export function makePasswordLink(
  context: AccessContext,
  user: User,
  by: string,
): Promise<MadeLink> {
  return context.metadata.transaction(async (tx) => {
    await endLinks(tx, { userId: user.id })
    await audit(tx, context.clock(), by, 'user.link', user.id)
    return makeLink(tx, context, { kind: 'password', userId: user.id }, by)
  })
}

type LinkApi = Pick<
  AccessApi,
  'look' | 'useLink' | 'firstOwnerLink' | 'recover' | 'signInLink' | 'isOpen'
>

/** What one-time links do. */
export function createLinkApi(context: AccessContext): LinkApi {
  const { metadata, clock, passwords, randomBytes } = context
  const { db } = metadata

  const good = async (token: string) => {
    const link = await findLink(db, { hash: hashOf(token) }, clock())
    if (link === undefined) return undefined
    const user = 'userId' in link ? await findUser(db, link.userId) : undefined
    return { link, user }
  }

  const firstOwnerLink = (): Promise<MadeLink | undefined> =>
    metadata.transaction(async (tx) => {
      await lockUsers(tx)
      if ((await owners(tx)).length > 0) return undefined
      // Links of an earlier start stay good: of several processes that start at once each may have told one.
      return makeLink(tx, context, { kind: 'first_owner' }, 'first start')
    })

  return {
    firstOwnerLink,

    async look(token) {
      const found = await good(token)
      return found === undefined ? unknownLink : done(found)
    },

    async useLink(given, arrival) {
      const found = await good(given.token)
      if (found === undefined) return unknownLink
      const { link } = found
      const wanted = asked(link, found.user, given)
      if (!wanted.ok) return wanted
      const { email, name, password } = wanted.value
      const hash = password === undefined ? null : await passwords.hash(password)
      return metadata.transaction(async (tx) => {
        await lockUsers(tx)
        const at = clock()
        const isNew = link.kind === 'first_owner' || link.kind === 'invitation'
        if (link.kind === 'first_owner' && (await owners(tx)).length > 0) return unknownLink
        if (isNew && (await findByEmail(tx, email)) !== undefined) return emailTaken(email)
        if (!(await takeLink(tx, link.id, at))) return unknownLink
        const user = await userFor(tx, link, { email, name, hash })
        if (user === undefined) return unknownLink
        if (link.kind === 'first_owner') await endLinks(tx, { kind: 'first_owner' })
        return done(await openSession(tx, context, user, arrival))
      })
    },

    async recover(email, by) {
      if (email !== undefined) {
        const found = await findByEmail(db, email.trim().toLowerCase())
        if (found === undefined) {
          const message = `Nobody here has the address "${email}". List the users.`
          return refused('unknown_user', ['email'], message)
        }
        return done(await makePasswordLink(context, found.user, by))
      }
      const first = await firstOwnerLink()
      if (first !== undefined) return done(first)
      const [owner, ...others] = await owners(db)
      if (owner === undefined || others.length > 0) {
        const message = 'There are several owners. Say for which address the link is to be.'
        return refused('several_owners', ['email'], message)
      }
      return done(await makePasswordLink(context, owner, by))
    },

    signInLink: (userId, by) => makeLink(db, context, { kind: 'sign_in', userId }, by),

    isOpen: async (id) => (await findLink(db, { id }, clock())) !== undefined,
  }

  /** The user that a link leads to: a new one, or one with a new password. In the transaction that uses it up. */
  async function userFor(
    tx: Db,
    link: Link,
    { email, name, hash }: { email: string; name: string; hash: string | null },
  ): Promise<User | undefined> {
    const at = clock()
    switch (link.kind) {
      case 'first_owner':
      case 'invitation': {
        const role = link.kind === 'invitation' ? link.role : 'owner'
        const id = newId(randomBytes)
        const user = await insertUser(tx, { id, email, name, role, passwordHash: hash }, at)
        const after = { role, invitedBy: link.createdBy }
        await audit(tx, at, email, 'user.join', id, { after })
        return user
      }
      case 'password': {
        if (hash === null) return undefined
        const user = await updateUser(tx, link.userId, { password_hash: hash })
        if (user === undefined) return undefined
        await endSessions(tx, user.id)
        await audit(tx, at, email, 'user.password', user.id, { after: { link: link.createdBy } })
        return user
      }
      case 'sign_in': {
        const user = await findUser(tx, link.userId)
        if (user !== undefined) await audit(tx, at, email, 'session.start', user.id)
        return user
      }
    }
  }
}

async function owners(db: Db): Promise<readonly User[]> {
  return (await listUsers(db)).filter(({ role }) => role === 'owner')
}

/** What a link of this kind needs of whoever uses it, checked; it is not used up by a fault. */
function asked(
  link: Link,
  user: User | undefined,
  given: { readonly email?: string; readonly name?: string; readonly password?: string },
): Outcome<{ readonly email: string; readonly name: string; readonly password?: string }, string> {
  const address =
    link.kind === 'first_owner'
      ? checkAddress(given.email ?? '')
      : done(link.kind === 'invitation' ? link.email : (user?.email ?? ''))
  if (!address.ok) return address
  const named = user === undefined ? checkName(given.name ?? '') : done(user.name)
  if (link.kind === 'sign_in') return done({ email: address.value, name: user?.name ?? '' })
  if (!named.ok) return named
  const [email, name, password] = [address.value, named.value, given.password ?? '']
  return checkPassword(password, [email, name]) ?? done({ email, name, password })
}

export function emailTaken(email: string) {
  const message = `Somebody with the address "${email}" is here already. Use another address, or sign in.`
  return refused('email_taken', ['email'], message)
}
