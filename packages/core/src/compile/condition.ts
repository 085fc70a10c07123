import type { Condition } from '../audience/definition.ts'
import type { Entity } from './entity.ts'
import { compareQuotient } from './fraction.ts'
import { measureFraction, measureSatisfies } from './measure.ts'
import { comparisonsOf, numberSatisfies } from './predicate.ts'
import { notFollowedHolds, sequenceHolds } from './sequence.ts'
import { and, float64, or, sql, string, type Sql } from './sql.ts'
import { traitChanged, traitHolds } from './trait.ts'
import { accountHolds } from './account.ts'

/** The truth of a condition for one entity, as an expression over the columns of its facts. */
export function holds(condition: Condition, entity: Entity): Sql {
  if ('all' in condition) return and(condition.all.map((inner) => holds(inner, entity)))
  if ('any' in condition) return or(condition.any.map((inner) => holds(inner, entity)))
  if ('not' in condition) return sql`(NOT ${holds(condition.not, entity)})`
  if ('everyone' in condition) return sql`1`
  if ('changed' in condition) return traitChanged(condition, entity)
  if ('trait' in condition) return traitHolds(condition, entity)
  if ('ratio' in condition) {
    const [x, y] = [
      measureFraction(condition.ratio[0], entity),
      measureFraction(condition.ratio[1], entity),
    ]
    return and(
      comparisonsOf(condition.is).map(([comparison, argument]) =>
        compareQuotient(x, y, comparison, argument),
      ),
    )
  }
  if ('sequence' in condition) return sequenceHolds(condition, entity)
  if ('notFollowedBy' in condition) return notFollowedHolds(condition, entity)
  if ('event' in condition) return measureSatisfies(condition, condition.is, entity)
  if ('audience' in condition) return holds(entity.context.audience(condition.audience), entity)
  if ('list' in condition) {
    const { list } = condition
    entity.wanted.lists.add(list)
    return sql`(${entity.lists.column(list, () => sql`maxIf(present, list = ${string(list)})`)} = 1)`
  }
  if ('share' in condition) {
    const { salt, from, to } = condition.share
    const hash = sql`toFloat64(murmurHash3_32(concat(${string(salt)}, ':', toString(profile)))) / 4294967296`
    return sql`(${hash} >= ${float64(from)} AND ${hash} < ${float64(to)})`
  }
  if ('identifier' in condition) {
    const { identifier: kind, is = { atLeast: 1 } } = condition
    return numberSatisfies(
      entity.identifiers.column(kind, () => sql`countIf(kind = ${string(kind)})`),
      is,
    )
  }
  return accountHolds(condition.account, entity)
}
