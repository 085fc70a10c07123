import { sql } from 'kysely'
import { databaseNow } from '../databaseNow.ts'
import type { Db } from '../metadata.ts'

/** The right to do something alone for a while, by the database's clock, so that the clocks of processes need not agree. */
export interface Lease {
  readonly name: string
  readonly holder: string
  /** Goes up with every new holding. Who writes on a lease's behalf passes it along, and a lower one is refused there. */
  readonly fence: bigint
  /** Milliseconds since 1970 UTC, by the database's clock. */
  readonly expiresAt: number
}

/** The lease, or nothing while somebody else holds it. A holder that asks again gets a new fence: it may have been restarted. */
export async function acquireLease(
  db: Db,
  name: string,
  holder: string,
  milliseconds: number,
): Promise<Lease | undefined> {
  const expiry = expiryIn(milliseconds)
  const row = await db
    .insertInto('leases')
    .values({ name, holder, expires_at: expiry, fence: 1n })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, expires_at: expiry, fence: sql`leases.fence + 1` })
        .where((eb) =>
          eb.or([eb('leases.expires_at', '<=', databaseNow), eb('leases.holder', '=', holder)]),
        ),
    )
    .returning(['fence', 'expires_at'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { name, holder, fence: row.fence, expiresAt: Number(row.expires_at) }
}

/** The same lease for longer, or nothing when it has run out or passed to somebody else: then stop what it was for. */
export async function renewLease(
  db: Db,
  lease: Lease,
  milliseconds: number,
): Promise<Lease | undefined> {
  const row = await db
    .updateTable('leases')
    .set({ expires_at: expiryIn(milliseconds) })
    .where('name', '=', lease.name)
    .where('holder', '=', lease.holder)
    .where('fence', '=', lease.fence)
    .where('expires_at', '>', databaseNow)
    .returning('expires_at')
    .executeTakeFirst()
  return row && { ...lease, expiresAt: Number(row.expires_at) }
}

/** Gives the lease back early. Nothing happens when it is no longer this holding's. */
export async function releaseLease(db: Db, lease: Lease): Promise<void> {
  await db
    .updateTable('leases')
    .set({ expires_at: 0 })
    .where('name', '=', lease.name)
    .where('holder', '=', lease.holder)
    .where('fence', '=', lease.fence)
    .execute()
}

function expiryIn(milliseconds: number) {
  return sql<bigint>`${databaseNow} + ${milliseconds}::bigint`
}

/** Whether a holding is still the newest of its lease; keeps it so until the transaction ends. */
export async function isNewest(tx: Db, lease: Lease): Promise<boolean> {
  const row = await tx
    .selectFrom('leases')
    .select('fence')
    .where('name', '=', lease.name)
    .where('fence', '=', lease.fence)
    .forShare()
    .executeTakeFirst()
  return row !== undefined
}
