import type { Numeric, Scalar } from '../audience/definition.ts'
import { encodeValue } from '../value/tagged.ts'
import { bind } from './bind.ts'
import type { Names } from './names.ts'
import { float64, identifier, int64, sql, string, type Sql } from './sql.ts'

/*
 * SQL over tagged values (docs/adr/0003): text whose first character is the type, `''` for a missing value. Every piece here
 * is a plain expression over its argument, so it also works inside a lambda over an array.
 */

/** The text behind the tag. */
export const payload = (value: Sql): Sql => sql`substring(${value}, 2)`
export const isText = (value: Sql): Sql => sql`startsWith(${value}, 's')`
export const exists = (value: Sql): Sql => sql`(${value} != '')`
export const isMissing = (value: Sql): Sql => sql`(${value} = '')`

/** A JSON text (of an element, or behind a path) as a tagged value; `''` and `null` are missing. */
export const fromJson = (json: Sql, names: Names): Sql =>
  bind(
    json,
    names,
    (j) =>
      sql`multiIf(${j} IN ('', 'null'), '', startsWith(${j}, '"'), concat('s', JSONExtractString(${j})), ${j} = 'true', 'b1', ${j} = 'false', 'b0', startsWith(${j}, '['), concat('a', ${j}), startsWith(${j}, '{'), concat('o', ${j}), isNotNull(toInt64OrNull(${j})), concat('i', ${j}), concat('d', toString(toFloat64OrZero(${j}))))`,
  )

/**
 * What was cut out of a JSON document. The warehouse spells a whole double beyond 64 bits with all its digits then, which its own reader refuses:
 * such a number gets an exponent again.
 */
const cutOut = (json: Sql): Sql =>
  sql`if(match(${json}, '[0-9]{20}'), replaceRegexpAll(${json}, '([:,\\\\[-])([0-9]{20,})', '\\\\1\\\\2e0'), ${json})`

/** The JSON text under a key of an object; `''` where there is none. */
export const memberJson = (json: Sql, key: string, names: Names): Sql =>
  bind(sql`JSONExtractRaw(${json}, ${string(key)})`, names, cutOut)

/** The JSON texts of an array's elements; none if it is no array. */
export function elementJsons(json: Sql, names: Names): Sql {
  const x = identifier(names.fresh())
  return sql`arrayMap(${x} -> ${cutOut(x)}, JSONExtractArrayRaw(${json}))`
}

/** The JSON text of a tagged array or object; `''` for any other value, in which no path leads anywhere. */
export const toContainerJson = (value: Sql, names: Names): Sql =>
  bind(
    value,
    names,
    (v) => sql`if(startsWith(${v}, 'o') OR startsWith(${v}, 'a'), ${payload(v)}, '')`,
  )

/** The elements of a tagged array as tagged values, missing ones included; none if it is no array. */
export function elements(value: Sql, names: Names): Sql {
  const x = identifier(names.fresh())
  const jsons = bind(
    value,
    names,
    (v) => sql`if(startsWith(${v}, 'a'), ${elementJsons(payload(v), names)}, emptyArrayString())`,
  )
  return sql`arrayMap(${x} -> ${fromJson(x, names)}, ${jsons})`
}

export type Comparison = '=' | '<' | '<=' | '>' | '>='

const OPERATORS: Readonly<Record<Comparison, Sql>> = {
  '=': sql`=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
}

export const operator = (comparison: Comparison): Sql => OPERATORS[comparison]

const MAX_INT64 = 2n ** 63n

/** An argument as the warehouse compares it exactly with integers and doubles alike: Int64 if it is one, else Float64. */
export function numberParameter(value: Numeric): Sql {
  if (typeof value === 'bigint') return sql`${int64(value)}`
  if (Number.isInteger(value)) {
    const whole = BigInt(value)
    if (whole >= -MAX_INT64 && whole < MAX_INT64) return sql`${int64(whole)}`
  }
  return sql`${float64(value)}`
}

/** True when the value is a number that compares so with the argument; integers and doubles are compared exactly. */
export function compareNumber(value: Sql, comparison: Comparison, argument: Numeric): Sql {
  const right = sql`${operator(comparison)} ${numberParameter(argument)}`
  return sql`multiIf(startsWith(${value}, 'i'), toInt64OrZero(${payload(value)}) ${right}, startsWith(${value}, 'd'), toFloat64OrZero(${payload(value)}) ${right}, 0)`
}

/** Equality with a scalar. Text, booleans and integers have one spelling; doubles are compared as numbers. */
export function equalsScalar(value: Sql, scalar: Scalar): Sql {
  const tagged = encodeValue(scalar)
  if (tagged === undefined) throw new Error('a scalar always has a spelling')
  return tagged.startsWith('d')
    ? compareNumber(value, '=', Number(scalar))
    : sql`(${value} = ${string(tagged)})`
}

/** The value as Decimal(38, 9), cut toward zero; NULL if it is no number or its magnitude reaches 10^18. */
export function decimal(value: Sql): Sql {
  const cut = sql`toDecimal128OrNull(${payload(value)}, 9)`
  return sql`if((startsWith(${value}, 'i') OR startsWith(${value}, 'd')) AND abs(toFloat64OrZero(${payload(value)})) < 1e18, ${cut}, NULL)`
}

/** One spelling for equal content, for counting distinct values. */
export const distinctKey = (value: Sql): Sql =>
  sql`if(startsWith(${value}, 'd'), concat('d', toString(toFloat64OrZero(${payload(value)}))), ${value})`

/** Simple lower case by code point. Final sigma and dotted capital I are the only two code points that full lower case treats otherwise. */
export const lower = (text: Sql): Sql =>
  sql`lowerUTF8(replaceAll(replaceAll(${text}, 'İ', 'i'), 'Σ', 'σ'))`
