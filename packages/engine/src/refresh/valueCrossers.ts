import { createNames, join, render, sql, uint64s, valueCrossings, type Sql } from '@muster/core'
import { nodesOf, ownersOf } from '../read/nodesOf.ts'
import type { Lane } from '../warehouse/warehouse.ts'
import type { Span } from './edgeWatch.ts'
import type { EvaluationContext } from './evaluation.ts'
import type { Program } from './program.ts'

/** The owners of all rows, or those of the given profiles, with a value that makes a predicate of the program change its truth in the span. */
export async function crossersOf(
  { warehouse, zone, promoted }: EvaluationContext,
  program: Program,
  span: Span,
  profiles: readonly bigint[] | 'everybody',
  lane: Lane,
): Promise<readonly bigint[]> {
  const context = {
    at: span.at,
    zone,
    promoted,
    ...program.vocabulary,
    names: createNames(),
  }
  const { messages, traits } = valueCrossings(
    program.audiences.map((audience) => audience.definition),
    span.before,
    context,
  )
  if ((messages === undefined && traits === undefined) || profiles.length === 0) return []
  const among =
    profiles === 'everybody'
      ? sql``
      : sql`AND node IN ${uint64s((await nodesOf(warehouse, profiles, lane)).nodes)}`
  const found = async (select: Sql, test: Sql | undefined): Promise<readonly bigint[]> => {
    if (test === undefined) return []
    const rows = await warehouse.query<{ node: string }>(
      render(join([select, test, among], ' ')),
      lane,
    )
    return rows.map((row) => BigInt(row.node))
  }
  const crossing = await Promise.all([
    found(sql`SELECT DISTINCT node FROM messages WHERE`, messages),
    found(sql`SELECT DISTINCT node FROM traits WHERE`, traits),
    found(
      sql`SELECT DISTINCT node FROM account_links WHERE account_id IN (SELECT account_id FROM account_traits WHERE`,
      traits === undefined || program.onAccounts.size === 0 ? undefined : sql`${traits})`,
    ),
  ])
  return [...new Set((await ownersOf(warehouse, [...new Set(crossing.flat())], lane)).values())]
}
