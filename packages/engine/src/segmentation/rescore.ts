import {
  dimensions,
  join,
  moneyFigure,
  orderFigures,
  rfmScores,
  sql,
  traitsQuery,
  type Rescored,
  type Scores,
} from '@muster/core'
import type { Ask } from '../analyse/ask.ts'
import { columnOf, compileWith, type CompileBase } from './compileWith.ts'
import type { Calibration } from './segmentationApi.ts'

/** Customers by their scores from each of two calibrations at one instant; those that only one of them scores are counted apart. */
export interface BothScores {
  readonly rescored: readonly Rescored[]
  readonly onlyOlder: number
  readonly onlyNewer: number
}

const FAMILIES = ['older', 'newer'] as const

interface Row {
  readonly scores: readonly number[]
  readonly customers: string
}

/** Scores everybody by both at once, whether or not they look at the same orders. */
export async function rescore(
  ask: Ask,
  calibrations: Readonly<Record<(typeof FAMILIES)[number], Calibration>>,
  context: CompileBase,
  signal: AbortSignal | undefined,
): Promise<BothScores> {
  const traits = new Map(
    FAMILIES.flatMap((family) => {
      const { basis, rfm } = calibrations[family]
      return [
        ...orderFigures(basis, family),
        ...moneyFigure(basis, family),
        ...rfmScores(rfm, family),
      ]
    }),
  )
  const names = FAMILIES.flatMap((family) => dimensions.map((one) => `${family}.${one}`))
  const people = traitsQuery(names, { kind: 'everyone' }, compileWith(context, traits))
  const scores = names.map((name) => sql`toUInt8OrZero(substring(${columnOf(names, name)}, 2))`)
  const rows = await ask<Row>(
    sql`SELECT [${join(scores, ', ')}] AS scores, count() AS customers FROM (${people}) GROUP BY scores HAVING arraySum(scores) > 0`,
    signal,
  )
  const all = rows.map(({ scores: six, customers }) => ({
    older: scoresIn(six, 0),
    newer: scoresIn(six, 3),
    customers: Number(customers),
  }))
  const counted = (some: typeof all): number => some.reduce((n, { customers }) => n + customers, 0)
  return {
    rescored: all.filter(({ older, newer }) => isScored(older) && isScored(newer)),
    onlyOlder: counted(all.filter(({ newer }) => !isScored(newer))),
    onlyNewer: counted(all.filter(({ older }) => !isScored(older))),
  }
}

const scoresIn = (six: readonly number[], from: number): Scores => ({
  recency: six[from] ?? 0,
  frequency: six[from + 1] ?? 0,
  monetary: six[from + 2] ?? 0,
})

const isScored = ({ recency }: Scores): boolean => recency > 0
