import type { KeysApi } from '@muster/engine'

export type VerifiedKey = NonNullable<Awaited<ReturnType<KeysApi['verify']>>>

/** Looks up keys without asking the store for each request. */
export interface Keyring {
  /** What the key may do, or nothing when there is no such key or it has been revoked. */
  readonly verify: (key: string) => Promise<VerifiedKey | undefined>
  /** Forgets what it knows: after a revocation here, the next request asks the store. */
  readonly forget: () => void
}

/** How long a key that another process has revoked goes on opening doors here, at most. */
const REMEMBERED_MS = 5_000
const MOST_REMEMBERED = 1_000
/** As keys are made; anything else is no key, and whoever tries many of them troubles no store. */
const shape = /^m[ws]_[A-Za-z0-9_-]{43}$/

/** `now` in milliseconds. Only keys that open something are remembered, so strangers cannot fill the memory. */
export function createKeyring(keys: KeysApi, now: () => number): Keyring {
  const known = new Map<string, { readonly key: VerifiedKey; readonly until: number }>()
  return {
    async verify(text) {
      if (!shape.test(text)) return undefined
      const found = known.get(text)
      if (found !== undefined && found.until > now()) return found.key
      known.delete(text)
      const key = await keys.verify(text)
      if (key === undefined) return undefined
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(text, { key, until: now() + REMEMBERED_MS })
      return key
    },
    forget: () => {
      known.clear()
    },
  }
}
