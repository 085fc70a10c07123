import { timingSafeEqual } from 'node:crypto'
import type { AccessApi } from '@muster/engine'
import type { Problem } from '../http/problem.ts'
import { problem } from '../http/problem.ts'
import type { Keyring } from './keyring.ts'
import type { Permission } from './permissions.ts'
import { mayDo, permissions } from './permissions.ts'
import type { Principal } from './principal.ts'
import { holderOf } from './principal.ts'
import { foreignRequest } from './sameOrigin.ts'
import type { Site } from './site.ts'

/** What a route needs: a permission, somebody who is signed in whatever the role, or nothing (health, and the doors). */
export type Need = Permission | 'session' | 'nothing'

/** What of a route decides who is let in. */
export interface Guarded {
  readonly needs: Need
  readonly method: string
  /** One comes in here: open to everybody who comes by one of our own pages. */
  readonly isDoor?: boolean
}

/** What a request shows: a key, or the token in the cookie of a session. */
export interface Shown {
  readonly request: Request
  readonly key: string | undefined
  readonly session: string | undefined
}

export interface Guards {
  readonly keyring: Keyring
  readonly sessions: Pick<AccessApi, 'session'>
  /** Opens what a command on this machine may do, as long as the process runs. */
  readonly machineKey: string | undefined
  readonly site: Site
}

export type Authorised =
  | { readonly ok: true; readonly principal: Principal | undefined }
  | { readonly ok: false; readonly problem: Problem }

/** The one place that lets a request in or refuses it. A key wins over a cookie, which a browser sends by itself. */
export async function authorise(route: Guarded, all: Shown, guards: Guards): Promise<Authorised> {
  const { needs, method, isDoor = false } = route
  if (needs === 'nothing' && !isDoor) return { ok: true, principal: undefined }
  // Senders have keys; that a browser on the same host also sends a cookie means nothing to them.
  const shown = needs === 'messages.write' ? { ...all, session: undefined } : all
  const isByBrowser = isDoor || (shown.key === undefined && shown.session !== undefined)
  const foreign =
    isByBrowser && method !== 'get' ? foreignRequest(shown.request, guards.site) : undefined
  if (foreign !== undefined) return { ok: false, problem: foreign }

  const principal = await principalOf(shown, guards)
  if (needs === 'nothing') return { ok: true, principal }
  if (principal === undefined) return { ok: false, problem: nobody(shown, needs) }
  if (needs === 'session') {
    return principal.kind === 'user' ? { ok: true, principal } : { ok: false, problem: noPerson }
  }
  const holder = holderOf(principal)
  if (mayDo(holder, needs)) return { ok: true, principal }
  return { ok: false, problem: notAllowed(principal, needs) }
}

async function principalOf(
  { key: text, session: token }: Shown,
  { keyring, sessions, machineKey }: Guards,
): Promise<Principal | undefined> {
  if (text !== undefined) {
    if (machineKey !== undefined && isSame(text, machineKey)) return { kind: 'machine' }
    const key = await keyring.verify(text)
    return key && { kind: 'key', key }
  }
  if (token === undefined || !tokenShape.test(token)) return undefined
  const found = await sessions.session(token)
  return found && { kind: 'user', ...found }
}

/** Anything else is no token, and whoever tries it troubles no store. */
const tokenShape = /^[\w-]{43}$/

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function nobody({ key, session }: Shown, need: Need): Problem {
  const at = ['authorization']
  const headers =
    need === 'messages.write' ? { headers: { 'www-authenticate': bearerOrBasic } } : {}
  if (key !== undefined) {
    const detail =
      'The key is unknown or has been revoked. Use another one, or ask an admin to create one.'
    return problem(401, 'unknown_key', at, detail, headers)
  }
  if (session !== undefined) {
    return problem(401, 'session_over', ['cookie'], 'You are signed out. Sign in again.')
  }
  const detail =
    need === 'messages.write'
      ? 'The call has no write key. Send it as the user name of basic authentication, or as "writeKey" in the body.'
      : 'Nobody is signed in, and the request has no key. Sign in, or send a secret key as "Authorization: Bearer <key>".'
  return problem(401, 'missing_key', at, detail, headers)
}

/** Only senders are told of basic authentication: a browser would ask people for a name and a password in a window of its own. */
const bearerOrBasic = 'Bearer realm="muster", Basic realm="muster"'

const noPerson = problem(
  403,
  'no_person',
  ['authorization'],
  'This belongs to somebody who is signed in, and a key is nobody. Sign in in the web app.',
)

function notAllowed(principal: Principal, need: Permission): Problem {
  const holder = holderOf(principal)
  const wanted = permissions[need].filter((each) => each !== 'machine').join(' or ')
  const detail =
    principal.kind === 'user'
      ? `Your role "${holder}" may not do this (${need}). Ask an admin, or somebody with the role ${wanted}.`
      : `A key of the kind "${holder}" may not do this (${need}). It takes ${wanted === '' ? "a command on the server's own machine" : wanted}.`
  return problem(403, 'not_allowed', ['authorization'], detail)
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
