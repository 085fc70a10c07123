import type { Problem } from '../http/problem.ts'
import { problem } from '../http/problem.ts'
import type { Keyring, VerifiedKey } from './keyring.ts'
import type { Holder, Permission } from './permissions.ts'
import { mayDo, permissions } from './permissions.ts'

/** What a route needs: a permission, or nothing (health, and the description of the API). */
export type Need = Permission | 'nothing'

export type Authorised =
  | { readonly ok: true; readonly key: VerifiedKey | undefined }
  | { readonly ok: false; readonly problem: Problem }

/** The one place that lets a request in or refuses it. `shown` is the key as the request shows it. */
export async function authorise(
  need: Need,
  shown: string | undefined,
  keyring: Keyring,
): Promise<Authorised> {
  if (need === 'nothing') return { ok: true, key: undefined }
  if (shown === undefined) return { ok: false, problem: missingKey(need) }
  const key = await keyring.verify(shown)
  if (key === undefined) {
    const detail =
      'The key is unknown or has been revoked. Use another one, or ask an admin to create one.'
    return { ok: false, problem: problem(401, 'unknown_key', ['authorization'], detail) }
  }
  const holder = holderOf(key)
  if (mayDo(holder, need)) return { ok: true, key }
  const wanted = permissions[need].join(' or ')
  const detail = `A key of the kind "${holder}" may not do this (${need}). Use a key of the kind ${wanted}.`
  return { ok: false, problem: problem(403, 'not_allowed', ['authorization'], detail) }
}

export function holderOf(key: VerifiedKey): Holder {
  return key.kind === 'write' ? 'writer' : key.role
}

function missingKey(need: Permission): Problem {
  const detail =
    need === 'messages.write'
      ? 'The call has no write key. Send it as the user name of basic authentication, or as "writeKey" in the body.'
      : 'The request has no key. Send a secret key as "Authorization: Bearer <key>".'
  return problem(401, 'missing_key', ['authorization'], detail)
}

/** The key in an Authorization header: the token of `Bearer`, or the user name of `Basic`. */
export function keyInHeader(header: string | null | undefined): string | undefined {
  const [, scheme = '', token = ''] = /^\s*(\S+)\s+(\S+)\s*$/.exec(header ?? '') ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return token
    case 'basic': {
      const user = Buffer.from(token, 'base64').toString('utf8').split(':')[0]
      return user === '' ? undefined : user
    }
    default:
      return undefined
  }
}
