import { int64, render, sql, uint64 } from '@muster/core'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** A curve has so many points at the most. */
export const mostSizes = 10_000

export interface SizeRange {
  readonly from: number
  readonly to: number
  /** Milliseconds. */
  readonly step: number
}

/**
 * The recorded size of an audience at the end of each step in [from, to); the last step ends at `to`. In one query over the audience's
 * changes: for one profile entries and exits alternate and their instants never go back, so a size is entries less exits until then.
 */
export async function sizes(
  warehouse: Warehouse,
  audience: number,
  { from, to, step }: SizeRange,
): Promise<
  Outcome<
    readonly { readonly at: number; readonly size: number }[],
    'empty_range' | 'bad_step' | 'too_many_steps'
  >
> {
  if (!(from < to))
    return refused('empty_range', ['from'], 'The range is empty. Let "from" be before "to".')
  if (!(step >= 1))
    return refused('bad_step', ['step'], 'A step is a positive number of milliseconds.')
  const points = Math.ceil((to - from) / step)
  if (points > mostSizes)
    return refused(
      'too_many_steps',
      ['step'],
      `The range has ${points} steps, the most are ${mostSizes}. Take longer steps or a shorter range.`,
    )
  const rows = await warehouse.query<{ readonly point: string; readonly growth: string }>(
    render(
      sql`SELECT greatest(0, intDiv(at - ${int64(from)} + ${int64(step - 1)}, ${int64(step)})) AS point, sum(if(entered = 1, 1, -1)) AS growth FROM changes WHERE audience = ${uint64(audience)} AND at <= ${int64(to)} GROUP BY point`,
    ),
  )
  const growth = new Map(rows.map((row) => [Number(row.point), Number(row.growth)]))
  let size = growth.get(0) ?? 0
  return done(
    Array.from({ length: points }, (_, i) => {
      size += growth.get(i + 1) ?? 0
      return { at: Math.min(from + (i + 1) * step, to), size }
    }),
  )
}

export interface CurrentSize {
  readonly size: number
  /** When the last change was recorded. */
  readonly lastChangeAt: number
}

/** By an audience's number. */
type CurrentSizes = ReadonlyMap<number, CurrentSize>

/**
 * Tells the recorded size of each audience now, on the ground that {@link sizes} stands on; one that never had a member is left out. All changes are
 * read once, and from then on those that came since: they become visible in the order of their numbers.
 */
export function createCurrentSizes(warehouse: Warehouse): () => Promise<CurrentSizes> {
  let known: { readonly sizes: CurrentSizes; readonly seq: bigint } = { sizes: new Map(), seq: 0n }
  return async () => {
    const { sizes, seq } = known
    const rows = await warehouse.query<{
      readonly audience: number
      readonly growth: string
      readonly recorded: string
      readonly seq: string
    }>(
      render(
        sql`SELECT audience, sum(if(entered = 1, 1, -1)) AS growth, max(recorded_at) AS recorded, max(changes.seq) AS seq FROM changes WHERE changes.seq > ${uint64(seq)} GROUP BY audience`,
      ),
    )
    const now = new Map(sizes)
    let last = seq
    for (const { audience, growth, recorded, seq: newest } of rows) {
      const before = sizes.get(audience)
      now.set(audience, {
        size: (before?.size ?? 0) + Number(growth),
        lastChangeAt: Math.max(before?.lastChangeAt ?? 0, Number(recorded)),
      })
      if (BigInt(newest) > last) last = BigInt(newest)
    }
    known = { sizes: now, seq: last }
    return now
  }
}
