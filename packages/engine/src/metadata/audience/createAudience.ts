import { sql } from 'kysely'
import { stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import { inTransaction } from '../inTransaction.ts'
import type { Db } from '../metadata.ts'
import { done, refused } from '../outcome.ts'
import type { Outcome } from '../outcome.ts'
import type { Audience } from './audience.ts'
import { insertVersion } from './insertVersion.ts'
import { lockAudiences, nameTaken } from './names.ts'
import { getAudience } from './readAudiences.ts'
import { isSlug, slugOf } from './slug.ts'

export interface NewAudience {
  /** Small letters, digits, `-` and `_`; made from the name when absent. */
  readonly id?: string
  readonly name: string
  readonly description?: string
  readonly owner?: string
  readonly useCase?: Json
  readonly tags?: readonly string[]
  /** Checked by whoever calls: the store takes any JSON. */
  readonly definition: Json
  readonly fingerprint: string
  readonly state?: 'draft' | 'live'
  readonly sunsetAt?: number
  readonly note?: string
}

export type CreateRefusal = 'empty_name' | 'name_taken' | 'invalid_id' | 'id_taken'

/** Stores a new audience with its first version and the next number. Names are compared without case, archived ones aside. */
export function createAudience(
  db: Db,
  wanted: NewAudience,
  { at, by }: { readonly at: number; readonly by: string },
): Promise<Outcome<Audience, CreateRefusal>> {
  return inTransaction(db, async (tx) => {
    const name = wanted.name.trim()
    if (name === '') return refused('empty_name', ['name'], 'An audience needs a name. Give one.')
    await lockAudiences(tx)
    const taken = await nameTaken(tx, name)
    if (taken !== undefined) return taken
    const id = await freeId(tx, wanted.id, name)
    if (!id.ok) return id

    await tx
      .insertInto('audiences')
      .values({
        id: id.value,
        number: await nextNumber(tx),
        name,
        description: wanted.description ?? '',
        owner: wanted.owner ?? '',
        use_case: textOrNull(wanted.useCase),
        tags: [...(wanted.tags ?? [])],
        state: wanted.state ?? 'draft',
        revision: 1,
        current_version: 1,
        sunset_at: wanted.sunsetAt ?? null,
        archived_at: null,
        created_at: at,
        updated_at: at,
      })
      .execute()
    await insertVersion(tx, id.value, 1, wanted, { at, by })
    const created = await getAudience(tx, id.value)
    if (created === undefined) throw new Error(`the audience ${id.value} vanished while created`)
    return done(created)
  })
}

/** JSON `null` and nothing are the same: nobody said. */
export function textOrNull(value: Json | undefined): string | null {
  return value === undefined || value === null ? null : stringifyJson(value)
}

/** Under the lock of `lockAudiences`, and rows are never deleted: so the numbers have no gap. */
async function nextNumber(tx: Db): Promise<number> {
  const { number } = await tx
    .selectFrom('audiences')
    .select(sql<number>`coalesce(max(number), 0) + 1`.as('number'))
    .executeTakeFirstOrThrow()
  return number
}

async function freeId(
  tx: Db,
  wanted: string | undefined,
  name: string,
): Promise<Outcome<string, CreateRefusal>> {
  if (wanted === undefined) return done(await firstFree(tx, slugOf(name)))
  if (!isSlug(wanted)) {
    const message = `"${wanted}" cannot be an id. Use up to 64 small letters, digits, "-" and "_", beginning with a letter or digit.`
    return refused('invalid_id', ['id'], message)
  }
  if (!(await idTaken(tx, wanted))) return done(wanted)
  const message = `There is an audience with the id "${wanted}", perhaps archived. Choose another id.`
  return refused('id_taken', ['id'], message)
}

async function firstFree(tx: Db, slug: string): Promise<string> {
  let candidate = slug
  for (let next = 2; await idTaken(tx, candidate); next++) candidate = `${slug}-${next}`
  return candidate
}

async function idTaken(tx: Db, id: string): Promise<boolean> {
  const row = await tx.selectFrom('audiences').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}
