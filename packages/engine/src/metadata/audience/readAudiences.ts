import type { Db } from '../metadata.ts'
import { audienceOf, versionOf } from './audience.ts'
import type { Audience, AudienceVersion } from './audience.ts'

export async function getAudience(db: Db, id: string): Promise<Audience | undefined> {
  const row = await withDefinition(db).where('audiences.id', '=', id).executeTakeFirst()
  return row && audienceOf(row)
}

/** By name; in one of `states` only, if given. */
export async function listAudiences(
  db: Db,
  states: readonly Audience['state'][] = ['draft', 'live', 'archived'],
): Promise<readonly Audience[]> {
  if (states.length === 0) return []
  const rows = await withDefinition(db)
    .where('audiences.state', 'in', states)
    .orderBy((eb) => eb.fn<string>('lower', ['audiences.name']))
    .orderBy('audiences.id')
    .execute()
  return rows.map(audienceOf)
}

/** Every definition the audience has had, the newest first; empty when there is no such audience. */
export async function audienceHistory(db: Db, id: string): Promise<readonly AudienceVersion[]> {
  const rows = await db
    .selectFrom('audience_versions')
    .selectAll()
    .where('audience_id', '=', id)
    .orderBy('version', 'desc')
    .execute()
  return rows.map(versionOf)
}

function withDefinition(db: Db) {
  return db
    .selectFrom('audiences')
    .innerJoin('audience_versions', (join) =>
      join
        .onRef('audience_versions.audience_id', '=', 'audiences.id')
        .onRef('audience_versions.version', '=', 'audiences.current_version'),
    )
    .selectAll('audiences')
    .select(['audience_versions.definition_text', 'audience_versions.fingerprint'])
}
