import {
  and,
  byTimeThenId,
  int64,
  join,
  memo,
  or,
  propertyColumn,
  render,
  selectsName,
  sql,
  strings,
  uint64s,
  type EventFact,
  type Json,
  type JsonObject,
  type Reads,
  type Sql,
  type TraitFact,
} from '@muster/core'
import type { OwnedNodes } from '../read/nodesOf.ts'
import {
  noContext,
  storedName,
  storedObject,
  storedValue,
  traitValue,
} from '../read/storedValues.ts'
import { emptyParts, MOST_ROWS, type EvaluationContext, type ProfileParts } from './evaluation.ts'

/** The evidence of some profiles, as far as it is read. */
export interface Gathered {
  readonly evidence: ReadonlyMap<bigint, ProfileParts>
  /** Who has so much of it that it stays in the warehouse: they are missing in `evidence`. */
  readonly crowded: ReadonlySet<bigint>
}

/** Reads from the warehouse what definitions look at of the owners of these nodes, what is dated ahead of the instant included. */
export async function gatherEvidence(
  { warehouse, promoted, mostRows = MOST_ROWS }: EvaluationContext,
  reads: Reads,
  owned: OwnedNodes,
  at: number,
): Promise<Gathered> {
  if (owned.nodes.length === 0) return { evidence: new Map(), crowded: new Set() }
  const ofNodes = sql`node IN ${uint64s(owned.nodes)}`
  const ask = async <Row>(statement: Sql | undefined): Promise<readonly Row[]> =>
    statement === undefined
      ? []
      : warehouse.query<Row>(render(sql`${statement} ${WITHOUT_COPIES}`), 'refresh')
  const [messages, lists] = await Promise.all([
    ask<MessageRow>(messageStatement(reads, ofNodes, promoted, mostRows)),
    ask<ListRow>(listStatement(reads, ofNodes)),
  ])
  const gathering = createGathering(owned)
  const isRead = readTest(reads)
  for (const row of messages) {
    const parts = gathering.of(row.node)
    const instants = row.at.map(Number)
    parts.events.push(...eventFacts(row, instants, reads, isRead))
    parts.traits.push(...row.sent.flatMap(traitFact))
    if (reads.seen) parts.seenAt.push(...seenAt(instants, at))
    if (row.at.length > mostRows) gathering.crowd(row.node)
  }
  for (const { node, list } of lists) gathering.of(node).lists.push(list)
  return gathering.done()
}

/** People are found by the tables' own order; to look whether a copy in another one would do takes a tenth of such a statement. */
const WITHOUT_COPIES = sql`SETTINGS optimize_use_projections = 0`

/** The messages of a node, each a place in all lists, and the traits that it was sent with. */
interface MessageRow {
  readonly node: string
  readonly at: readonly string[]
  readonly id: readonly string[]
  readonly name: readonly string[]
  readonly properties: readonly (readonly string[])[]
  readonly context: readonly string[]
  readonly sent: readonly SentTraits[]
}

/** When, by which message, and the tagged values by name. */
type SentTraits = readonly [at: string, id: string, traits: Readonly<Record<string, string>>]

/**
 * Which of a node's messages are wanted is found out when they are here: nearly all are, and a condition for each that is looked at makes the
 * statement three times as dear for a tick's few people. Traits are taken from the same rows: the table of traits, which is ordered for who looks at
 * everybody, would be another statement.
 */
function messageStatement(
  reads: Reads,
  ofNodes: Sql,
  promoted: ReadonlySet<string>,
  mostRows: number,
): Sql | undefined {
  const wanted = wantedRows(reads)
  if (wanted === 'none') return undefined
  const { properties, context, traits } = reads
  const all = everyOne(mostRows)
  const values = propertyValues(properties, promoted)
  const sent = sql`groupArrayIf(${int64(mostRows + 1)})((ts, message_id, mapFilter((key, value) -> has(${strings(traits)}, key), traits)), ${IDENTIFY})`
  const among = wanted === 'all' ? ofNodes : and([ofNodes, wanted])
  return sql`SELECT node, ${all(sql`ts`)} AS at, ${all(sql`message_id`)} AS id, ${all(sql`event`)} AS name, ${all(values)} AS properties, ${context ? all(sql`context`) : sql`[]`} AS context, ${traits.length > 0 ? sent : sql`[]`} AS sent FROM messages WHERE ${among} GROUP BY node`
}

const IDENTIFY = sql`kind = 'identify'`

/** Which messages of somebody tell what is read: events from the earliest that is looked at, and all that brought traits. */
function wantedRows({ events, traits, seen }: Reads): Sql | 'all' | 'none' {
  if (seen) return 'all'
  const tellTraits = traits.length > 0 ? [IDENTIFY] : []
  if (events.length === 0) return tellTraits[0] ?? 'none'
  const earliest = earliestOf(events.map(({ from }) => from))
  return earliest === undefined ? 'all' : or([sql`ts >= ${int64(earliest)}`, ...tellTraits])
}

