import type { Session, User } from '@muster/engine'
import type { VerifiedKey } from './keyring.ts'
import type { Holder } from './permissions.ts'

/** Who asks: a program with a key, somebody who is signed in, or a command on the server's own machine. */
export type Principal =
  { readonly kind: 'key'; readonly key: VerifiedKey } | SignedInUser | { readonly kind: 'machine' }

export interface SignedInUser {
  readonly kind: 'user'
  readonly user: User
  readonly session: Session
}

export function holderOf(principal: Principal): Holder {
  switch (principal.kind) {
    case 'key':
      return principal.key.kind === 'write' ? 'writer' : principal.key.role
    case 'user':
      return principal.user.role
    case 'machine':
      return 'machine'
  }
}

/** For the records: the name of a key, or the address of a person. */
export function nameOf(principal: Principal): string {
  switch (principal.kind) {
    case 'key':
      return principal.key.name
    case 'user':
      return principal.user.email
    case 'machine':
      return 'a command at the server'
  }
}

/** For the log, where no address of a person stands. */
export function logNameOf(principal: Principal): string {
  return principal.kind === 'user' ? `user ${principal.user.id}` : nameOf(principal)
}
