import type { Db, Metadata } from '../metadata/metadata.ts'
import { recordAudit } from '../metadata/workspace/auditLog.ts'
import type { AuditEntry } from '../metadata/workspace/auditLog.ts'
import { endSessionOf, insertSession } from '../metadata/access/sessions.ts'
import type { User } from '../metadata/access/users.ts'
import type { Arrival, SignedIn } from './accessApi.ts'
import type { Passwords } from './passwords.ts'
import { hashOf, newId, newToken } from './tokens.ts'
import type { RandomBytes } from './tokens.ts'

/** How long sessions may last, in milliseconds: in all, and without being used. */
export interface SessionLimits {
  readonly longestMs: number
  readonly idleMs: number
}

const DAY = 86_400_000
export const usualSessionLimits: SessionLimits = { longestMs: 30 * DAY, idleMs: 7 * DAY }

/** What everything here works with. */
export interface AccessContext {
  readonly metadata: Metadata
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number
  readonly randomBytes: RandomBytes
  readonly passwords: Passwords
  readonly limits: SessionLimits
}

const longestAgent = 300

/** Opens a session, under a new token always: whatever the browser had before ends. */
export async function openSession(
  tx: Db,
  { clock, randomBytes, limits }: AccessContext,
  user: User,
  { agent, replaces }: Arrival,
): Promise<SignedIn> {
  if (replaces !== undefined) await endSessionOf(tx, hashOf(replaces))
  const at = clock()
  const token = newToken(randomBytes)
  const session = {
    ...{ id: newId(randomBytes), userId: user.id, agent: agent.slice(0, longestAgent) },
    ...{ createdAt: at, lastUsedAt: at, expiresAt: at + limits.longestMs },
  }
  await insertSession(tx, { ...session, hash: hashOf(token) })
  return { token, session, user }
}

/** Notes what was done to a user. */
export async function audit(
  db: Db,
  at: number,
  actor: string,
  action: string,
  user: string,
  more: Pick<AuditEntry, 'before' | 'after'> = {},
): Promise<void> {
  await recordAudit(db, { at, actor, action, subject: { kind: 'user', id: user }, ...more })
}

/** As it is compared and kept: without space around it, in small letters. */
export function plainEmail(email: string): string {
  return email.trim().toLowerCase()
}
