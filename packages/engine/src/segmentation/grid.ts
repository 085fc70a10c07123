import {
  amountEach,
  amountText,
  decimal,
  decodeValue,
  readAmount,
  sql,
  traitsQuery,
  type CompileContext,
  type Sql,
} from '@muster/core'
import type { Ask } from '../analyse/ask.ts'
import { columnOf } from './compileWith.ts'
import { segmentAudience, valuesOf } from './segmentAudience.ts'
import type { Grid, GridCell, GridTrait } from './segmentationApi.ts'

export interface GridWanted {
  readonly by: GridTrait
  /** A select of profiles in parentheses; undefined for everybody. */
  readonly only: Sql | undefined
  /** Whether it is known where an order's revenue stands. */
  readonly hasRevenue: boolean
}

interface Row {
  readonly value: string
  readonly people: string
  readonly orders: string
  readonly revenue: string
}

/** What some people with one value have bought together; amounts in billionths. */
interface Part {
  readonly value: string | number
  readonly people: number
  readonly orders: number
  readonly revenue: bigint
}

/** How people are spread over a trait's values, and what those who share one have bought: one statement, over the traits themselves. */
export async function gridOf(
  ask: Ask,
  context: CompileContext,
  { by, only, hasRevenue }: GridWanted,
  signal: AbortSignal | undefined,
): Promise<Pick<Grid, 'orders' | 'people' | 'without' | 'cells'>> {
  const family = by.startsWith('rfm.') ? 'rfm' : 'value'
  const names = [by, `${family}.orders`, ...(hasRevenue ? [`${family}.revenue`] : [])]
  const people = traitsQuery(names, { kind: 'everyone' }, context)
  const orders = sql`toUInt64OrZero(substring(${columnOf(names, `${family}.orders`)}, 2))`
  const revenue = decimal(columnOf(names, `${family}.revenue`))
  const some = only === undefined ? sql`` : sql`WHERE profile IN ${only}`
  const rows = await ask<Row>(
    sql`SELECT v0 AS value, count() AS people, sum(${orders}) AS orders, toString(ifNull(sum(${revenue}), 0)) AS revenue FROM (${people}) ${some} GROUP BY v0`,
    signal,
  )
  const parts = rows.flatMap((row): readonly Part[] =>
    row.value === '' ? [] : [{ ...partOf(row), value: plain(row.value) }],
  )
  const found = new Map(parts.map((part) => [part.value, part]))
  const values =
    valuesOf(by) ?? [...found.keys()].toSorted((a, b) => (String(a) < String(b) ? 1 : -1))
  const count = parts.reduce((n, part) => n + part.people, 0)
  const spent = parts.reduce((sum, part) => sum + part.revenue, 0n)
  return {
    orders: family === 'rfm' ? 'period' : 'ever',
    people: count,
    without: rows.reduce((n, row) => n + Number(row.people), 0) - count,
    cells: values.map((value): GridCell => {
      const part = found.get(value) ?? { value, people: 0, orders: 0, revenue: 0n }
      const each = hasRevenue ? amountEach(part.revenue, part.orders) : undefined
      return {
        ...{ value, people: part.people, orders: part.orders },
        share: count === 0 ? 0 : part.people / count,
        revenue: hasRevenue ? amountText(part.revenue) : undefined,
        revenueShare: spent === 0n ? undefined : Number(part.revenue) / Number(spent),
        averageOrderValue: each === undefined ? undefined : amountText(each),
        audience: segmentAudience(by, value),
      }
    }),
  }
}

const partOf = ({ people, orders, revenue }: Row): Omit<Part, 'value'> => ({
  people: Number(people),
  orders: Number(orders),
  revenue: readAmount(revenue),
})

/** Values of these traits are texts and scores. */
function plain(tagged: string): string | number {
  const value = decodeValue(tagged)
  return typeof value === 'string' ? value : Number(value)
}
