import {
  identifier,
  int64,
  join,
  ownerOfNode,
  sql,
  string,
  strings,
  type Commerce,
  type Sql,
} from '@muster/core'
import type { Ask } from '../ask.ts'
import type { People } from '../subject.ts'

/** How many members, and how many people at all. */
export interface Counted {
  readonly name: string
  readonly members: number
  readonly all: number
}

export interface Activity {
  /** People with any event. */
  readonly active: Omit<Counted, 'name'>
  /** By event: who ever did it. Those of the most people. */
  readonly events: readonly Counted[]
  /** By preferred channel. */
  readonly channels: readonly Counted[]
  readonly delivered: Omit<Counted, 'name'>
  readonly opened: Omit<Counted, 'name'>
  readonly clicked: Omit<Counted, 'name'>
}

/** Events beyond these are so rare that they set nobody apart. */
const MOST_EVENTS = 300

/** Who did what at all, up to an instant: a bitmap of people for each event, so that no event is counted twice for anybody. */
export async function eventsOf(
  ask: Ask,
  at: number,
  people: People,
  signal: AbortSignal | undefined,
): Promise<Pick<Activity, 'active' | 'events'>> {
  const { owner, from } = ownerOfNode()
  const members = sql`SELECT groupBitmapState(profile) FROM ${people.set}`
  const byEvent = sql`SELECT event, groupBitmapState(${owner}) AS who FROM messages ${from} WHERE event != '' AND ts <= ${int64(at)} GROUP BY event`
  const [row] = await ask<{
    readonly events: readonly (readonly [string, string, string])[]
    readonly active: string
    readonly active_members: string
  }>(
    sql`WITH (${members}) AS members SELECT arraySlice(arrayReverseSort(e -> e.2, groupArray((toString(event), bitmapCardinality(who), bitmapAndCardinality(who, members)))), 1, ${int64(MOST_EVENTS)}) AS events, bitmapCardinality(groupBitmapMergeState(who)) AS active, bitmapAndCardinality(groupBitmapMergeState(who), members) AS active_members FROM (${byEvent})`,
    signal,
  )
  return {
    active: { members: Number(row?.active_members ?? 0), all: Number(row?.active ?? 0) },
    events: (row?.events ?? []).map(([name, all, isMember]) => ({
      name,
      members: Number(isMember),
      all: Number(all),
    })),
  }
}

/** Where people answer, and what they do with emails. */
export async function channelsOf(
  ask: Ask,
  commerce: Commerce,
  at: number,
  people: People,
  signal: AbortSignal | undefined,
): Promise<Omit<Activity, 'active' | 'events'>> {
  const channels = Object.entries(commerce.channels)
  const { emailDelivered, emailOpened, emailClicked } = commerce
  const emails = [emailDelivered, emailOpened, emailClicked]
  const { owner, from } = ownerOfNode()
  const answers = channels.map(([, events]) => sql`countIf(event IN ${strings(events)})`)
  const did = emails.map((event, i) => sql`max(event = ${string(event)}) AS ${identifier(`e${i}`)}`)
  const wanted = strings([...new Set([...emails, ...channels.flatMap(([, events]) => events)])])
  const perProfile = sql`SELECT ${owner} AS profile, CAST([${join(answers, ', ')}], 'Array(UInt64)') AS answers, ${join(did, ', ')} FROM messages ${from} WHERE event IN ${wanted} AND ts <= ${int64(at)} GROUP BY profile`
  const figures: readonly Sql[] = [
    sql`profile IN ${people.set} AS is_member`,
    sql`if(empty(answers) OR arrayMax(answers) = 0, 0, indexOf(answers, arrayMax(answers))) AS place`,
    sql`count() AS people`,
    sql`countIf(e0 = 1) AS delivered`,
    sql`countIf(e0 = 1 AND e1 = 1) AS opened`,
    sql`countIf(e0 = 1 AND e2 = 1) AS clicked`,
  ]
  const rows = await ask<{
    readonly is_member: number
    readonly place: string
    readonly people: string
    readonly delivered: string
    readonly opened: string
    readonly clicked: string
  }>(sql`SELECT ${join(figures, ', ')} FROM (${perProfile}) GROUP BY is_member, place`, signal)
  type Row = (typeof rows)[number]
  const sum = (figure: 'people' | 'delivered' | 'opened' | 'clicked', place?: number) => {
    const of = (some: readonly Row[]) => some.reduce((n, row) => n + Number(row[figure]), 0)
    const all = rows.filter((row) => place === undefined || Number(row.place) === place)
    return { members: of(all.filter((row) => row.is_member === 1)), all: of(all) }
  }
  return {
    channels: channels
      .map(([name], i) => ({ name, ...sum('people', i + 1) }))
      .filter(({ all }) => all > 0),
    delivered: sum('delivered'),
    opened: sum('opened'),
    clicked: sum('clicked'),
  }
}
