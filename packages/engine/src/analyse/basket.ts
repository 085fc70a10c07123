import {
  float64,
  int64,
  join,
  ownerOfNode,
  sql,
  string,
  strings,
  uint64,
  type Commerce,
  type CompileContext,
  type Sql,
} from '@muster/core'
import type { Ask } from './ask.ts'
import type { Basket, BasketQuestion, Item } from './basketApi.ts'
import { orderSql } from './commerceSql.ts'
import { offerOf } from './offer.ts'
import { compileAt, type SubjectContext } from './subject.ts'

export type BasketWanted = Required<
  Pick<
    BasketQuestion,
    'kind' | 'items' | 'leastCount' | 'leastConfidence' | 'leastLift' | 'sort' | 'limit'
  >
> & {
  readonly from: number | undefined
  readonly to: number
  /** Milliseconds. */
  readonly within: number | undefined
  /** A select of profiles in parentheses; undefined for everybody. */
  readonly only: Sql | undefined
}

/** Pairs of items that are bought in one basket, or one after the other, more often than chance would have it. */
export async function basket(
  ask: Ask,
  context: SubjectContext & { readonly commerce: Commerce },
  wanted: BasketWanted,
  signal: AbortSignal | undefined,
): Promise<Basket> {
  const { commerce } = context
  const compile = compileAt(context, wanted.to)
  const key = wanted.items === 'product' ? commerce.productId : commerce.category
  const orders = ordersOf(commerce, compile, key, wanted)
  const pairs = wanted.kind === 'together' ? together(orders) : following(orders, wanted.within)
  const rows = await ask<RuleRow>(rulesOf(pairs, wanted), signal)
  const ids = [...new Set(rows.flatMap(({ bought, offer }) => [bought, offer]))]
  const items =
    wanted.items === 'product'
      ? await itemsOf(ask, commerce, compile, ids, wanted, signal)
      : new Map<string, Item>()
  const itemOf = (id: string): Item =>
    items.get(id) ?? { id, name: undefined, category: undefined, price: undefined }
  const [any] = rows
  const baskets = any === undefined ? await countOf(ask, pairs, signal) : Number(any.baskets)
  return {
    ...{ kind: wanted.kind, items: wanted.items, baskets },
    rules: rows.map((row) => {
      const [bought, offer] = [itemOf(row.bought), itemOf(row.offer)]
      return {
        ...{ bought, offer, count: Number(row.pairs) },
        ...{ boughtCount: Number(row.bought_count), offerCount: Number(row.offer_count) },
        ...{ support: row.support, confidence: row.confidence, lift: row.lift },
        audience: offerOf(commerce, wanted.items, bought, offer),
      }
    }),
  }
}

interface RuleRow {
  readonly bought: string
  readonly offer: string
  readonly pairs: string
  readonly bought_count: string
  readonly offer_count: string
  readonly baskets: string
  readonly support: number
  readonly confidence: number
  readonly lift: number
}

/** A row for each order: whose, when, and its distinct items. */
function ordersOf(
  commerce: Commerce,
  compile: CompileContext,
  key: string,
  { from: after, only }: BasketWanted,
): Sql {
  const { owner, from } = ownerOfNode()
  const { isOrder, ofLines } = orderSql(commerce, compile)
  const since = after === undefined ? sql`` : sql`AND ts > ${int64(after)}`
  const some = only === undefined ? sql`` : sql`AND ${owner} IN ${only}`
  return sql`SELECT ${owner} AS profile, ts, message_id, ${ofLines(key)} AS items FROM messages ${from} WHERE ${isOrder} ${since} ${some}`
}

/** A row for each basket, with the items that a rule may begin with, and those that it may end with. */
const together = (orders: Sql): Sql =>
  sql`SELECT items AS firsts, items AS seconds FROM (${orders}) WHERE notEmpty(items)`

/** Each order with the same customer's next one. Orders at one instant are one, as in a sequence the next comes strictly later. */
function following(orders: Sql, within: number | undefined): Sql {
  const soon = within === undefined ? sql`` : sql`WHERE step.2.1 - step.1.1 <= ${int64(within)}`
  const steps = sql`SELECT arrayJoin(arrayZip(arrayPopBack(sorted), arrayPopFront(sorted))) AS step FROM (SELECT arraySort(groupArray((ts, items))) AS sorted FROM (SELECT profile, ts, groupUniqArrayArray(o.items) AS items FROM (${orders}) AS o WHERE notEmpty(o.items) GROUP BY profile, ts) GROUP BY profile)`
  return sql`SELECT step.1.2 AS firsts, step.2.2 AS seconds FROM (${steps}) ${soon}`
}

