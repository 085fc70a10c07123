import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Metadata } from '../metadata.ts'
import { createKey, listKeys, revokeKey, verifyKey } from '../workspace/apiKeys.ts'

export function apiKeysContract(metadata: () => Metadata): void {
  describe('api keys', () => {
    const made = { at: 5, randomBytes }

    test('a key opens what it was made for, until it is revoked', async () => {
      const { db } = metadata()
      const { key, stored } = await createKey(
        db,
        { kind: 'secret', role: 'editor', name: 'Ada' },
        made,
      )
      expect(stored).toMatchObject({ kind: 'secret', role: 'editor', name: 'Ada', createdAt: 5 })
      expect(await verifyKey(db, key)).toEqual(stored)
      expect(await verifyKey(db, `${key}x`)).toBeUndefined()
      expect(await revokeKey(db, stored.id, 9)).toBe(true)
      expect(await revokeKey(db, stored.id, 10)).toBe(false)
      expect(await verifyKey(db, key)).toBeUndefined()
      expect((await listKeys(db)).find(({ id }) => id === stored.id)?.revokedAt).toBe(9)
    })

    test('the key itself is nowhere in the store', async () => {
      const { db } = metadata()
      const { key, stored } = await createKey(db, { kind: 'write', name: 'Shop' }, made)
      expect(stored.kind).toBe('write')
      expect(key).toMatch(/^mw_[A-Za-z0-9_-]{43}$/)
      const rows = await db.selectFrom('api_keys').selectAll().execute()
      const texts = rows.flatMap((row) => Object.values(row).map(String))
      expect(texts.filter((text) => text.includes(key.slice(8)))).toEqual([])
      expect(key.startsWith(stored.prefix)).toBe(true)
    })
  })
}
