import type { Db } from '../metadata.ts'

/** Removes what can't be good again: sessions and links that have run out (invitations are shown until they are revoked), and empty buckets. */
export async function sweepAccess(
  db: Db,
  { at, idleSince }: { readonly at: number; readonly idleSince: number },
): Promise<void> {
  const now = BigInt(at)
  await db
    .deleteFrom('sessions')
    .where((eb) =>
      eb.or([eb('expires_at', '<=', now), eb('last_used_at', '<=', BigInt(idleSince))]),
    )
    .execute()
  await db
    .deleteFrom('one_time_links')
    .where('expires_at', '<=', now)
    .where('kind', '!=', 'invitation')
    .execute()
  await db.deleteFrom('sign_in_attempts').where('drained_at', '<=', now).execute()
}
