import { createNames, join, render, sql, uint64s, valueCrossings, type Sql } from '@muster/core'
import { inPortions } from '../read/inPortions.ts'
import { nodesOf, ownersOf } from '../read/nodesOf.ts'
import type { Lane } from '../warehouse/warehouse.ts'
import type { EvaluationContext } from './evaluation.ts'
import type { Program } from './program.ts'
import type { Span } from './watchedRanges.ts'

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
  const ask = (statement: Sql) => warehouse.query<{ node: string }>(render(statement), lane)
  const nodes =
    profiles === 'everybody' ? undefined : (await nodesOf(warehouse, profiles, lane)).nodes
  const found = async (select: Sql, test: Sql | undefined): Promise<readonly bigint[]> => {
    if (test === undefined) return []
    const all = join([select, test], ' ')
    const rows =
      nodes === undefined
        ? await ask(all)
        : await inPortions(nodes, (some) => ask(sql`${all} AND node IN ${uint64s(some)}`))
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
