import type {
  AccessApi,
  Admission,
  Arrival,
  Link,
  MadeLink,
  Session,
  SignedIn,
  User,
} from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

const now = 1_700_000_000_000
const DAY = 86_400_000

/** Users, links and sessions in memory, whose tokens are numbered so that no chance is needed. Passwords are kept as they are; `wait here` has to wait. */
export function fakeAccess(): AccessApi {
  const users = new Map<string, User>()
  const passwords = new Map<string, string>()
  const links = new Map<string, Link>()
  const sessions = new Map<string, Session>()
  let count = 0
  const newToken = () => String(++count).padStart(43, '0')
  const wrong = (): Admission => refused('wrong_credentials', [])

  const open = (user: User, { agent, replaces }: Arrival): Admission => {
    if (replaces !== undefined) sessions.delete(replaces)
    const token = newToken()
    const session = {
      ...{ id: `s${count}`, userId: user.id, agent },
      ...{ createdAt: now, lastUsedAt: now, expiresAt: now + 30 * DAY },
    }
    sessions.set(token, session)
    const value: SignedIn = { token, session, user }
    return { ok: true, value }
  }
  const add = (whom: Pick<User, 'email' | 'name' | 'role'>, password?: string): User => {
    const user = { id: `u${++count}`, ...whom, hasPassword: password !== undefined, createdAt: now }
    users.set(user.id, user)
    if (password !== undefined) passwords.set(user.id, password)
    return user
  }
  const make = (
    use:
      | { readonly kind: 'first_owner' }
      | Pick<Extract<Link, { kind: 'invitation' }>, 'kind' | 'email' | 'role'>
      | { readonly kind: 'password' | 'sign_in'; readonly userId: string },
    createdBy: string,
  ): MadeLink => {
    for (const [token, link] of links) {
      const isSame = link.kind === 'invitation' && 'email' in use && link.email === use.email
      if (isSame) links.delete(token)
    }
    const token = newToken()
    const link = { id: `l${count}`, ...use, createdBy, createdAt: now, expiresAt: now + DAY }
    links.set(token, link)
    return { token, link }
  }
  const ended = (which: (session: Session) => boolean): number => {
    const found = [...sessions].filter(([, session]) => which(session))
    for (const [token] of found) sessions.delete(token)
    return found.length
  }
  const invited = (id: string) =>
    [...links.values()].find((link) => link.kind === 'invitation' && link.id === id)
  const noUser = () => Promise.resolve(refused('unknown_user', ['id']))
  const noInvitation = () => Promise.resolve(refused('unknown_invitation', ['id']))

  return {
    signIn({ email, password }, arrival) {
      if (password === 'wait here') {
        const error = { code: 'too_many_attempts', at: [], message: 'Wait.', retryAfterSeconds: 60 }
        return Promise.resolve({ ok: false, error })
      }
      const user = [...users.values()].find((each) => each.email === email)
      const isRight = user !== undefined && passwords.get(user.id) === password
      return Promise.resolve(isRight ? open(user, arrival) : wrong())
    },
    session: (token) => {
      const session = sessions.get(token)
      const user = users.get(session?.userId ?? '')
      return Promise.resolve(session && user && { session, user })
    },
    look: (token) => {
      const link = links.get(token)
      if (link === undefined) return Promise.resolve(refused('unknown_link', ['token']))
      const user = 'userId' in link ? users.get(link.userId) : undefined
      return Promise.resolve(done({ link, user }))
    },
    useLink({ token, email = '', name = '', password }, arrival) {
      const link = links.get(token)
      if (link === undefined) return Promise.resolve(refused('unknown_link', ['token']))
      links.delete(token)
      switch (link.kind) {
        case 'first_owner':
          return Promise.resolve(open(add({ email, name, role: 'owner' }, password), arrival))
        case 'invitation': {
          const user = add({ email: link.email, name, role: link.role }, password)
          return Promise.resolve(open(user, arrival))
        }
        case 'password':
        case 'sign_in': {
          const user = users.get(link.userId)
          if (password !== undefined) passwords.set(link.userId, password)
          return Promise.resolve(user === undefined ? wrong() : open(user, arrival))
        }
      }
    },
    firstOwnerLink: () => {
      const hasOwner = [...users.values()].some(({ role }) => role === 'owner')
      return Promise.resolve(hasOwner ? undefined : make({ kind: 'first_owner' }, 'first start'))
    },
    recover: (email, by) => {
      const user = [...users.values()].find((each) =>
        email === undefined ? each.role === 'owner' : each.email === email,
      )
      if (user === undefined) return Promise.resolve(refused('unknown_user', ['email']))
      return Promise.resolve(done(make({ kind: 'password', userId: user.id }, by)))
    },
    signInLink: (userId, by) => Promise.resolve(make({ kind: 'sign_in', userId }, by)),
    isOpen: (id) => Promise.resolve([...links.values()].some((link) => link.id === id)),
    users: {
      list: () => Promise.resolve([...users.values()]),
      invitations: () =>
        Promise.resolve([...links.values()].filter((link) => link.kind === 'invitation')),
      invite: ({ email, role }, { by, mayManageOwners }) =>
        Promise.resolve(
          role === 'owner' && !mayManageOwners
            ? refused('owners_only', ['role'])
            : done(make({ kind: 'invitation', email, role }, by)),
        ),
      renewInvitation: (id, { by }) => {
        const link = invited(id)
        if (link?.kind !== 'invitation') return noInvitation()
        const { kind, email, role } = link
        return Promise.resolve(done(make({ kind, email, role }, by)))
      },
      revokeInvitation: (id) => {
        const found = [...links].find(([, link]) => link === invited(id))
        if (found === undefined) return noInvitation()
        links.delete(found[0])
        return Promise.resolve(done(null))
      },
      create: (whom) => Promise.resolve(done(add(whom))),
      passwordLink: (id, { by }) =>
        users.has(id)
          ? Promise.resolve(done(make({ kind: 'password', userId: id }, by)))
          : noUser(),
      setRole: (id, role) => {
        const user = users.get(id)
        if (user === undefined) return noUser()
        users.set(id, { ...user, role })
        return Promise.resolve(done({ ...user, role }))
      },
      remove: (id) => {
        if (!users.delete(id)) return noUser()
        ended(({ userId }) => userId === id)
        return Promise.resolve(done(null))
      },
      endSessions: (id) =>
        users.has(id)
          ? Promise.resolve(done({ ended: ended(({ userId }) => userId === id) }))
          : noUser(),
    },
    own: {
      rename: (user, name) => {
        users.set(user.id, { ...user, name })
        return Promise.resolve(done({ ...user, name }))
      },
      changePassword(user, { current, wanted }, arrival) {
        if (passwords.get(user.id) !== current) {
          return Promise.resolve(refused('wrong_password', ['current']))
        }
        passwords.set(user.id, wanted)
        ended(({ userId }) => userId === user.id)
        return Promise.resolve(open(user, arrival))
      },
      sessions: ({ id }) =>
        Promise.resolve([...sessions.values()].filter(({ userId }) => userId === id)),
      endSession: ({ id: user }, id) =>
        Promise.resolve(ended((session) => session.id === id && session.userId === user) > 0),
      endOthers: ({ id }, except) =>
        Promise.resolve(ended((session) => session.userId === id && session.id !== except)),
    },
  }
}
