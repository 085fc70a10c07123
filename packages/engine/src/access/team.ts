import { endLinks, listInvitations } from '../metadata/access/links.ts'
import { endSessions } from '../metadata/access/sessions.ts'
import {
  findByEmail,
  findUser,
  insertUser,
  listUsers,
  lockUsers,
  removeUser,
  updateUser,
} from '../metadata/access/users.ts'
import type { UserRole } from '../metadata/access/userRole.ts'
import type { User } from '../metadata/access/users.ts'
import type { Db } from '../metadata/metadata.ts'
import { done, refused } from '../metadata/outcome.ts'
import type { Outcome } from '../metadata/outcome.ts'
import type { Actor, TeamApi } from './accessApi.ts'
import { checkAddress, checkName } from './checks.ts'
import { audit } from './context.ts'
import type { AccessContext } from './context.ts'
import { newId } from './tokens.ts'
import { emailTaken, makeLink, makePasswordLink } from './useLinks.ts'

/** Those who sign in: who they are, who else is asked to come, and who has to go. */
export function createTeam(context: AccessContext): TeamApi {
  const { metadata, clock, randomBytes } = context
  const { db } = metadata

  /** Does something to a user whom the actor may manage, while nobody else changes any. */
  const withUser = <Value>(
    id: string,
    actor: Actor,
    act: (tx: Db, user: User) => Promise<Outcome<Value, string>>,
  ): Promise<Outcome<Value, string>> =>
    metadata.transaction(async (tx) => {
      await lockUsers(tx)
      const user = await findUser(tx, id)
      if (user === undefined) return noUser(id)
      return ownersOnly(user.role, actor) ?? act(tx, user)
    })

  const invitation = async (id: string) => {
    const link = (await listInvitations(db)).find((each) => each.id === id)
    return link ?? noInvitation(id)
  }

  const invite: TeamApi['invite'] = async ({ email: given, role }, actor) => {
    const address = checkAddress(given)
    if (!address.ok) return address
    const email = address.value
    const fault = ownersOnly(role, actor)
    if (fault !== undefined) return fault
    return metadata.transaction(async (tx) => {
      await lockUsers(tx)
      if ((await findByEmail(tx, email)) !== undefined) return emailTaken(email)
      const before = (await listInvitations(tx)).find((each) => each.email === email)
      const forbidden = before && ownersOnly(before.role, actor)
      if (forbidden !== undefined) return forbidden
      await endLinks(tx, { kind: 'invitation', email })
      const made = await makeLink(tx, context, { kind: 'invitation', email, role }, actor.by)
      await audit(tx, clock(), actor.by, 'user.invite', made.link.id, { after: { email, role } })
      return done(made)
    })
  }

  return {
    list: () => listUsers(db),
    invitations: () => listInvitations(db),
    invite,

    async renewInvitation(id, actor) {
      const found = await invitation(id)
      return 'ok' in found ? found : invite(found, actor)
    },

    async revokeInvitation(id, actor) {
      const found = await invitation(id)
      if ('ok' in found) return found
      const fault = ownersOnly(found.role, actor)
      if (fault !== undefined) return fault
      const { email } = found
      await metadata.transaction(async (tx) => {
        await endLinks(tx, { kind: 'invitation', email })
        await audit(tx, clock(), actor.by, 'user.uninvite', id, { before: { email } })
      })
      return done(null)
    },

    async create({ email: given, name: called, role }, by) {
      const address = checkAddress(given)
      if (!address.ok) return address
      const name = checkName(called)
      if (!name.ok) return name
      const email = address.value
      return metadata.transaction(async (tx) => {
        await lockUsers(tx)
        if ((await findByEmail(tx, email)) !== undefined) return emailTaken(email)
        const id = newId(randomBytes)
        const wanted = { id, email, name: name.value, role, passwordHash: null }
        const user = await insertUser(tx, wanted, clock())
        if (role === 'owner') await endLinks(tx, { kind: 'first_owner' })
        await audit(tx, clock(), by, 'user.create', id, { after: { email, role } })
        return done(user)
      })
    },

    async passwordLink(id, actor) {
      const user = await findUser(db, id)
      if (user === undefined) return noUser(id)
      return ownersOnly(user.role, actor) ?? done(await makePasswordLink(context, user, actor.by))
    },

    setRole: (id, role, actor) =>
      withUser(id, actor, async (tx, user) => {
        const fault =
          ownersOnly(role, actor) ?? (role === 'owner' ? undefined : await last(tx, user))
        if (fault !== undefined) return fault
        if (role === user.role) return done(user)
        const changed = await updateUser(tx, id, { role })
        const more = { before: { role: user.role }, after: { role } }
        await audit(tx, clock(), actor.by, 'user.role', id, more)
        return changed === undefined ? noUser(id) : done(changed)
      }),

    remove: (id, actor) =>
      withUser(id, actor, async (tx, user) => {
        const fault = await last(tx, user)
        if (fault !== undefined) return fault
        await endSessions(tx, id)
        await endLinks(tx, { userId: id })
        await removeUser(tx, id, clock())
        const before = { email: user.email, role: user.role }
        await audit(tx, clock(), actor.by, 'user.remove', id, { before })
        return done(null)
      }),

    endSessions: (id, actor) =>
      withUser(id, actor, async (tx) => {
        const ended = await endSessions(tx, id)
        await audit(tx, clock(), actor.by, 'user.end_sessions', id, { after: { ended } })
        return done({ ended })
      }),
  }
}

/** An admin must not become an owner by way of one. */
function ownersOnly(role: UserRole, { mayManageOwners }: Actor) {
  if (role !== 'owner' || mayManageOwners) return undefined
  const message = 'Only an owner decides over owners. Ask one.'
  return refused('owners_only', ['role'], message)
}

/** A workspace always has somebody who decides over all others. */
async function last(tx: Db, { role, id }: User) {
  if (role !== 'owner') return undefined
  const isAlone = (await listUsers(tx)).every((user) => user.role !== 'owner' || user.id === id)
  if (!isAlone) return undefined
  const message = 'This is the last owner. Make somebody else an owner first.'
  return refused('last_owner', ['role'], message)
}

function noUser(id: string) {
  return refused('unknown_user', ['id'], `There is no user "${id}". List the users.`)
}

function noInvitation(id: string) {
  const message = `There is no invitation "${id}" that nobody has taken up. List the invitations.`
  return refused('unknown_invitation', ['id'], message)
}
