import {
  int64,
  join,
  ownerOfNode,
  sql,
  string,
  strings,
  uint64,
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

/** Who did what at all up to an instant, where they answer, and what they do with emails. */
export async function activityOf(
  ask: Ask,
  commerce: Commerce,
  at: number,
  people: People,
  signal: AbortSignal | undefined,
): Promise<Activity> {
  const did = (await ask<DidRow>(whoDid(at, people), signal)).map(
    ({ event, everybody, members }): Counted => ({
      name: event,
      members: Number(members),
      all: Number(everybody),
    }),
  )
  const answered = await ask<AnswersRow>(whoAnswered(commerce, at, people), signal)
  const count = (test: (row: AnswersRow) => boolean): Sizes => {
    const sum = (rows: readonly AnswersRow[]): number =>
      rows.reduce((n, row) => n + Number(row.people), 0)
    const counted = answered.filter(test)
    return { members: sum(counted.filter(({ is_member }) => is_member === 1)), all: sum(counted) }
  }
  const { members = 0, all = 0 } = did.find(({ name }) => name === ANY) ?? {}
  return {
    active: { members, all },
    events: did.filter(({ name }) => name !== ANY),
    channels: Object.keys(commerce.channels)
      .map((name, i) => ({ name, ...count(({ place }) => Number(place) === i + 1) }))
      .filter((channel) => channel.all > 0),
    delivered: count(({ delivered }) => delivered === 1),
    opened: count(({ delivered, opened }) => delivered === 1 && opened === 1),
    clicked: count(({ delivered, clicked }) => delivered === 1 && clicked === 1),
  }
}

interface DidRow {
  readonly event: string
  readonly everybody: string
  readonly members: string
}

/** In the place of an event's name: any of them. No event has an empty name. */
const ANY = ''

/**
 * A select with a row for each of the events that the most people did, and one for any event. Nodes come in their order, so that a bitmap of those
 * behind each event takes a tenth of what grouping by node and event would; only then is it asked whose they are.
 */
function whoDid(at: number, people: People): Sql {
  const { owner, from } = ownerOfNode()
  const nodes = sql`SELECT event, groupBitmapState(node) AS nodes FROM messages WHERE event != '' AND ts <= ${int64(at)} GROUP BY event`
  const pairs = sql`SELECT event, ${owner} AS profile FROM (SELECT event, arrayJoin(bitmapToArray(nodes)) AS node FROM (${nodes})) AS done ${from}`
  return sql`SELECT event, groupBitmap(profile) AS everybody, groupBitmapIf(profile, profile IN ${people.set}) AS members FROM (${pairs}) GROUP BY event WITH ROLLUP ORDER BY event = ${string(ANY)} DESC, everybody DESC, event LIMIT ${uint64(MOST_EVENTS + 1)}`
}

interface AnswersRow {
  readonly is_member: number
  /** Of the preferred channel, from 1; 0 for none. */
  readonly place: string
  readonly delivered: number
  readonly opened: number
  readonly clicked: number
  readonly people: string
}

/** A select that counts those who did anything by which they answer or are mailed, by all that is asked of them. */
function whoAnswered(commerce: Commerce, at: number, people: People): Sql {
  const { owner, from } = ownerOfNode()
  const { channels, emailDelivered, emailOpened, emailClicked } = commerce
  const answers = Object.values(channels)
  const wanted = [...answers.flat(), emailDelivered, emailOpened, emailClicked]
  const counts = answers.map((events) => sql`countIf(event IN ${strings(events)})`)
  const perNode = sql`SELECT node, [${join([...counts, sql`toUInt64(0)`], ', ')}] AS counts, max(event = ${string(emailDelivered)}) AS was_delivered, max(event = ${string(emailOpened)}) AS has_opened, max(event = ${string(emailClicked)}) AS has_clicked FROM messages WHERE event IN ${strings(wanted)} AND ts <= ${int64(at)} GROUP BY node`
  const perProfile = sql`SELECT ${owner} AS profile, sumForEach(counts) AS answers, max(was_delivered) AS delivered, max(has_opened) AS opened, max(has_clicked) AS clicked FROM (${perNode}) AS by_node ${from} GROUP BY profile`
  // With as many answers in two channels it is the first of them.
  const place = sql`if(arrayMax(answers) = 0, 0, indexOf(answers, arrayMax(answers)))`
  return sql`SELECT profile IN ${people.set} AS is_member, ${place} AS place, delivered, opened, clicked, count() AS people FROM (${perProfile}) GROUP BY is_member, place, delivered, opened, clicked`
}