function rulesOf(pairs: Sql, wanted: BasketWanted): Sql {
  const least = uint64(wanted.leastCount)
  const frequent = (side: 'firsts' | 'seconds'): Sql =>
    side === 'firsts'
      ? sql`SELECT arrayJoin(firsts) AS item, count() AS n FROM (${pairs}) GROUP BY item HAVING n >= ${least}`
      : sql`SELECT arrayJoin(seconds) AS item, count() AS n FROM (${pairs}) GROUP BY item HAVING n >= ${least}`
  // Items that are too rare for any rule are dropped before pairs are made, which keeps the number of pairs in bounds (Apriori).
  const kept = sql`SELECT arrayFilter(i -> i IN (SELECT item FROM (${frequent('firsts')})), firsts) AS a, arrayFilter(i -> i IN (SELECT item FROM (${frequent('seconds')})), seconds) AS b FROM (${pairs})`
  const counted = sql`SELECT arrayJoin(a) AS bought, arrayJoin(b) AS offer, count() AS pairs FROM (${kept}) GROUP BY bought, offer HAVING bought != offer AND pairs >= ${least}`
  const figures = join(
    [
      sql`bought`,
      sql`offer`,
      sql`counted.pairs AS pairs`,
      sql`f.n AS bought_count`,
      sql`s.n AS offer_count`,
      sql`(SELECT count() FROM (${pairs})) AS baskets`,
      sql`counted.pairs / baskets AS support`,
      sql`counted.pairs / f.n AS confidence`,
      sql`(counted.pairs * baskets) / (f.n * s.n) AS lift`,
    ],
    ', ',
  )
  return sql`SELECT ${figures} FROM (${counted}) AS counted INNER JOIN (${frequent('firsts')}) AS f ON counted.bought = f.item INNER JOIN (${frequent('seconds')}) AS s ON counted.offer = s.item WHERE confidence >= ${float64(wanted.leastConfidence)} AND lift >= ${float64(wanted.leastLift)} ORDER BY ${orders[wanted.sort]}, bought, offer LIMIT ${uint64(wanted.limit)}`
}

const orders: Readonly<Record<BasketWanted['sort'], Sql>> = {
  lift: sql`lift DESC, pairs DESC`,
  confidence: sql`confidence DESC, pairs DESC`,
  support: sql`pairs DESC, lift DESC`,
}

async function countOf(ask: Ask, pairs: Sql, signal: AbortSignal | undefined): Promise<number> {
  const [row] = await ask<{ readonly baskets: string }>(
    sql`SELECT count() AS baskets FROM (${pairs})`,
    signal,
  )
  return Number(row?.baskets ?? 0)
}

/** What the lines say of these products: the newest name and category, and the average price. */
async function itemsOf(
  ask: Ask,
  commerce: Commerce,
  compile: CompileContext,
  ids: readonly string[],
  { from: after, to }: BasketWanted,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Item>> {
  if (ids.length === 0) return new Map()
  const { isOrder, lines } = orderSql(commerce, compile)
  const since = after === undefined ? sql`` : sql`AND ts > ${int64(after)}`
  const text = (name: string): Sql => sql`JSONExtractString(substring(line, 2), ${string(name)})`
  const id = sql`if(JSONType(substring(line, 2), ${string(commerce.productId)}) = 'String', ${text(commerce.productId)}, JSONExtractRaw(substring(line, 2), ${string(commerce.productId)}))`
  const rows = await ask<{
    readonly id: string
    readonly name: string
    readonly category: string
    readonly price: unknown
  }>(
    sql`SELECT ${id} AS id, argMaxIf(${text(commerce.productName)}, ts, ${text(commerce.productName)} != '') AS name, argMaxIf(${text(commerce.category)}, ts, ${text(commerce.category)} != '') AS category, avgIf(JSONExtractFloat(substring(line, 2), ${string(commerce.price)}), JSONHas(substring(line, 2), ${string(commerce.price)})) AS price FROM (SELECT ts, arrayJoin(arrayFilter(l -> startsWith(l, 'o'), ${lines})) AS line FROM messages WHERE ${isOrder} AND ts <= ${int64(to)} ${since}) WHERE id IN ${strings(ids)} GROUP BY id`,
    signal,
  )
  return new Map(
    rows.map(({ id: found, name, category, price }) => [
      found,
      {
        id: found,
        name: name === '' ? undefined : name,
        category: category === '' ? undefined : category,
        price: typeof price === 'number' ? price : undefined,
      },
    ]),
  )
}
