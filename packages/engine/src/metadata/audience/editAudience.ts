import { inTransaction } from '../inTransaction.ts'
import type { Json } from '@muster/core'
import type { Db } from '../metadata.ts'
import { done, refused } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'
import type { Audience } from './audience.ts'
import { textOrNull } from './createAudience.ts'
import { insertVersion } from './insertVersion.ts'
import { lockAudiences, nameTaken } from './names.ts'
import { getAudience } from './readAudiences.ts'

export interface AudienceEdit {
  readonly name?: string
  readonly description?: string
  readonly owner?: string
  /** `null` takes it away. */
  readonly useCase?: Json
  readonly tags?: readonly string[]
  readonly sunsetAt?: number | null
  /** Any change of state; an archived audience comes back as `draft` or `live` if its name is still free. */
  readonly state?: Audience['state']
  readonly definition?: { readonly definition: Json; readonly fingerprint: string }
  /** Why the definition changed. */
  readonly note?: string
}

export type EditRefusal = 'unknown_audience' | 'edited_meanwhile' | 'empty_name' | 'name_taken'

/**
 * Changes what is given. A definition with another fingerprint becomes a new version; one that means the same does not.
 * Refused with `edited_meanwhile` when the audience is no longer at `revision`, the one that the editor had read.
 */
export function editAudience(
  db: Db,
  { id, revision }: { readonly id: string; readonly revision: number },
  edit: AudienceEdit,
  { at, by }: { readonly at: number; readonly by: string },
): Promise<Outcome<Audience, EditRefusal>> {
  return inTransaction(db, async (tx) => {
    await lockAudiences(tx)
    const before = await getAudience(tx, id)
    if (before === undefined) {
      return refused('unknown_audience', ['id'], `There is no audience "${id}". Check the id.`)
    }
    if (before.revision !== revision) {
      const message = `"${before.name}" has been changed since revision ${revision} (now ${before.revision}). Read it again and repeat the edit.`
      return refused('edited_meanwhile', ['revision'], message)
    }
    const name = edit.name?.trim() ?? before.name
    const state = edit.state ?? before.state
    if (name === '') return refused('empty_name', ['name'], 'An audience needs a name. Give one.')
    const taken = state === 'archived' ? undefined : await nameTaken(tx, name, id)
    if (taken !== undefined) return taken

    await tx
      .updateTable('audiences')
      .set({
        name,
        state,
        archived_at: archivedAt(before, state, at),
        revision: revision + 1,
        current_version: await versionAfter(tx, before, edit, { at, by }),
        updated_at: at,
        ...plainChanges(edit),
      })
      .where('id', '=', id)
      .execute()
    const after = await getAudience(tx, id)
    if (after === undefined) throw new Error(`the audience ${id} vanished while edited`)
    return done(after)
  })
}

async function versionAfter(
  tx: Db,
  before: Audience,
  { definition, note }: AudienceEdit,
  made: { readonly at: number; readonly by: string },
): Promise<number> {
  if (definition === undefined || definition.fingerprint === before.fingerprint) {
    return before.version
  }
  const version = before.version + 1
  await insertVersion(
    tx,
    before.id,
    version,
    { ...definition, ...(note === undefined ? {} : { note }) },
    made,
  )
  return version
}

/** An audience that was archived before keeps its day. */
function archivedAt(before: Audience, state: Audience['state'], at: number): number | null {
  if (state !== 'archived') return null
  return before.state === 'archived' ? before.archivedAt : at
}

function plainChanges({ description, owner, useCase, tags, sunsetAt }: AudienceEdit) {
  return {
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    ...(useCase === undefined ? {} : { use_case: textOrNull(useCase) }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(sunsetAt === undefined ? {} : { sunset_at: sunsetAt }),
  }
}
