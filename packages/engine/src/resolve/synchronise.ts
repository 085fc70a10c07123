import type { Db } from '../metadata/metadata.ts'
import type { IdentityCache } from './identityCache.ts'

/** Beyond this many changed rows it is cheaper to forget everything than to follow. */
const mostToFollow = 20_000

/**
 * Brings the cache to the epoch, which the caller has just read. Every change of an assignment or of a decision gives the
 * rows concerned the epoch of its transaction as their version, so what changed since are the rows with a higher one.
 *
 * Call it with the identity locked, or in a transaction that sees one snapshot: the rows must be those of that epoch.
 */
export async function synchronise(tx: Db, cache: IdentityCache, epoch: bigint): Promise<void> {
  if (cache.epoch === epoch) return
  // A cache that has read nothing has nothing to follow with.
  if (cache.epoch < 0n) {
    cache.restart(epoch)
    return
  }
  const rows = await tx
    .selectFrom('identifiers')
    .select(['kind', 'value', 'node', 'profile'])
    .where('version', '>', cache.epoch)
    .limit(mostToFollow + 1)
    .execute()
  if (rows.length > mostToFollow) {
    cache.restart(epoch)
    return
  }
  cache.follow(
    rows.map(({ kind, value, node, profile }) => ({ identifier: { kind, value }, node, profile })),
    epoch,
  )
}
