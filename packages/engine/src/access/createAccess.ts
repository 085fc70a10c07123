import { endSessions, listSessions } from '../metadata/access/sessions.ts'
import { updateUser } from '../metadata/access/users.ts'
import { done, refused } from '../metadata/outcome.ts'
import type { AccessApi } from './accessApi.ts'
import { checkName } from './checks.ts'
import { audit } from './context.ts'
import type { AccessContext } from './context.ts'
import { createSignIn } from './signIn.ts'
import { createTeam } from './team.ts'
import { createLinkApi } from './useLinks.ts'

/** Sign-in, one-time links, users and their sessions, on the metadata store. */
export function createAccess(context: AccessContext): AccessApi {
  const { metadata, clock, limits } = context
  const { db } = metadata
  const { signIn, session, changePassword } = createSignIn(context)
  return {
    ...{ signIn, session },
    ...createLinkApi(context),
    users: createTeam(context),
    own: {
      changePassword,
      async rename({ id, email }, wanted) {
        const name = checkName(wanted)
        if (!name.ok) return name
        const user = await updateUser(db, id, { name: name.value })
        if (user === undefined)
          return refused('unknown_user', ['id'], 'You were removed. Ask an admin.')
        await audit(db, clock(), email, 'user.rename', id, { after: { name: name.value } })
        return done(user)
      },
      sessions: ({ id }) => {
        const at = clock()
        return listSessions(db, id, { at, idleSince: at - limits.idleMs })
      },
      async endSession({ id: user, email }, id) {
        const ended = await endSessions(db, user, { id })
        if (ended > 0) await audit(db, clock(), email, 'session.end', user)
        return ended > 0
      },
      async endOthers({ id, email }, except) {
        const ended = await endSessions(db, id, { except })
        if (ended > 0) await audit(db, clock(), email, 'session.end', id, { after: { ended } })
        return ended
      },
    },
  }
}
