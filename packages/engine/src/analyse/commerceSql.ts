import {
  decimal,
  elements,
  eventRoot,
  int64,
  reach,
  sql,
  string,
  type Commerce,
  type CompileContext,
  type Reached,
  type Sql,
} from '@muster/core'

/** How orders are read out of messages, by the workspace's commerce setting. All are expressions over a row of `messages`. */
export interface OrderSql {
  /** True for an order up to the instant. */
  readonly isOrder: Sql
  /** Decimal(38, 9), NULL where an order says nothing of it. */
  readonly revenue: Sql
  readonly margin: Sql
  /** Texts; '' where there is none. */
  readonly currency: Sql
  /** The order's lines: an array of tagged values. */
  readonly lines: Sql
  /** The distinct values of a key of the order's lines as text; a number is its JSON. */
  readonly ofLines: (key: string) => Sql
}

export function orderSql(commerce: Commerce, context: CompileContext): OrderSql {
  const at = (path: string): Reached => reach(eventRoot(context), path, context.names)
  const one = (path: string): Sql => {
    const reached = at(path)
    return reached.kind === 'one' ? reached.value : sql`${reached.values}[1]`
  }
  const first = (paths: readonly string[]): Sql =>
    paths.reduceRight<Sql>(
      (rest, path) => sql`ifNull(${decimal(one(path))}, ${rest})`,
      sql`CAST(NULL AS Nullable(Decimal(38, 9)))`,
    )
  const revenue = first(commerce.revenue)
  const lines = one(commerce.products)
  const linesJson = sql`if(startsWith(${lines}, 'a'), substring(${lines}, 2), '')`
  return {
    isOrder: sql`event = ${string(commerce.order)} AND ts <= ${int64(context.at)}`,
    revenue,
    margin: sql`ifNull(${first(commerce.margin)}, ${revenue} - ${first(commerce.cost)})`,
    currency: textOf(one(commerce.currency)),
    lines: elements(lines, context.names),
    // One parse of the whole array, which is several times faster than one for each line.
    ofLines: (key) =>
      sql`arrayFilter(v -> v != '', arrayDistinct(JSONExtract(${linesJson}, ${string(`Array(Tuple(${quoted(key)} String))`)}).1))`,
  }
}

const textOf = (value: Sql): Sql => sql`if(startsWith(${value}, 's'), substring(${value}, 2), '')`

/** A key as the name of a tuple's element in the text of a type, which itself travels as a parameter. */
const quoted = (key: string): string => `\`${key.replace(/[\\`]/g, '\\$&')}\``
