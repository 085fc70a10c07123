import {
  int64,
  join,
  ownerOfNode,
  sql,
  strings,
  uint64,
  uint64s,
  type Commerce,
  type Sql,
} from '@muster/core'
import type { Ask } from '../ask.ts'
import type { People } from '../subject.ts'

/** How many members, and how many people at all. */
export interface Sizes {
  readonly members: number
  readonly all: number
}

export interface Counted extends Sizes {
  readonly name: string
}

export interface Activity {
  /** People with any event. */
  readonly active: Sizes
  /** By event: who ever did it. Those of the most people. */
  readonly events: readonly Counted[]
  /** By preferred channel: where people answer. */
  readonly channels: readonly Counted[]
  readonly delivered: Sizes
  readonly opened: Sizes
  readonly clicked: Sizes
}

/** Events beyond these are so rare that they set nobody apart. */
const MOST_EVENTS = 300

/**
 * Names of events are numbered from 1 on, so that a row's event fits beside its node into one number: grouping by that is three times as fast as
 * by a number and a text. 0 is an event without a number.
 */
const EVENT_BITS = 16
const MOST_NUMBERED = 2 ** EVENT_BITS - 1

/** Further facts of a person, in numbers behind those of events: the place of the preferred channel, 0 for none, and what emails did. */
const PLACES = 100_000
const DELIVERED = 200_000
const OPENED = 200_001
const CLICKED = 200_002

interface FactRow {
  readonly fact: string
  readonly everybody: string
  readonly members: string
}

/** Who did what at all up to an instant, where they answer, and what they do with emails: by one scan, counted for each identifier first. */
export async function activityOf(
  ask: Ask,
  commerce: Commerce,
  at: number,
  people: People,
  signal: AbortSignal | undefined,
): Promise<Activity> {
  const names = await eventNames(ask, at, signal)
  const rows = await ask<FactRow>(factsOf(names, commerce, at, people), signal)
  const found = new Map(rows.map((row) => [Number(row.fact), row]))
  const of = (fact: number): Sizes => ({
    members: Number(found.get(fact)?.members ?? 0),
    all: Number(found.get(fact)?.everybody ?? 0),
  })
  const counted = (all: readonly string[], first: number): readonly Counted[] =>
    all.map((name, i) => ({ name, ...of(first + i) })).filter((one) => one.all > 0)
  // Each person has one place.
  const places = ['none', ...Object.keys(commerce.channels)].map((_, i) => of(PLACES + i))
  return {
    active: {
      members: places.reduce((n, { members }) => n + members, 0),
      all: places.reduce((n, { all }) => n + all, 0),
    },
    events: counted(names, 1)
      .toSorted((a, b) => b.all - a.all)
      .slice(0, MOST_EVENTS),
    channels: counted(Object.keys(commerce.channels), PLACES + 1),
    delivered: of(DELIVERED),
    opened: of(OPENED),
    clicked: of(CLICKED),
  }
}

/** The names of all events, at most as many as can be numbered: those of the most messages. */
async function eventNames(
  ask: Ask,
  at: number,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const rows = await ask<{ readonly event: string }>(
    sql`SELECT event FROM messages WHERE event != '' AND ts <= ${int64(at)} GROUP BY event ORDER BY count() DESC, event LIMIT ${uint64(MOST_NUMBERED)}`,
    signal,
  )
  return rows.map(({ event }) => event)
}

/** A select with a row for each fact that holds for somebody: its number, of how many people it does, and of how many members. */
function factsOf(names: readonly string[], commerce: Commerce, at: number, people: People): Sql {
  const numbersOf = (events: readonly string[]): readonly bigint[] =>
    events.filter((event) => names.includes(event)).map((event) => BigInt(names.indexOf(event) + 1))
  const did = (event: string): Sql => sql`hasAny(numbers, ${uint64s(numbersOf([event]))})`
  const fact = (test: Sql, number: number): Sql => sql`if(${test}, [${uint64(number)}], [])`

  const { owner, from } = ownerOfNode()
  const number = sql`toUInt64(transform(event, ${strings(names)}, ${uint64s(names.map((_, i) => BigInt(i + 1)))}, 0))`
  const counted = sql`SELECT bitShiftRight(packed, ${uint64(EVENT_BITS)}) AS node, bitAnd(packed, ${uint64(MOST_NUMBERED)}) AS number, count() AS n FROM messages AS m WHERE event != '' AND ts <= ${int64(at)} GROUP BY bitOr(bitShiftLeft(m.node, ${uint64(EVENT_BITS)}), ${number}) AS packed`
  const perProfile = sql`SELECT ${owner} AS profile, groupArray(number) AS numbers, groupArray(n) AS counts FROM (${counted}) AS counted ${from} GROUP BY profile`
  const answers = Object.values(commerce.channels)
    .map(numbersOf)
    .map((wanted) =>
      wanted.length === 0
        ? sql`0`
        : sql`arraySum((number, n) -> if(has(${uint64s(wanted)}, number), n, 0), numbers, counts)`,
    )
  const { emailDelivered, emailOpened, emailClicked } = commerce
  const facts = [
    sql`arrayDistinct(numbers)`,
    // With as many answers in two channels it is the first of them.
    sql`[${uint64(PLACES)} + if(empty(answers) OR arrayMax(answers) = 0, 0, indexOf(answers, arrayMax(answers)))]`,
    fact(did(emailDelivered), DELIVERED),
    fact(sql`${did(emailDelivered)} AND ${did(emailOpened)}`, OPENED),
    fact(sql`${did(emailDelivered)} AND ${did(emailClicked)}`, CLICKED),
  ]
  return sql`SELECT fact, count() AS everybody, sum(is_member) AS members FROM (SELECT profile IN ${people.set} AS is_member, CAST([${join(answers, ', ')}], 'Array(UInt64)') AS answers, arrayJoin(arrayConcat(${join(facts, ', ')})) AS fact FROM (${perProfile})) GROUP BY fact`
}
