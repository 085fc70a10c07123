import { sql } from 'kysely'
import type { Db } from '../metadata.ts'
import { refused } from '../outcome.ts'
import type { Refusal } from '../outcome.ts'

/** One change at a time, so that a name that was free stays free until commit. Audiences change rarely; reading goes on. */
export async function lockAudiences(tx: Db): Promise<void> {
  await sql`lock table audiences in share row exclusive mode`.execute(tx)
}

/** The refusal, when another audience that is not archived has the name in any case. */
export async function nameTaken(
  tx: Db,
  name: string,
  ownId?: string,
): Promise<{ readonly ok: false; readonly error: Refusal<'name_taken'> } | undefined> {
  const other = await tx
    .selectFrom('audiences')
    .select(['id', 'name'])
    .where(sql`lower(name)`, '=', sql`lower(${name})`)
    .where('state', '<>', 'archived')
    .$if(ownId !== undefined, (query) => query.where('id', '<>', ownId ?? ''))
    .executeTakeFirst()
  if (other === undefined) return undefined
  const message = `The audience "${other.id}" is named "${other.name}". Choose another name, or archive that one.`
  return refused('name_taken', ['name'], message)
}
