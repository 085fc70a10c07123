import { int64, sql, string, strings, uint64, type Sql } from '@muster/core'
import { KNOWN_IN_20, NUMBERS_PER_PERSON } from './people.ts'
import {
  BRANDS,
  CAMPAIGNS,
  CATEGORIES,
  CITIES,
  CONTEXT,
  COUNTRIES,
  COUPONS,
  PLANS,
} from './shop.ts'

/** People [from, to) and how much they have done on average by an instant (milliseconds since 1970 UTC). */
export interface Stretch {
  readonly from: number
  readonly to: number
  /** Events for each person on average, those of identify calls not counted. */
  readonly eventsEach: number
  /** The history ends here. */
  readonly until: number
}

const YEAR = 365 * 86_400_000

/** A number in [0, 1) that is the same for the same things. */
const unit = (of: Sql): Sql => sql`(cityHash64(${of}) / 18446744073709551616.0)`
const pick = (from: readonly string[], by: Sql): Sql =>
  sql`${strings(from)}[1 + (${by}) % ${uint64(from.length)}]`
/** A tagged number, of cents: \`i19\`, or \`d19.5\`. */
const money = (cents: Sql): Sql =>
  sql`concat(if((${cents}) % 100 = 0, 'i', 'd'), toString((${cents}) / 100))`

/** People with what the rest is made of. Ages are milliseconds before the end. */
const people = ({ from, to }: Stretch): Sql => sql`
  SELECT
    number AS p,
    p % 20 < ${uint64(KNOWN_IN_20)} AS known,
    p * ${uint64(NUMBERS_PER_PERSON)} AS profile,
    lower(hex(MD5(concat('p', toString(p))))) AS anonymous_id,
    toInt64(${int64(YEAR)} * pow(${unit(sql`p, 'first'`)}, 0.7)) AS first_age
  FROM numbers(${uint64(from)}, ${uint64(to - from)})`

/**
 * How many events: a few people do most of it (a Pareto tail, cut at a hundred times the average, and made to come to 1 on average). The
 * fraction is thrown for, so that the average is kept.
 */
const activity = (each: number): Sql => {
  const wanted = sql`(${{ type: 'Float64', value: each / 0.8983 }} * least(100, 0.25 * pow(${unit(sql`p, 'much'`)} + 1e-12, -0.75)))`
  return sql`toUInt64(${wanted} + ${unit(sql`p, 'more'`)})`
}

/** The insert's columns, in the order of the selects below. One statement makes one part, so that there is less to merge afterwards. */
const INTO = sql`INSERT INTO messages (node, ts, message_id, kind, event, props, traits, context, group_id, identifiers, received_at)
  SETTINGS min_insert_block_size_rows = 10000000, min_insert_block_size_bytes = 10000000000`

const anonymousOnly = sql`concat('[["anonymous_id","', anonymous_id, '"]]')`
const named = sql`concat('[["user_id","u', toString(p), '"],["anonymous_id","', anonymous_id, '"]]')`

/**
 * Sessions of six events, from a page view to an order now and then, with the last one at a time that is the likelier the nearer it is to the
 * end. Of known people every fourth session is before they sign in.
 */
export const insertEvents = (stretch: Stretch): Sql => {
  const until = int64(stretch.until)
  const session = sql`cityHash64(p, intDiv(k, 6))`
  return sql`${INTO}
  SELECT
    if(known AND s % 4 != 0, profile + 1, profile) AS node,
    ${until} - toInt64(first_age * pow(${unit(sql`s`)}, 1.6)) - (5 - pos) * (20000 + toInt64(h % 90000)) AS ts,
    lower(hex(sipHash128(p, k))) AS message_id,
    if(event = 'Page Viewed', 'page', 'track') AS kind,
    multiIf(
      pos = 0, multiIf(known AND h % 100 < 15, 'Email Opened', known AND h % 100 < 20, 'Email Clicked', 'Page Viewed'),
      pos = 1, if(h % 100 < 40, 'Page Viewed', 'Product Viewed'),
      pos = 3 AND s % 100 < 35, 'Product Added',
      pos = 4, if(s % 100 < 21, 'Checkout Started', 'Page Viewed'),
      pos = 5 AND s % 100 < 15, 'Order Completed',
      'Product Viewed') AS event,
    multiIf(
      event = 'Page Viewed', map('name', concat('s', category), 'path', concat('s/c/', lower(category))),
      event IN ('Email Opened', 'Email Clicked'), map('campaign', concat('s', ${pick(CAMPAIGNS, sql`s`)})),
      event = 'Product Viewed', map(${productProps()}),
      event = 'Product Added', map(${productProps()}, 'quantity', concat('i', toString(1 + s % 4))),
      event = 'Checkout Started', map('value', ${money(sql`cents * (1 + s % 4)`)}, 'products', concat('i', toString(1 + s % 4))),
      h % 5 = 0, map(${orderProps()}, 'coupon', concat('s', ${pick(COUPONS, sql`h`)})),
      map(${orderProps()})) AS props,
    map() AS traits,
    ${string(CONTEXT)} AS context,
    '' AS group_id,
    if(known AND s % 4 != 0, ${named}, ${anonymousOnly}) AS identifiers,
    ts AS received_at
  FROM (
    SELECT *, k, ${session} AS s, k % 6 AS pos, cityHash64(p, k, 'event') AS h, h % 400 AS product,
      495 + (product * 7919) % 19000 AS cents, ${pick(CATEGORIES, sql`s`)} AS category
    FROM (${people(stretch)}) ARRAY JOIN range(${activity(stretch.eventsEach)}) AS k
  )`
}

