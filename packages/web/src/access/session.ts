import type { Me } from '@muster/client'
import { createContext, use } from 'react'

/** Who is signed in, and the ways in which that changes. */
export interface SignedInSession {
  readonly me: Me
  /** Asks the server again, after something of one's own was changed. */
  readonly changed: (me: Me) => void
  /** Back to the sign-in, with a word on why. */
  readonly left: (note?: string) => void
}

export const SessionContext = createContext<SignedInSession | undefined>(undefined)

export function useSession(): SignedInSession {
  const session = use(SessionContext)
  if (session === undefined) throw new Error('the session was asked for outside of its provider')
  return session
}

/** The token of a one-time link (`/welcome#...`), when the address is one. What stands behind `#` is not sent to any server. */
export function tokenInAddress({ pathname, hash }: Location): string | undefined {
  return pathname === '/welcome' && hash.length > 1 ? hash.slice(1) : undefined
}
