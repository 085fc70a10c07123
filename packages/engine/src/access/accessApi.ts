import type { Link } from '../metadata/access/links.ts'
import type { Session } from '../metadata/access/sessions.ts'
import type { UserRole } from '../metadata/access/userRole.ts'
import type { User } from '../metadata/access/users.ts'
import type { Outcome, Refusal } from '../metadata/outcome.ts'

export type { Link } from '../metadata/access/links.ts'
export type { Session } from '../metadata/access/sessions.ts'
export type { UserRole } from '../metadata/access/userRole.ts'
export type { User } from '../metadata/access/users.ts'

/** Whoever signs in: with what, from where, and by which browser. */
export interface Arrival {
  /** The network address, for the count of attempts. */
  readonly address: string
  readonly agent: string
  /** The token of the session that the browser had so far: it ends. */
  readonly replaces?: string
}

/** A session that was opened just now: its token is told this once. */
export interface SignedIn {
  readonly token: string
  readonly session: Session
  readonly user: User
}

/** An outcome that may also say to come back later. */
export type Admission =
  | { readonly ok: true; readonly value: SignedIn }
  | {
      readonly ok: false
      readonly error: Refusal<string> & { readonly retryAfterSeconds?: number }
    }

/** Who decides over others, for the records, and whether also over owners. */
export interface Actor {
  readonly by: string
  readonly mayManageOwners: boolean
}

/** A link that was made just now: its token is told this once. */
export interface MadeLink {
  readonly token: string
  readonly link: Link
}

/** Who may come in, and how. Tokens are 256 random bits; the store keeps only their SHA-256. */
export interface AccessApi {
  readonly signIn: (
    credentials: { readonly email: string; readonly password: string },
    arrival: Arrival,
  ) => Promise<Admission>
  /** Whose session it is, as long as it is good; being asked keeps it from running idle. */
  readonly session: (
    token: string,
  ) => Promise<{ readonly session: Session; readonly user: User } | undefined>

  /** What a one-time link is for, without using it up. */
  readonly look: (
    token: string,
  ) => Promise<Outcome<{ readonly link: Link; readonly user: User | undefined }, string>>
  /** Uses a link up and signs in. A first owner gives an address, a name and a password; who is invited a name and a password. */
  readonly useLink: (
    given: {
      readonly token: string
      readonly email?: string
      readonly name?: string
      readonly password?: string
    },
    arrival: Arrival,
  ) => Promise<Admission>
  /** A link for the first owner; nothing when there is an owner. */
  readonly firstOwnerLink: () => Promise<MadeLink | undefined>
  /** A link for somebody who lost the password: the one owner, or whoever has the address. For whoever sits at the server. */
  readonly recover: (email: string | undefined, by: string) => Promise<Outcome<MadeLink, string>>
  /** A link that signs somebody in: never told over the network. */
  readonly signInLink: (userId: string, by: string) => Promise<MadeLink>
  /** Whether a link is still good. */
  readonly isOpen: (linkId: string) => Promise<boolean>

  readonly users: TeamApi
  readonly own: OwnApi
}

/** Those who sign in, as one of them who may do so manages them. */
export interface TeamApi {
  readonly list: () => Promise<readonly User[]>
  /** Invitations that nobody has taken up, those that have run out too. */
  readonly invitations: () => Promise<readonly Extract<Link, { readonly kind: 'invitation' }>[]>
  /** Another invitation of the same address ends. */
  readonly invite: (
    whom: { readonly email: string; readonly role: UserRole },
    actor: Actor,
  ) => Promise<Outcome<MadeLink, string>>
  /** The same invitation under a new link; the old one ends. */
  readonly renewInvitation: (id: string, actor: Actor) => Promise<Outcome<MadeLink, string>>
  readonly revokeInvitation: (id: string, actor: Actor) => Promise<Outcome<null, string>>
  /** Without a password until one is set by a link: for programs that start a server of their own. */
  readonly create: (
    whom: { readonly email: string; readonly name: string; readonly role: UserRole },
    by: string,
  ) => Promise<Outcome<User, string>>
  /** A link to set a new password. */
  readonly passwordLink: (id: string, actor: Actor) => Promise<Outcome<MadeLink, string>>
  readonly setRole: (id: string, role: UserRole, actor: Actor) => Promise<Outcome<User, string>>
  readonly remove: (id: string, actor: Actor) => Promise<Outcome<null, string>>
  readonly endSessions: (
    id: string,
    actor: Actor,
  ) => Promise<Outcome<{ readonly ended: number }, string>>
}

/** What everybody may do with what is their own. */
export interface OwnApi {
  readonly rename: (user: User, name: string) => Promise<Outcome<User, string>>
  /** Ends all sessions, and opens the one it was asked from anew. */
  readonly changePassword: (
    user: User,
    passwords: { readonly current?: string; readonly wanted: string },
    arrival: Arrival,
  ) => Promise<Admission>
  readonly sessions: (user: User) => Promise<readonly Session[]>
  /** False when there is none. */
  readonly endSession: (user: User, id: string) => Promise<boolean>
  /** Ends all but one. How many there were. */
  readonly endOthers: (user: User, except: string) => Promise<number>
}
