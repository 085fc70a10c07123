import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Db } from '../metadata.ts'
import type { UserTable } from '../tables/accessTables.ts'
import type { UserRole } from './userRole.ts'

export interface User {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: UserRole
  readonly hasPassword: boolean
  readonly createdAt: number
}

/** Held by whoever adds, changes or removes users, so that of two who do it at once the second sees what the first did. */
export async function lockUsers(tx: Db): Promise<void> {
  await sql`lock table users in share row exclusive mode`.execute(tx)
}

export async function insertUser(
  db: Db,
  user: Pick<User, 'id' | 'email' | 'name' | 'role'> & { readonly passwordHash: string | null },
  at: number,
): Promise<User> {
  const { passwordHash, ...rest } = user
  const row = await db
    .insertInto('users')
    .values({ ...rest, state: 'active', password_hash: passwordHash, created_at: at })
    .returningAll()
    .executeTakeFirstOrThrow()
  return userOf(row)
}

/** All who are active, in the order in which they came. */
export async function listUsers(db: Db): Promise<readonly User[]> {
  const rows = await active(db).selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(userOf)
}

export async function findUser(db: Db, id: string): Promise<User | undefined> {
  const row = await active(db).selectAll().where('id', '=', id).executeTakeFirst()
  return row && userOf(row)
}

/** By the address in small letters, with the hash of the password. */
export async function findByEmail(
  db: Db,
  email: string,
): Promise<{ readonly user: User; readonly passwordHash: string | null } | undefined> {
  const row = await active(db).selectAll().where('email', '=', email).executeTakeFirst()
  return row && { user: userOf(row), passwordHash: row.password_hash }
}

export async function passwordHashOf(db: Db, id: string): Promise<string | null> {
  const row = await active(db).select('password_hash').where('id', '=', id).executeTakeFirst()
  return row?.password_hash ?? null
}

export async function updateUser(
  db: Db,
  id: string,
  changes: { readonly name?: string; readonly role?: UserRole; readonly password_hash?: string },
): Promise<User | undefined> {
  const row = await db
    .updateTable('users')
    .set(changes)
    .where('id', '=', id)
    .where('state', '=', 'active')
    .returningAll()
    .executeTakeFirst()
  return row && userOf(row)
}

/** The row stays and signs nobody in; its address is free again. */
export async function removeUser(db: Db, id: string, at: number): Promise<void> {
  await db
    .updateTable('users')
    .set({ state: 'removed', removed_at: at, password_hash: null })
    .where('id', '=', id)
    .execute()
}

function active(db: Db) {
  return db.selectFrom('users').where('state', '=', 'active')
}

export function userOf(row: Selectable<UserTable>): User {
  const { id, email, name, role } = row
  const hasPassword = row.password_hash !== null
  return { id, email, name, role, hasPassword, createdAt: Number(row.created_at) }
}
