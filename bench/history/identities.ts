import { sql } from 'kysely'
import type { Metadata } from '@muster/engine'
import { KNOWN_IN_20, NUMBERS_PER_PERSON } from './people.ts'
import { withoutIndexes } from './withoutIndexes.ts'

/** So many people in one statement. */
const CHUNK = 100_000

/**
 * The identity graph of people [from, to), so that a message of theirs finds the profile that their history lies under. Generated inside the
 * database, and indexed afterwards: several times faster than row by row.
 */
export async function insertIdentities(
  { db }: Metadata,
  { from, to, until }: { readonly from: number; readonly to: number; readonly until: number },
): Promise<void> {
  const stride = sql.lit(NUMBERS_PER_PERSON)
  await withoutIndexes(db, 'identifiers', async () => {
    for (let first = from; first < to; first += CHUNK) {
      const people = sql`generate_series(${first}::bigint, ${Math.min(to, first + CHUNK) - 1}::bigint) as p`
      const known = sql`p % 20 < ${sql.lit(KNOWN_IN_20)}`
      const insert = (kind: string, value: string, place: number, where = sql`true`) =>
        sql`insert into identifiers (kind, value, node, profile, version, first_seen_at, first_message_id, source)
          select ${kind}, ${sql.raw(value)}, p * ${stride} + ${sql.lit(place)}, p * ${stride}, 1, ${until}::bigint, md5('m' || p), 'track'
          from ${people} where ${where}`.execute(db)
      await sql`insert into profiles (id, created_at) select p * ${stride}, ${until}::bigint from ${people}`.execute(
        db,
      )
      await insert('anonymous_id', `md5('p' || p)`, 0)
      await insert('user_id', `'u' || p`, 1, known)
      await insert('email', `'p' || p || '@example.com'`, 2, known)
    }
  })
  await sql`update identity_state set epoch = greatest(epoch, 1), next_number = ${to * NUMBERS_PER_PERSON}::bigint`.execute(
    db,
  )
  await sql`analyze`.execute(db)
  await sql`checkpoint`.execute(db)
}
