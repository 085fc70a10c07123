import type { Session } from '@muster/engine'
import { generateCookie } from 'hono/cookie'

/** How the server is reached from outside. */
export interface Site {
  /** The address that people use, such as `https://muster.example.com`; without one, where each request went. */
  readonly publicUrl?: string
  /** How many proxies stand before it, each of which adds to `x-forwarded-for`. */
  readonly proxies: number
}

/** Where links lead that people are to open. */
export function addressFor(request: Request, { publicUrl }: Site): string {
  return publicUrl === undefined ? new URL(request.url).origin : publicUrl.replace(/\/+$/, '')
}

/** Over TLS the name promises that no other host, path or plain connection has set the cookie (RFC 6265bis, 4.1.3.2). */
export function cookieName(request: Request, site: Site): string {
  if (isSecure(site)) return '__Host-muster_session'
  // Browsers keep one set of cookies for all ports of a host, where several Musters may run.
  const { port } = new URL(request.url)
  return port === '' ? 'muster_session' : `muster_session_${port}`
}

/** Sets the cookie of a session, or takes it away. No script can read it, and no other site can make a browser send it. */
export function sessionCookie(
  request: Request,
  site: Site,
  opened: { readonly token: string; readonly session: Session } | undefined,
): Readonly<Record<string, string>> {
  const seconds = opened
    ? Math.round((opened.session.expiresAt - opened.session.createdAt) / 1_000)
    : 0
  const cookie = generateCookie(cookieName(request, site), opened?.token ?? '', {
    ...{ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(site) },
    // Browsers keep none for longer than 400 days, and a longer one is not made.
    maxAge: Math.min(seconds, 400 * 86_400),
  })
  return { 'set-cookie': cookie, 'cache-control': 'no-store' }
}

function isSecure({ publicUrl }: Site): boolean {
  return publicUrl?.startsWith('https://') ?? false
}
