import type {
  Invitation,
  LinkGiven,
  LinkSeen,
  MadeLinkSent,
  Me,
  Role,
  SessionSent,
  UserSent,
  UsersSent,
} from '@muster/server'
import { step } from './connection.ts'
import type { Connection } from './connection.ts'

/** Coming in and going out, for pages of the server's own address: the session is a cookie of the browser. */
export function doorsOf({ ask }: Connection) {
  const root = '/api/v1/session'
  return {
    /** Nothing when nobody is signed in. */
    who: async (signal?: AbortSignal): Promise<Me | undefined> =>
      (await ask<{ readonly me: Me | null }>('GET', root, { signal })).me ?? undefined,
    signIn: (email: string, password: string) =>
      ask<Me>('POST', root, { body: { email, password } }),
    signOut: async (): Promise<void> => {
      await ask('DELETE', root)
    },
    /** What a one-time link is for; it is not used up. */
    look: (token: string, signal?: AbortSignal) =>
      ask<LinkSeen>('POST', '/api/v1/links/look', { body: { token }, signal }),
    use: (given: LinkGiven) => ask<Me>('POST', '/api/v1/links/use', { body: given }),
  }
}

/** What belongs to whoever is signed in. */
export function accountOf({ ask }: Connection) {
  const root = '/api/v1/account'
  return {
    rename: (name: string) => ask<UserSent>('PATCH', root, { body: { name } }),
    /** Ends all other sessions. */
    changePassword: (current: string | undefined, password: string) =>
      ask<Me>('POST', `${root}/password`, {
        body: { password, ...(current !== undefined && { current }) },
      }),
    sessions: async (signal?: AbortSignal): Promise<readonly SessionSent[]> =>
      (
        await ask<{ readonly sessions: readonly SessionSent[] }>('GET', `${root}/sessions`, {
          signal,
        })
      ).sessions,
    endSession: async (id: string): Promise<void> => {
      await ask('DELETE', `${root}/sessions/${step(id)}`)
    },
    endOthers: async (): Promise<number> =>
      (await ask<{ readonly ended: number }>('DELETE', `${root}/sessions`)).ended,
  }
}

/** Those who sign in, and who is invited. A link is in the answer and never told again. */
export function usersOf({ ask }: Connection) {
  const root = '/api/v1/users'
  const invitations = '/api/v1/invitations'
  return {
    list: (signal?: AbortSignal) => ask<UsersSent>('GET', root, { signal }),
    invite: (email: string, role: Role) =>
      ask<MadeLinkSent>('POST', invitations, { body: { email, role } }),
    renewInvitation: (id: Invitation['id']) =>
      ask<MadeLinkSent>('POST', `${invitations}/${step(id)}/link`),
    revokeInvitation: async (id: Invitation['id']): Promise<void> => {
      await ask('DELETE', `${invitations}/${step(id)}`)
    },
    setRole: (id: string, role: Role) =>
      ask<UserSent>('PATCH', `${root}/${step(id)}`, { body: { role } }),
    remove: async (id: string): Promise<void> => {
      await ask('DELETE', `${root}/${step(id)}`)
    },
    /** By which somebody sets a new password. */
    passwordLink: (id: string) => ask<MadeLinkSent>('POST', `${root}/${step(id)}/link`),
    endSessions: async (id: string): Promise<number> =>
      (await ask<{ readonly ended: number }>('DELETE', `${root}/${step(id)}/sessions`)).ended,
    /** For an owner who can't come in; only a command on the server's own machine may. */
    recover: (email?: string) =>
      ask<MadeLinkSent>('POST', '/api/v1/recovery', { body: { ...(email && { email }) } }),
  }
}
