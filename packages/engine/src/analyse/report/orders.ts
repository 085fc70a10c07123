import {
  int64,
  ownerOfNode,
  parseDuration,
  readAmount,
  sql,
  withZeros,
  type Commerce,
  type CompileContext,
  type Moments,
} from '@muster/core'
import type { Ask } from '../ask.ts'
import { orderSql } from '../commerceSql.ts'
import type { People } from '../subject.ts'
import type { Counted } from './activity.ts'

/** What a group of people has ordered. Amounts are billionths. */
export interface Orders {
  readonly buyers: number
  readonly orders: number
  readonly revenue: bigint
  /** Missing when no order says anything of a margin. */
  readonly margin: bigint | undefined
  readonly repeatBuyers: number
  readonly churned: number
  /** The first and the last by name: two when there are several. */
  readonly currencies: readonly string[]
  /** Over buyers. */
  readonly revenueMoments: Moments
  readonly orderMoments: Moments
}

interface Row {
  readonly is_member: number
  readonly buyers: string
  readonly orders: string
  readonly revenue: string
  readonly margin: string
  readonly margins: string
  readonly repeat_buyers: string
  readonly churned: string
  readonly currencies: readonly string[]
  readonly revenue_mean: number
  readonly revenue_variance: unknown
  readonly orders_mean: number
  readonly orders_variance: unknown
}

/** Members and all others apart, in one scan of the orders. */
export async function ordersOf(
  ask: Ask,
  commerce: Commerce,
  context: CompileContext,
  people: People,
  signal: AbortSignal | undefined,
): Promise<{ readonly members: Orders; readonly others: Orders }> {
  const { owner, from } = ownerOfNode()
  const order = orderSql(commerce, context)
  const churnedBefore = int64(context.at - (parseDuration(commerce.churnedAfter) ?? 0))
  const buyers = sql`SELECT ${owner} AS profile, count() AS n, ifNull(sum(${order.revenue}), 0) AS r, ifNull(sum(${order.margin}), 0) AS m, count(${order.margin}) AS margins, max(ts) AS last, min(${order.currency}) AS least_currency, max(${order.currency}) AS greatest_currency FROM messages ${from} WHERE ${order.isOrder} GROUP BY profile`
  const rows = await ask<Row>(
    sql`SELECT profile IN ${people.set} AS is_member, count() AS buyers, sum(n) AS orders, toString(sum(r)) AS revenue, toString(sum(b.m)) AS margin, sum(b.margins) AS margins, countIf(n >= 2) AS repeat_buyers, countIf(last <= ${churnedBefore}) AS churned, [min(least_currency), max(greatest_currency)] AS currencies, avg(toFloat64(r)) AS revenue_mean, varSampStable(toFloat64(r)) AS revenue_variance, avg(n) AS orders_mean, varSampStable(n) AS orders_variance FROM (${buyers}) AS b GROUP BY is_member`,
    signal,
  )
  const group = (isMember: number): Orders => {
    const row = rows.find(({ is_member }) => is_member === isMember)
    return row === undefined ? none : ofRow(row)
  }
  return { members: group(1), others: group(0) }
}

const noMoments: Moments = { count: 0, mean: 0, variance: 0 }
const none: Orders = {
  ...{ buyers: 0, orders: 0, revenue: 0n, margin: undefined, repeatBuyers: 0, churned: 0 },
  ...{ currencies: [], revenueMoments: noMoments, orderMoments: noMoments },
}

function ofRow(row: Row): Orders {
  const buyers = Number(row.buyers)
  return {
    buyers,
    orders: Number(row.orders),
    revenue: readAmount(row.revenue),
    margin: Number(row.margins) === 0 ? undefined : readAmount(row.margin),
    repeatBuyers: Number(row.repeat_buyers),
    churned: Number(row.churned),
    currencies: namesIn(row.currencies),
    revenueMoments: moments(buyers, row.revenue_mean, row.revenue_variance),
    orderMoments: moments(buyers, row.orders_mean, row.orders_variance),
  }
}

/** A variance of fewer than two numbers is NaN, which comes as text. */
const moments = (count: number, mean: number, variance: unknown): Moments => ({
  count,
  mean,
  variance: typeof variance === 'number' ? variance : 0,
})

const namesIn = (currencies: readonly string[]): readonly string[] =>
  [...new Set(currencies)].filter((currency) => currency !== '').toSorted()

/** What both groups together have ordered. */
export function together(a: Orders, b: Orders): Orders {
  return {
    buyers: a.buyers + b.buyers,
    orders: a.orders + b.orders,
    revenue: a.revenue + b.revenue,
    margin:
      a.margin === undefined && b.margin === undefined
        ? undefined
        : (a.margin ?? 0n) + (b.margin ?? 0n),
    repeatBuyers: a.repeatBuyers + b.repeatBuyers,
    churned: a.churned + b.churned,
    currencies: namesIn([...a.currencies, ...b.currencies]),
    revenueMoments: noMoments,
    orderMoments: noMoments,
  }
}

/** The moments over everybody of the group, of whom those who never ordered have 0. */
export const overAll = (moments: Moments, people: number): Moments =>
  withZeros(moments, Math.max(0, people - moments.count))

/** How many people have bought from each category: a bitmap of people for each. */
export async function categoriesOf(
  ask: Ask,
  commerce: Commerce,
  context: CompileContext,
  people: People,
  signal: AbortSignal | undefined,
): Promise<readonly Counted[]> {
  const { owner, from } = ownerOfNode()
  const order = orderSql(commerce, context)
  const bought = sql`SELECT ${owner} AS profile, arrayJoin(${order.ofLines(commerce.category)}) AS category FROM messages ${from} WHERE ${order.isOrder}`
  const rows = await ask<{
    readonly category: string
    readonly everybody: string
    readonly members: string
  }>(
    sql`WITH (SELECT groupBitmapState(profile) FROM ${people.set}) AS members_bitmap SELECT category, bitmapCardinality(groupBitmapState(profile)) AS everybody, bitmapAndCardinality(groupBitmapState(profile), members_bitmap) AS members FROM (${bought}) GROUP BY category ORDER BY everybody DESC, category LIMIT ${int64(MOST_CATEGORIES)}`,
    signal,
  )
  return rows.map(({ category, everybody, members }) => ({
    name: category,
    members: Number(members),
    all: Number(everybody),
  }))
}

/** Shops with more have a tree of them, of which the top is what tells people apart. */
const MOST_CATEGORIES = 200
