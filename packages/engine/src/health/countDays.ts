import {
  createNames,
  int64,
  localTime,
  noComputedTraits,
  ownerOfNode,
  render,
  sql,
  startOfDay,
  strings,
  type Sql,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { IdentityDay } from './healthApi.ts'

/** What makes a profile known, and what counts as a device of it. */
export const KNOWN_KINDS = ['user_id', 'email', 'phone'] as const
export const DEVICE_KINDS = ['anonymous_id', 'device_id'] as const

export type DayCounts = Omit<IdentityDay, 'merges' | 'leftOut' | 'unmerges' | 'computedAt'>

/** Of days that come later than any other: never. */
const NEVER = 2_000_000_000

/**
 * Counts each day of [first, last], days since 1970 in a zone, the oldest first, quiet days too. Whether somebody was known, had several devices or had
 * decided on consent is what their messages had told by the end of the day; who is one person is what is known now. One statement that reads, of
 * everybody who was active then, all messages until `last`.
 */
export async function countDays(
  warehouse: Warehouse,
  zone: string,
  first: number,
  last: number,
): Promise<readonly DayCounts[]> {
  const rows = await warehouse.query<Row>(render(statement(zone, first, last)), 'backfill')
  const byDay = new Map(rows.map((row) => [Number(row.day), row]))
  return Array.from({ length: last - first + 1 }, (_, i): DayCounts => {
    const day = first + i
    const row = byDay.get(day)
    return {
      ...{ day, from: startOfDay(day, zone), to: startOfDay(day + 1, zone) },
      active: Number(row?.active ?? 0),
      known: Number(row?.known ?? 0),
      severalDevices: Number(row?.several ?? 0),
      consented: Number(row?.consented ?? 0),
      events: Number(row?.events ?? 0),
      knownEvents: Number(row?.known_events ?? 0),
    }
  })
}

interface Row {
  readonly day: string
  readonly active: string
  readonly known: string
  readonly several: string
  readonly consented: string
  readonly events: string
  readonly known_events: string
}

/** The local day of a message. */
export const dayOf = (zone: string): Sql =>
  sql`toInt64(toInt32(toDate32(${localTime({
    at: 0,
    zone,
    promoted: new Set(),
    names: createNames(),
    audience: (id) => {
      throw new Error(`a day refers to no audience, and not to ${id}`)
    },
    computedTrait: noComputedTraits,
  })})))`

function statement(zone: string, first: number, last: number): Sql {
  const [from, to] = [startOfDay(first, zone), startOfDay(last + 1, zone)]
  const isWithin = sql`ts >= ${int64(from)} AND ts < ${int64(to)}`
  const { owner, from: joined } = ownerOfNode()
  const wanted = sql`SELECT node FROM assignments WHERE profile IN (SELECT ${owner} FROM messages ${joined} WHERE ${isWithin})`
  const ofKinds = (kinds: readonly string[]): Sql =>
    sql`arrayFilter(i -> i[1] IN ${strings(kinds)}, ids)`
  const hasConsent = sql`(position(context, '"consent"') > 0 AND JSONLength(context, 'consent', 'categoryPreferences') > 0)`
  const messages = sql`SELECT node, ts, ${dayOf(zone)} AS day, event != '' AS is_event, JSONExtract(identifiers, 'Array(Array(String))') AS ids, notEmpty(${ofKinds(KNOWN_KINDS)}) AS tells_known, arrayMap(i -> concat(i[1], ':', i[2]), ${ofKinds(DEVICE_KINDS)}) AS devices, ${hasConsent} AS tells_consent FROM messages WHERE node IN (${wanted}) AND ts < ${int64(to)}`
  const firstDay = (told: Sql): Sql =>
    sql`if(countIf(${told}) = 0, ${int64(NEVER)}, minIf(day, ${told}))`
  const profiles = sql`SELECT ${owner} AS profile, groupUniqArrayIf(day, ${isWithin}) AS days, sumMapIf([day], [toUInt64(1)], is_event AND ${isWithin}) AS events, ${firstDay(sql`tells_known`)} AS known_day, arraySort(minMap(devices, arrayMap(d -> day, devices)).2) AS device_days, ${firstDay(sql`tells_consent`)} AS consent_day FROM (${messages}) AS messages ${joined} GROUP BY profile HAVING notEmpty(days)`
  const each = sql`SELECT arrayJoin(days) AS day, events.2[indexOf(events.1, day)] AS event_count, known_day <= day AS is_known, length(device_days) >= 2 AND device_days[2] <= day AS has_several, consent_day <= day AS has_consent FROM (${profiles})`
  return sql`SELECT day, count() AS active, countIf(is_known) AS known, countIf(is_known AND has_several) AS several, countIf(has_consent) AS consented, sum(event_count) AS events, sumIf(event_count, is_known) AS known_events FROM (${each}) GROUP BY day ORDER BY day`
}
