import type { Selectable } from 'kysely'
import { stringifyJson, type Json, type TraitExpression } from '@muster/core'
import { readJson } from '../adapters/readValues.ts'
import { lockAudiences } from '../audience/names.ts'
import { inTransaction } from '../inTransaction.ts'
import type { Db } from '../metadata.ts'
import { done, refused, type Outcome } from '../outcome.ts'
import type { ComputedTraitTable } from '../tables/traitTables.ts'

/** A computed trait that somebody here has defined. */
export interface OwnTrait {
  readonly name: string
  readonly description: string
  readonly expression: TraitExpression
  readonly revision: number
  readonly createdAt: number
  readonly createdBy: string
  readonly updatedAt: number
  readonly updatedBy: string
}

/** What is kept of one; the check has seen the name and the expression. */
export type TraitFacts = Pick<OwnTrait, 'name' | 'description' | 'expression'>

interface Made {
  readonly at: number
  readonly by: string
}

export async function listOwnTraits(db: Db): Promise<readonly OwnTrait[]> {
  const rows = await db.selectFrom('computed_traits').selectAll().orderBy('name').execute()
  return rows.map(ownTraitOf)
}

export async function getOwnTrait(db: Db, name: string): Promise<OwnTrait | undefined> {
  const row = await db
    .selectFrom('computed_traits')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst()
  return row && ownTraitOf(row)
}

export function createOwnTrait(
  db: Db,
  { name, description, expression }: TraitFacts,
  { at, by }: Made,
): Promise<Outcome<OwnTrait, 'name_taken'>> {
  return inTransaction(db, async (tx) => {
    await lockAudiences(tx)
    const row = await tx
      .insertInto('computed_traits')
      .values({
        ...{ name, description, expression: textOf(expression), revision: 1 },
        ...{ created_at: at, created_by: by, updated_at: at, updated_by: by },
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row !== undefined) return done(ownTraitOf(row))
    const message = `There is a computed trait "${name}". Edit that one, or choose another name.`
    return refused('name_taken', ['name'], message)
  })
}

/** Refused with `edited_meanwhile` when the trait is no longer at `revision`, the one that the editor had read. */
export function editOwnTrait(
  db: Db,
  { name, description, expression }: TraitFacts,
  revision: number,
  { at, by }: Made,
): Promise<Outcome<OwnTrait, 'unknown_trait' | 'edited_meanwhile'>> {
  return inTransaction(db, async (tx) => {
    await lockAudiences(tx)
    const before = await getOwnTrait(tx, name)
    if (before === undefined) return refused('unknown_trait', ['name'], unknownTrait(name))
    if (before.revision !== revision) {
      const message = `"${name}" has been changed since revision ${revision} (now ${before.revision}). Read it again and repeat the edit.`
      return refused('edited_meanwhile', ['revision'], message)
    }
    const row = await tx
      .updateTable('computed_traits')
      .set({
        ...{ description, expression: textOf(expression), revision: revision + 1 },
        ...{ updated_at: at, updated_by: by },
      })
      .where('name', '=', name)
      .returningAll()
      .executeTakeFirstOrThrow()
    return done(ownTraitOf(row))
  })
}

export async function removeOwnTrait(db: Db, name: string): Promise<void> {
  await lockAudiences(db)
  await db.deleteFrom('computed_traits').where('name', '=', name).execute()
}

export const unknownTrait = (name: string): string =>
  `There is no computed trait "${name}". Check the name, or list the traits.`

// Checked expressions are JSON.
const textOf = (expression: TraitExpression): string => stringifyJson(expression as unknown as Json)

const ownTraitOf = (row: Selectable<ComputedTraitTable>): OwnTrait => ({
  name: row.name,
  description: row.description,
  // Only what has passed the check is ever stored.
  expression: readJson(row.expression) as unknown as TraitExpression,
  revision: row.revision,
  createdAt: Number(row.created_at),
  createdBy: row.created_by,
  updatedAt: Number(row.updated_at),
  updatedBy: row.updated_by,
})
