import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Db } from '../metadata.ts'
import type { ApiKeyTable } from '../tables/workspaceTables.ts'

export type Role = 'admin' | 'editor' | 'viewer'

/** A write key stands in web pages and only sends messages; a secret key does what its role may do. */
export type KeyUse = { readonly kind: 'write' } | { readonly kind: 'secret'; readonly role: Role }

export type ApiKey = KeyUse & {
  readonly id: string
  readonly name: string
  /** How the key begins: enough to tell keys apart on a screen. */
  readonly prefix: string
  readonly createdAt: number
  readonly revokedAt: number | null
}

const randomLength = 32
const prefixLength = 8

/**
 * Makes a key and returns it in full, this once: only its SHA-256 is stored. That is enough, since 256 random bits cannot
 * be guessed from a fast hash as a password could. `randomBytes` must be fit for secrets.
 */
export async function createKey(
  db: Db,
  wanted: KeyUse & { readonly name: string },
  { at, randomBytes }: { readonly at: number; readonly randomBytes: (count: number) => Uint8Array },
): Promise<{ readonly key: string; readonly stored: ApiKey }> {
  const random = Buffer.from(randomBytes(randomLength)).toString('base64url')
  const key = `${wanted.kind === 'write' ? 'mw' : 'ms'}_${random}`
  const row = await db
    .insertInto('api_keys')
    .values({
      id: Buffer.from(randomBytes(8)).toString('hex'),
      name: wanted.name,
      kind: wanted.kind,
      role: wanted.kind === 'secret' ? wanted.role : null,
      hash: hashOf(key),
      prefix: key.slice(0, prefixLength),
      created_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { key, stored: keyOf(row) }
}

/** What a key that somebody shows may do, or nothing when it was never given out or has been revoked. */
export async function verifyKey(db: Db, key: string): Promise<ApiKey | undefined> {
  const row = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('hash', '=', hashOf(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row && keyOf(row)
}

/** From now on the key opens nothing. False when there is none, or it was revoked before. */
export async function revokeKey(db: Db, id: string, at: number): Promise<boolean> {
  const row = await db
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** All keys, revoked ones too, oldest first. */
export async function listKeys(db: Db): Promise<readonly ApiKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(keyOf)
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

function keyOf(row: Selectable<ApiKeyTable>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    createdAt: Number(row.created_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
    ...(row.role === null ? { kind: 'write' } : { kind: 'secret', role: row.role }),
  }
}
