import type { KeysApi } from '@muster/engine'

type Stored = Awaited<ReturnType<KeysApi['create']>>['stored']

/** Keys of the shape that the engine gives out, numbered so that no chance is needed. */
export function fakeKeys(): KeysApi {
  const keys = new Map<string, Stored>()
  return {
    create: (wanted) => {
      const number = keys.size + 1
      const key = `${wanted.kind === 'write' ? 'mw' : 'ms'}_${String(number).padStart(43, '0')}`
      const stored: Stored = {
        ...wanted,
        id: `k${number}`,
        prefix: key.slice(0, 8),
        createdAt: 1_700_000_000_000,
        revokedAt: null,
      }
      keys.set(key, stored)
      return Promise.resolve({ key, stored })
    },
    verify: (key) => {
      const found = keys.get(key)
      return Promise.resolve(found?.revokedAt === null ? found : undefined)
    },
    list: () => Promise.resolve([...keys.values()]),
    revoke: (id) => {
      for (const [key, stored] of keys) {
        if (stored.id !== id || stored.revokedAt !== null) continue
        keys.set(key, { ...stored, revokedAt: 1_700_000_000_001 })
        return Promise.resolve(true)
      }
      return Promise.resolve(false)
    },
  }
}