/** A column of all rows of a group, and of one more than are wanted, so that too many are seen to be. */
const everyOne =
  (mostRows: number) =>
  (column: Sql): Sql =>
    sql`groupArray(${int64(mostRows + 1)})(${column})`

/** Undefined when one of them is: there is no limit. */
const earliestOf = (instants: readonly (number | undefined)[]): number | undefined =>
  instants.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.min(a, b)))

/** Whether an event of a name and instant is looked at, by the earliest instant from which events of the name are. */
function readTest({ events }: Reads): (name: string, at: number) => boolean {
  const from = memo((name: string) =>
    Math.min(
      ...events
        .filter(({ selector }) => selectsName(selector, name))
        .map((read) => read.from ?? -Infinity),
    ),
  )
  return (name, at) => at >= from(name)
}

/** Up to so many properties are read out of columns of their own; of more, the map of all is less to read. */
const MOST_COLUMNS = 3

function propertyValues(keys: readonly string[], promoted: ReadonlySet<string>): Sql {
  if (keys.length === 0) return sql`CAST([], 'Array(String)')`
  if (keys.length > MOST_COLUMNS) return sql`arrayMap(key -> props[key], ${strings(keys)})`
  const columns = keys.map((key) => propertyColumn(key, promoted))
  return sql`[${join(columns, ', ')}]`
}

/** The first and the last instant, and those that lie ahead: nothing that is asked depends on the others. */
function seenAt(instants: readonly number[], at: number): readonly number[] {
  const past = instants.filter((instant) => instant <= at)
  const ends = past.length === 0 ? [] : [least(past), -least(past.map((instant) => -instant))]
  return [...ends, ...new Set(instants.filter((instant) => instant > at))]
}

const least = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => Math.min(a, b), Infinity)

function eventFacts(
  row: MessageRow,
  instants: readonly number[],
  { properties }: Reads,
  isRead: (name: string, at: number) => boolean,
): readonly EventFact[] {
  const facts: EventFact[] = []
  for (const [i, at] of instants.entries()) {
    const name = storedName(row.name[i] ?? '')
    if (!isRead(name, at)) continue
    facts.push({
      at,
      messageId: row.id[i] ?? '',
      name,
      properties: propertiesOf(properties, row.properties[i] ?? []),
      context: row.context[i] ? storedObject(row.context[i]) : noContext,
    })
  }
  return facts
}

function propertiesOf(keys: readonly string[], texts: readonly string[]): JsonObject {
  const entries: [string, Json][] = []
  for (const [i, text] of texts.entries()) {
    const key = keys[i]
    if (text !== '' && key !== undefined) entries.push([key, storedValue(text)])
  }
  return Object.fromEntries(entries)
}

/** None of a call without any trait that is looked at. */
function traitFact([at, id, traits]: SentTraits): readonly TraitFact[] {
  const entries = Object.entries(traits)
  if (entries.length === 0) return []
  const read = entries.map(([name, text]) => [storedName(name), traitValue(text)] as const)
  return [{ at: Number(at), messageId: id, traits: Object.fromEntries(read) }]
}

interface ListRow {
  readonly node: string
  readonly list: string
}

const listStatement = ({ lists }: Reads, ofNodes: Sql): Sql | undefined =>
  lists.length === 0
    ? undefined
    : sql`SELECT node, list FROM list_entries WHERE ${ofNodes} AND list IN ${strings(lists)} GROUP BY node, list HAVING argMax(present, version) = 1`

function createGathering({ nodes, owners, kinds }: OwnedNodes) {
  const byNode = new Map<string, ProfileParts>()
  const byProfile = new Map<bigint, ProfileParts>()
  const crowded = new Set<bigint>()
  for (const [i, node] of nodes.entries()) {
    const [owner, kind] = [owners[i], kinds[i]]
    if (owner === undefined || kind === undefined) throw new Error('every node has an owner')
    const parts = byProfile.get(owner) ?? emptyParts(owner)
    byProfile.set(owner, parts)
    byNode.set(node.toString(), parts)
    parts.nodes.push(node)
    parts.kinds.push(kind)
    parts.identifiers[kind] = (parts.identifiers[kind] ?? 0) + 1
  }
  const of = (node: string): ProfileParts => {
    const parts = byNode.get(node)
    if (parts === undefined)
      throw new Error(`there is evidence of node ${node}, which was not asked for`)
    return parts
  }
  return {
    of,
    crowd: (node: string) => crowded.add(of(node).profileId),
    done: (): Gathered => {
      for (const profile of crowded) byProfile.delete(profile)
      // Evaluation takes them in order, and would put them so each time.
      for (const { events, traits } of byProfile.values())
        for (const facts of [events, traits]) facts.sort(byTimeThenId)
      return { evidence: byProfile, crowded }
    },
  }
}
