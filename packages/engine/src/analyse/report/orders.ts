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
export interface Sales {
  readonly buyers: number
  readonly orders: number
  readonly revenue: bigint
  /** Missing when no order says anything of a margin. */
  readonly margin: bigint | undefined
  readonly repeatBuyers: number
  readonly churned: number
  /** The first and the last by name: two when there are several. */
  readonly currencies: readonly string[]
}

/** The same with what tells buyers apart. */
export interface Orders extends Sales {
  /** Over buyers. */
  readonly revenueMoments: Moments
  readonly orderMoments: Moments
  /** How many people have bought from each category. */
  readonly categories: ReadonlyMap<string, number>
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
  /** The categories, and the buyers of each. */
  readonly by_category: readonly [readonly string[], readonly string[]]
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
  const buyers = sql`SELECT ${owner} AS profile, count() AS n, ifNull(sum(${order.revenue}), 0) AS r, ifNull(sum(${order.margin}), 0) AS m, count(${order.margin}) AS margins, max(ts) AS last, min(${order.currency}) AS least_currency, max(${order.currency}) AS greatest_currency, groupUniqArrayArray(${order.ofLines(commerce.category)}) AS categories FROM messages ${from} WHERE ${order.isOrder} GROUP BY profile`
  const rows = await ask<Row>(
    sql`SELECT profile IN ${people.set} AS is_member, count() AS buyers, sum(n) AS orders, toString(sum(r)) AS revenue, toString(sum(b.m)) AS margin, sum(b.margins) AS margins, countIf(n >= 2) AS repeat_buyers, countIf(last <= ${churnedBefore}) AS churned, [min(least_currency), max(greatest_currency)] AS currencies, avg(toFloat64(r)) AS revenue_mean, varSampStable(toFloat64(r)) AS revenue_variance, avg(n) AS orders_mean, varSampStable(n) AS orders_variance, sumMap(categories, arrayMap(c -> toUInt64(1), categories)) AS by_category FROM (${buyers}) AS b GROUP BY is_member`,
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
  ...{ currencies: [], revenueMoments: noMoments, orderMoments: noMoments, categories: new Map() },
}

function ofRow(row: Row): Orders {
  const buyers = Number(row.buyers)
  const [categories, boughtBy] = row.by_category
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
    categories: new Map(categories.map((name, i) => [name, Number(boughtBy[i])])),
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
export function together(a: Sales, b: Sales): Sales {
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
  }
}

/** The moments over everybody of the group, of whom those who never ordered have 0. */
export const overAll = (moments: Moments, people: number): Moments =>
  withZeros(moments, Math.max(0, people - moments.count))

/** Of how many people have bought from each category, those of the most people. */
export function categoriesOf(members: Orders, others: Orders): readonly Counted[] {
  const names = new Set([...members.categories.keys(), ...others.categories.keys()])
  return [...names]
    .map((name): Counted => {
      const ours = members.categories.get(name) ?? 0
      return { name, members: ours, all: ours + (others.categories.get(name) ?? 0) }
    })
    .toSorted((a, b) => b.all - a.all || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_CATEGORIES)
}

/** Shops with more have a tree of them, of which the top is what tells people apart. */
const MOST_CATEGORIES = 200
