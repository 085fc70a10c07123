import type { Selectable } from 'kysely'
import type { Db } from '../metadata.ts'
import type { OneTimeLinkTable } from '../tables/accessTables.ts'
import type { UserRole } from './userRole.ts'

/** What a link is for: to become the first owner or somebody who is invited, to set a new password, or just to come in. */
export type LinkUse =
  | { readonly kind: 'first_owner' }
  | { readonly kind: 'invitation'; readonly email: string; readonly role: UserRole }
  | { readonly kind: 'password' | 'sign_in'; readonly userId: string }

export type Link = LinkUse & {
  readonly id: string
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number
}

export async function insertLink(db: Db, link: Link & { readonly hash: string }): Promise<void> {
  await db
    .insertInto('one_time_links')
    .values({
      id: link.id,
      kind: link.kind,
      hash: link.hash,
      email: link.kind === 'invitation' ? link.email : null,
      role: link.kind === 'invitation' ? link.role : null,
      user_id: 'userId' in link ? link.userId : null,
      created_by: link.createdBy,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute()
}

/** A link that is still good. */
export async function findLink(
  db: Db,
  by: { readonly hash: string } | { readonly id: string },
  at: number,
): Promise<Link | undefined> {
  const [column, value] = 'hash' in by ? (['hash', by.hash] as const) : (['id', by.id] as const)
  const row = await db
    .selectFrom('one_time_links')
    .selectAll()
    .where(column, '=', value)
    .where('expires_at', '>', BigInt(at))
    .executeTakeFirst()
  return row && linkOf(row)
}

/** Uses a link up. False when somebody else was first, or it has run out. */
export async function takeLink(db: Db, id: string, at: number): Promise<boolean> {
  const row = await db
    .deleteFrom('one_time_links')
    .where('id', '=', id)
    .where('expires_at', '>', BigInt(at))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Invitations that nobody has taken up, those that have run out too, the newest first. */
export async function listInvitations(
  db: Db,
): Promise<readonly (Link & { readonly kind: 'invitation' })[]> {
  const rows = await db
    .selectFrom('one_time_links')
    .selectAll()
    .where('kind', '=', 'invitation')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(linkOf).filter((link) => link.kind === 'invitation')
}

/** Ends links of a kind, all or those of one address or user. */
export async function endLinks(
  db: Db,
  which:
    | { readonly kind: 'first_owner' }
    | { readonly kind: 'invitation'; readonly email: string }
    | { readonly userId: string },
): Promise<void> {
  let query = db.deleteFrom('one_time_links')
  if ('userId' in which) query = query.where('user_id', '=', which.userId)
  else query = query.where('kind', '=', which.kind)
  if ('email' in which) query = query.where('email', '=', which.email)
  await query.execute()
}

function linkOf(row: Selectable<OneTimeLinkTable>): Link {
  const { id, created_by: createdBy } = row
  const common = {
    ...{ id, createdBy },
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
  }
  return { ...common, ...useOf(row) }
}

/** By the constraints of the table each kind has what it needs. */
function useOf({ kind, email, role, user_id: userId }: Selectable<OneTimeLinkTable>): LinkUse {
  switch (kind) {
    case 'first_owner':
      return { kind }
    case 'invitation':
      if (email === null || role === null) throw new Error('an invitation of nobody')
      return { kind, email, role }
    case 'password':
    case 'sign_in':
      if (userId === null) throw new Error(`a link to ${kind} of nobody`)
      return { kind, userId }
  }
}
