import { sql, type Sql } from './sql.ts'
import { isText, payload } from './tagged.ts'

/**
 * The instant that a tagged value spells, in milliseconds since 1970 UTC, NULL if it spells none. The same grammar as
 * {@link parseInstant}: a date alone, or date, time and zone; days that don't exist are no instants. The civil-day arithmetic is the
 * well-known one over 400-year eras of 146,097 days.
 */
export const instantOf = (value: Sql): Sql =>
  sql`arrayMap(g -> if(${isReal}, ${milliseconds}, NULL), [extractGroups(if(${isText(value)}, ${payload(value)}, ''), ${PATTERN})])[1]`

const PATTERN = sql`'^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]+))?)?(Z|[+-][0-9]{2}:[0-9]{2}))?$'`

const year = sql`toInt64OrZero(g[1])`
const month = sql`toInt64OrZero(g[2])`
const day = sql`toInt64OrZero(g[3])`
const offsetHours = sql`toInt64OrZero(substring(g[8], 2, 2))`
const offsetMinutes = sql`toInt64OrZero(substring(g[8], 5, 2))`

const isLeap = sql`(${year} % 4 = 0 AND (${year} % 100 != 0 OR ${year} % 400 = 0))`
const daysInMonth = sql`[31, if(${isLeap}, 29, 28), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][${month}]`
const isReal = sql`(length(g) = 8 AND ${year} >= 1 AND ${month} BETWEEN 1 AND 12 AND ${day} BETWEEN 1 AND ${daysInMonth} AND toInt64OrZero(g[4]) <= 23 AND toInt64OrZero(g[5]) <= 59 AND toInt64OrZero(g[6]) <= 59 AND ${offsetHours} <= 23 AND ${offsetMinutes} <= 59)`

/** Years begin in March here, so that the leap day comes last. */
const shiftedYear = sql`(${year} - (${month} <= 2))`
const dayOfYear = sql`(intDiv(153 * (${month} + if(${month} > 2, -3, 9)) + 2, 5) + ${day} - 1)`
const daysSince1970 = sql`(365 * ${shiftedYear} + intDiv(${shiftedYear}, 4) - intDiv(${shiftedYear}, 100) + intDiv(${shiftedYear}, 400) + ${dayOfYear} - 719468)`
const offset = sql`(if(startsWith(g[8], '-'), -1, 1) * (${offsetHours} * 60 + ${offsetMinutes}) * 60000)`
const milliseconds = sql`toInt64(${daysSince1970} * 86400000 + toInt64OrZero(g[4]) * 3600000 + toInt64OrZero(g[5]) * 60000 + toInt64OrZero(g[6]) * 1000 + toInt64OrZero(substring(concat(g[7], '000'), 1, 3)) - ${offset})`
