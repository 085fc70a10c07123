import {
  dimensions,
  figuresOf,
  identifier,
  join,
  levelsOf,
  render,
  scoreShares,
  sql,
  tierShares,
  traitsQuery,
  uint64,
  type Basis,
  type CompileContext,
  type Cut,
  type Share,
  type Sql,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Calibration } from './segmentationApi.ts'
import { columnOf, compileWith } from './compileWith.ts'

export type Learnt = Pick<
  Calibration,
  'basis' | 'customers' | 'customersEver' | 'rfm' | 'value' | 'counts'
>

/** A cut as the warehouse tells it: its value and one more than how many are worse, 0 for no cut. */
type CutRow = readonly [value: number, place: number]

interface Row {
  readonly customers: string
  readonly ever: string
  readonly recency: readonly CutRow[]
  readonly frequency: readonly CutRow[]
  readonly monetary: readonly CutRow[]
  readonly revenue: readonly CutRow[]
  readonly margin: readonly CutRow[]
}

/** The exact thresholds of everybody at an instant, by [R2], [R3] and [R10]: one statement, over the figures as the traits show them. */
export async function learn(
  warehouse: Warehouse,
  basis: Basis,
  context: Pick<CompileContext, 'at' | 'zone' | 'promoted'>,
): Promise<Learnt> {
  const figures = new Map(figuresOf(basis))
  const names = [...figures.keys()]
  const people = traitsQuery(names, { kind: 'everyone' }, compileWith(context, figures))
  const tagged = (name: string): Sql => columnOf(names, name)
  const number = (name: string): Sql => sql`toFloat64OrZero(substring(${tagged(name)}, 2))`
  const isCustomer = sql`${tagged('rfm.daysSinceOrder')} != ''`
  const hasOrdered = sql`${number('value.orders')} >= 1`
  const margin = basis.margin === null ? sql`toFloat64(0)` : number('value.margin')
  const divided: readonly Divided[] = [
    ['recency', sql`-${number('rfm.daysSinceOrder')}`, isCustomer, scoreShares],
    ['frequency', number('rfm.orders'), isCustomer, scoreShares],
    ['monetary', number('rfm.revenue'), isCustomer, scoreShares],
    ['revenue', number('value.revenue'), hasOrdered, tierShares],
    ['margin', margin, hasOrdered, tierShares],
  ]
  const [row] = await warehouse.query<Row>(render(cutsOf(divided, people)), 'backfill')
  if (row === undefined) throw new Error('a summary has one row')
  const [customers, customersEver] = [Number(row.customers), Number(row.ever)]
  const [recency, frequency, monetary] = dimensions.map((one) =>
    levelsOf(customers, row[one].map(cutOf)),
  ) as [Levels, Levels, Levels]
  const tiers = (rows: readonly CutRow[]): Levels['thresholds'] =>
    levelsOf(customersEver, rows.map(cutOf)).thresholds
  return {
    ...{ basis, customers, customersEver },
    rfm: {
      // Days stand there as less than nothing, so that more is better as everywhere.
      recency: recency.thresholds.map((days) => (days === null ? null : Math.abs(days))),
      frequency: frequency.thresholds,
      monetary: monetary.thresholds,
    },
    value: {
      revenue: tiers(row.revenue),
      margin: basis.margin === null ? null : tiers(row.margin),
    },
    counts: {
      recency: recency.counts,
      frequency: frequency.counts,
      monetary: monetary.counts,
    },
  }
}

type Levels = ReturnType<typeof levelsOf>

const cutOf = ([value, place]: CutRow): Cut | undefined =>
  place === 0 ? undefined : { value, worse: place - 1 }

type Divided = readonly [name: keyof Row, figure: Sql, of: Sql, shares: readonly Share[]]

/**
 * One row with the cuts of each figure. Sorted from the worst on, then the values at which enough are behind, then the first that is greater: level
 * by level, since a lambda over an array copies for each element what it reads beside it.
 */
function cutsOf(divided: readonly Divided[], people: Sql): Sql {
  const sorted = divided.map(
    ([name, figure, of]) =>
      sql`arraySort(groupArrayIf(${figure}, ${of})) AS ${identifier(`${name}_values`)}`,
  )
  const enough = divided.flatMap(([name, , , shares]) =>
    shares.map(([numerator, denominator], i) => {
      const values = identifier(`${name}_values`)
      const needed = sql`intDiv(${uint64(numerator)} * length(${values}) + ${uint64(denominator - 1)}, ${uint64(denominator)})`
      return sql`${values}[greatest(${needed}, 1)] AS ${identifier(`${name}_${i}`)}`
    }),
  )
  const cuts = divided.map(([name, , , shares]) => {
    const values = identifier(`${name}_values`)
    const places = shares.map(
      (_, i) => sql`arrayFirstIndex(x -> x > ${identifier(`${name}_${i}`)}, ${values})`,
    )
    return sql`arrayMap(place -> (${values}[place], place), [${join(places, ', ')}]) AS ${identifier(name)}`
  })
  return sql`SELECT length(recency_values) AS customers, length(revenue_values) AS ever, ${join(cuts, ', ')} FROM (SELECT *, ${join(enough, ', ')} FROM (SELECT ${join(sorted, ', ')} FROM (${people})))`
}
