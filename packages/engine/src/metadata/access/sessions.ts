import type { Selectable } from 'kysely'
import type { Db } from '../metadata.ts'
import type { SessionTable } from '../tables/accessTables.ts'

export interface Session {
  readonly id: string
  readonly userId: string
  /** What the browser calls itself. */
  readonly agent: string
  readonly createdAt: number
  readonly lastUsedAt: number
  /** Whatever happens, it ends then. */
  readonly expiresAt: number
}

export async function insertSession(
  db: Db,
  session: Session & { readonly hash: string },
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      id: session.id,
      hash: session.hash,
      user_id: session.userId,
      agent: session.agent,
      created_at: session.createdAt,
      last_used_at: session.lastUsedAt,
      expires_at: session.expiresAt,
    })
    .execute()
}

/** A session that has not run out at `at` and was used after `idleSince`. */
export async function findSession(
  db: Db,
  hash: string,
  { at, idleSince }: { readonly at: number; readonly idleSince: number },
): Promise<Session | undefined> {
  const row = await db
    .selectFrom('sessions')
    .selectAll()
    .where('hash', '=', hash)
    .where('expires_at', '>', BigInt(at))
    .where('last_used_at', '>', BigInt(idleSince))
    .executeTakeFirst()
  return row && sessionOf(row)
}

export async function touchSession(db: Db, id: string, at: number): Promise<void> {
  await db.updateTable('sessions').set({ last_used_at: at }).where('id', '=', id).execute()
}

/** The sessions of a user that are still good, the one that was used last first. */
export async function listSessions(
  db: Db,
  userId: string,
  { at, idleSince }: { readonly at: number; readonly idleSince: number },
): Promise<readonly Session[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', BigInt(at))
    .where('last_used_at', '>', BigInt(idleSince))
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(sessionOf)
}

/** Ends one session of a user, or all, or all but one. How many there were. */
export async function endSessions(
  db: Db,
  userId: string,
  which: { readonly id?: string; readonly except?: string } = {},
): Promise<number> {
  let query = db.deleteFrom('sessions').where('user_id', '=', userId)
  if (which.id !== undefined) query = query.where('id', '=', which.id)
  if (which.except !== undefined) query = query.where('id', '!=', which.except)
  return (await query.returning('id').execute()).length
}

/** Ends the session with this token, whoever's it is. */
export async function endSessionOf(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('sessions').where('hash', '=', hash).execute()
}

function sessionOf(row: Selectable<SessionTable>): Session {
  return {
    id: row.id,
    userId: row.user_id,
    agent: row.agent,
    createdAt: Number(row.created_at),
    lastUsedAt: Number(row.last_used_at),
    expiresAt: Number(row.expires_at),
  }
}
