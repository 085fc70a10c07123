import { sql, type Sql } from './sql.ts'
import { isText, payload } from './tagged.ts'

/**
 * The instant that a tagged value spells, in milliseconds since 1970 UTC, NULL if it spells none. The same grammar as
 * {@link parseInstant}: a date alone, or date, time and zone; days that don't exist are no instants.
 */
export const instantOf = (value: Sql): Sql =>
  sql`arrayMap(g -> arrayMap(n -> if(${isReal}, ${milliseconds}, NULL), [arrayMap(part -> toInt64OrZero(part), g)])[1], [extractGroups(if(${isText(value)}, ${payload(value)}, ''), ${PATTERN})])[1]`

/** Year, month, day, hour, minute, second, fraction, sign, hours and minutes of the offset. */
const PATTERN = sql`'^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]+))?)?(?:Z|([+-])([0-9]{2}):([0-9]{2})))?$'`

/**
 * The warehouse knows dates from 1900 to 2299 only. The calendar repeats every 400 years of 146,097 days, so the year is moved there by
 * whole cycles, and the days are moved back.
 */
const date = sql`makeDate32(1900 + (n[1] + 100) % 400, n[2], n[3])`
const days = sql`(toInt64(toInt32(${date})) + (intDiv(n[1] + 100, 400) - 5) * 146097)`

const isReal = sql`(length(g) = 10 AND n[1] >= 1 AND toMonth(${date}) = n[2] AND toDayOfMonth(${date}) = n[3] AND n[4] <= 23 AND n[5] <= 59 AND n[6] <= 59 AND n[9] <= 23 AND n[10] <= 59)`
const milliseconds = sql`(${days} * 86400000 + n[4] * 3600000 + n[5] * 60000 + n[6] * 1000 + toInt64OrZero(substring(concat(g[7], '000'), 1, 3)) - if(g[8] = '-', -1, 1) * (n[9] * 60 + n[10]) * 60000)`
