import type { KeysApi } from './workspaceApi.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { createKey, listKeys, revokeKey, verifyKey } from '../metadata/workspace/apiKeys.ts'
import type { ApiKey } from '../metadata/workspace/apiKeys.ts'
import { recordAudit } from '../metadata/workspace/auditLog.ts'

/** How long a verified key is believed without asking the store again: a revoked key opens nothing after so long. */
const BELIEVED_FOR = 5_000
const MAX_BELIEVED = 10_000

/** Keys, with a short memory, since one comes with every call. */
export function createKeyring({
  metadata,
  clock,
  randomBytes,
}: {
  readonly metadata: Metadata
  readonly clock: () => number
  readonly randomBytes: (count: number) => Uint8Array
}): KeysApi {
  const { db } = metadata
  const believed = new Map<string, { readonly key: ApiKey; readonly until: number }>()
  return {
    create: async (wanted, by) => {
      const at = clock()
      const made = await createKey(db, wanted, { at, randomBytes })
      await recordAudit(db, {
        at,
        actor: by,
        action: 'key.create',
        subject: { kind: 'key', id: made.stored.id },
        after: { name: wanted.name, kind: wanted.kind },
      })
      return made
    },
    verify: async (key) => {
      const known = believed.get(key)
      if (known !== undefined && known.until > clock()) return known.key
      believed.delete(key)
      const found = await verifyKey(db, key)
      if (found === undefined) return undefined
      if (believed.size >= MAX_BELIEVED) believed.clear()
      believed.set(key, { key: found, until: clock() + BELIEVED_FOR })
      return found
    },
    list: () => listKeys(db),
    revoke: async (id, by) => {
      const at = clock()
      const revoked = await revokeKey(db, id, at)
      if (revoked) {
        believed.clear()
        await recordAudit(db, { at, actor: by, action: 'key.revoke', subject: { kind: 'key', id } })
      }
      return revoked
    },
  }
}
