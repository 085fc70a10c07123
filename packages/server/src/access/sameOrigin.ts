import type { Problem } from '../http/problem.ts'
import { problem } from '../http/problem.ts'
import type { Site } from './site.ts'
import { addressFor } from './site.ts'

/** A page of another origin cannot set it without asking, and is not answered when it asks. */
export const ownPageHeader = 'x-requested-with'

/**
 * Why a request that a browser sends by itself, with a cookie or to get one, is not taken for one of our own pages; nothing when it is.
 * Three signs, any of which keeps a foreign page out; what a browser doesn't send is not held against it, but the header must be there.
 */
export function foreignRequest(request: Request, site: Site): Problem | undefined {
  const { headers } = request
  if ((headers.get(ownPageHeader) ?? '') === '') {
    const detail = `A request with the cookie of a session needs the header "${ownPageHeader}", which only pages of this address can send. Programs use a key.`
    return problem(403, 'foreign_request', [ownPageHeader], detail)
  }
  const fetchSite = headers.get('sec-fetch-site')
  if (fetchSite !== null && fetchSite !== 'same-origin') {
    const detail = `The browser says that another site asks (${fetchSite}). Open Muster at its own address.`
    return problem(403, 'foreign_request', ['sec-fetch-site'], detail)
  }
  const origin = headers.get('origin')
  if (origin !== null && !isOwn(origin, request, site)) {
    const detail = `A page of ${JSON.stringify(origin.slice(0, 200))} asks, and Muster is at ${addressFor(request, site)}. Open it there; behind a proxy, set MUSTER_PUBLIC_URL to the address that people use.`
    return problem(403, 'foreign_request', ['origin'], detail)
  }
  return undefined
}

function isOwn(origin: string, request: Request, { publicUrl }: Site): boolean {
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  if (publicUrl !== undefined && from.origin === new URL(publicUrl).origin) return true
  return from.host === (request.headers.get('host') ?? new URL(request.url).host)
}
