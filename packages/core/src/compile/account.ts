import type { Condition } from '../audience/definition.ts'
import { fingerprint } from '../audience/fingerprint.ts'
import type { Entity } from './entity.ts'
import { sql, type Sql } from './sql.ts'

/**
 * True when the condition holds for some account that the profile belongs to. Conditions are only collected here; they are
 * evaluated once for each account, and the answer is brought back to its profiles.
 */
export function accountHolds(condition: Condition, entity: Entity): Sql {
  if (entity.accounts === undefined)
    throw new Error('a checked definition has no account inside an account')
  const key = fingerprint(condition)
  entity.accounts.conditions.set(key, condition)
  return sql`(${entity.accounts.facts.column(key, () => sql`0`)} = 1)`
}
