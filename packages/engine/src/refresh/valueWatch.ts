import { createNames, join, render, sql, uint64s, valueCrossings, type Sql } from '@muster/core'
import { nodesOf, ownersOf } from '../read/nodesOf.ts'
import type { Lane } from '../warehouse/warehouse.ts'
import type { Span } from './crossings.ts'
import type { EvaluationContext } from './evaluateProfiles.ts'
import type { Program } from './program.ts'
import { addTouch, type Touches } from './touches.ts'

/**
 * Profiles with a value that makes a predicate change its truth soon: a trial that ends, a birthday. Values can't be found by their
 * timestamps, so everybody is looked through, but only once for each stretch of time ahead; whoever turns up is evaluated in every tick of
 * that stretch. Evidence that arrives meanwhile is looked through as it comes.
 */
export interface ValueWatch {
  /** Touches all who may cross within the span. */
  readonly touchWatched: (program: Program, span: Span, touches: Touches) => Promise<void>
}

/** How far ahead one look reaches. */
const STRETCH = 60_000

export function createValueWatch(context: EvaluationContext): ValueWatch {
  let watched = new Set<bigint>()
  let until = -Infinity
  let watching: Program | undefined

  return {
    touchWatched: async (program, span, touches) => {
      const touched = [...touches.keys()]
      if (span.at > until || program !== watching) {
        const end = span.at + STRETCH
        watched = new Set(await crossersOf(context, program, { ...span, at: end }, undefined))
        until = end
        watching = program
      } else if (touched.length > 0) {
        const { nodes } = await nodesOf(context.warehouse, touched, 'refresh')
        for (const profile of await crossersOf(context, program, { ...span, at: until }, nodes))
          watched.add(profile)
      }
      for (const profile of watched)
        addTouch(touches, profile, { cause: { kind: 'edge' }, dueAt: span.before + 1 })
    },
  }
}

/** The owners of all rows, or of those of the given nodes, with a value that crosses in the span. */
async function crossersOf(
  { warehouse, zone, promoted }: EvaluationContext,
  program: Program,
  span: Span,
  nodes: readonly bigint[] | undefined,
): Promise<readonly bigint[]> {
  const context = {
    at: span.at,
    zone,
    promoted,
    audience: program.definitionOf,
    names: createNames(),
  }
  const { messages, traits } = valueCrossings(
    program.audiences.map((audience) => audience.definition),
    span.before,
    context,
  )
  const among = nodes === undefined ? sql`` : sql`AND node IN ${uint64s(nodes)}`
  const lane: Lane = 'refresh'
  const found = async (select: Sql, test: Sql | undefined): Promise<readonly bigint[]> => {
    if (test === undefined) return []
    const rows = await warehouse.query<{ node: string }>(
      render(join([select, test, among], ' ')),
      lane,
    )
    return rows.map((row) => BigInt(row.node))
  }
  const crossing = [
    ...(await found(sql`SELECT DISTINCT node FROM messages WHERE`, messages)),
    ...(await found(sql`SELECT DISTINCT node FROM traits WHERE`, traits)),
    ...(await found(
      sql`SELECT DISTINCT node FROM account_links WHERE account_id IN (SELECT account_id FROM account_traits WHERE`,
      traits === undefined ? undefined : sql`${traits})`,
    )),
  ]
  return [...new Set((await ownersOf(warehouse, [...new Set(crossing)], lane)).values())]
}