const productProps = (): Sql =>
  sql`'product_id', concat('sP', toString(product)), 'category', concat('s', category), 'brand', concat('s', ${pick(BRANDS, sql`product`)}), 'price', ${money(sql`cents`)}`

const orderProps = (): Sql =>
  sql`'order_id', concat('so', toString(p), '-', toString(k)), 'revenue', ${money(sql`cents * (1 + s % 4)`)}, 'category', concat('s', category), 'currency', 'sEUR'`

/** Known people sign up when they are first seen; three in ten change their plan later. */
export const insertIdentifies = (stretch: Stretch): Sql => {
  const until = int64(stretch.until)
  const h = sql`cityHash64(p, 'traits')`
  return sql`${INTO}
  SELECT
    profile + 1 AS node,
    ${until} - if(k = 0, first_age, toInt64(first_age * 0.4 * ${unit(sql`p, 'upgrade'`)})) AS ts,
    lower(hex(sipHash128(p, k, 'identify'))) AS message_id,
    'identify' AS kind,
    '' AS event,
    map() AS props,
    if(k = 0, map(
      'email', concat('sp', toString(p), '@example.com'),
      'country', concat('s', ${pick(COUNTRIES, h)}),
      'city', concat('s', ${pick(CITIES, sql`intDiv(${h}, 16)`)}),
      'plan', concat('s', ${pick(PLANS, sql`intDiv(${h}, 128)`)}),
      'birthday', concat('s', toString(toDate32('1950-01-01') + intDiv(${h}, 1024) % 20000)),
      'points', concat('i', toString(intDiv(${h}, 4096) % 5000)),
      'newsletter', if(${h} % 3 = 0, 'b1', 'b0'),
      'createdAt', concat('s', formatDateTime(fromUnixTimestamp64Milli(ts, 'UTC'), '%Y-%m-%dT%H:%i:%sZ')),
      'trialEndsAt', concat('s', formatDateTime(fromUnixTimestamp64Milli(ts + 1209600000, 'UTC'), '%Y-%m-%dT%H:%i:%sZ'))),
    map('plan', concat('s', ${pick(PLANS, sql`intDiv(${h}, 256)`)}), 'points', concat('i', toString(intDiv(${h}, 8192) % 9000)))) AS traits,
    ${string(CONTEXT)} AS context,
    '' AS group_id,
    concat('[["user_id","u', toString(p), '"],["email","p', toString(p), '@example.com"],["anonymous_id","', anonymous_id, '"]]') AS identifiers,
    ts AS received_at
  FROM (${people(stretch)}) ARRAY JOIN range(if(cityHash64(p, 'upgrades') % 10 < 3, 2, 1)) AS k
  WHERE known`
}

/** Whose each identifier is: the browser's first, then the user id and the email of those who are known. */
export const insertAssignments = (stretch: Stretch): Sql => sql`
  INSERT INTO assignments (node, kind, profile, version)
  SELECT profile + place AS node, ['anonymous_id', 'user_id', 'email'][place + 1] AS kind, profile, 1 AS version
  FROM (${people(stretch)}) ARRAY JOIN if(known, [0, 1, 2], [0]) AS place`

/** Identify calls for each person on average. */
export const IDENTIFIES_EACH = (KNOWN_IN_20 / 20) * 1.3
