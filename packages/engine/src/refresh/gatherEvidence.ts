import {
  and,
  int64,
  join,
  or,
  propertyColumn,
  render,
  selects,
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
import { MOST_ROWS, type EvaluationContext, type ProfileParts } from './evaluation.ts'

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
    statement === undefined ? [] : warehouse.query<Row>(render(statement), 'refresh')
  const [messages, traits, lists] = await Promise.all([
    ask<MessageRow>(messageStatement(reads, ofNodes, promoted, mostRows, at)),
    ask<TraitRow>(traitStatement(reads, ofNodes, mostRows)),
    ask<ListRow>(listStatement(reads, ofNodes)),
  ])
  const gathering = createGathering(owned)
  for (const row of messages) {
    const parts = gathering.of(row.node)
    parts.events.push(...eventFacts(row, reads.properties))
    parts.seenAt.push(...seenAt(row, at))
    if (row.at.length > mostRows) gathering.crowd(row.node)
  }
  for (const row of traits) {
    gathering.of(row.node).traits.push(...traitFacts(row))
    if (row.at.length > mostRows) gathering.crowd(row.node)
  }
  for (const { node, list } of lists) gathering.of(node).lists.push(list)
  return gathering.done()
}

/** The events of a node, each a place in all lists, and when it was seen at all: lists of nothing where that is not read. */
interface MessageRow {
  readonly node: string
  readonly at: readonly string[]
  readonly id: readonly string[]
  readonly name: readonly string[]
  readonly properties: readonly (readonly string[])[]
  readonly context: readonly string[]
  /** The first and the last instant. */
  readonly seen: readonly string[]
  /** Instants that lie ahead. */
  readonly ahead: readonly string[]
}

/** One scan for both: most of what it costs is to find a node's rows in each column. */
function messageStatement(
  { events, properties, context, seen }: Reads,
  ofNodes: Sql,
  promoted: ReadonlySet<string>,
  mostRows: number,
  at: number,
): Sql | undefined {
  if (events.length === 0 && !seen) return undefined
  const wanted = or(
    events.map(({ selector, from }) =>
      from === undefined ? selects(selector) : and([selects(selector), sql`ts >= ${int64(from)}`]),
    ),
  )
  const values = propertyValues(properties, promoted)
  const all = (column: Sql): Sql => sql`groupArrayIf(${int64(mostRows + 1)})(${column}, ${wanted})`
  const whenSeen = seen
    ? sql`[min(ts), maxIf(ts, ts <= ${int64(at)})] AS seen, groupUniqArrayIf(ts, ts > ${int64(at)}) AS ahead`
    : sql`CAST([], 'Array(Int64)') AS seen, CAST([], 'Array(Int64)') AS ahead`
  const among = seen ? ofNodes : and([ofNodes, wanted])
  return sql`SELECT node, ${all(sql`ts`)} AS at, ${all(sql`message_id`)} AS id, ${all(sql`event`)} AS name, ${all(values)} AS properties, ${all(context ? sql`context` : sql`''`)} AS context, ${whenSeen} FROM messages WHERE ${among} GROUP BY node`
}

/** Up to so many properties are read out of columns of their own; of more, the map of all is less to read. */
const MOST_COLUMNS = 3

function propertyValues(keys: readonly string[], promoted: ReadonlySet<string>): Sql {
  if (keys.length === 0) return sql`CAST([], 'Array(String)')`
  if (keys.length > MOST_COLUMNS) return sql`arrayMap(key -> props[key], ${strings(keys)})`
  const columns = keys.map((key) => propertyColumn(key, promoted))
  return sql`[${join(columns, ', ')}]`
}

function seenAt({ seen, ahead }: MessageRow, at: number): readonly number[] {
  // Where all lies ahead there is no last one.
  const past = Number(seen[0] ?? Infinity) > at ? [] : seen
  return [...past, ...ahead].map(Number)
}

const eventFacts = (row: MessageRow, keys: readonly string[]): readonly EventFact[] =>
  row.at.map((at, i) => ({
    at: Number(at),
    messageId: row.id[i] ?? '',
    name: storedName(row.name[i] ?? ''),
    properties: propertiesOf(keys, row.properties[i] ?? []),
    context: row.context[i] ? storedObject(row.context[i]) : noContext,
  }))

function propertiesOf(keys: readonly string[], texts: readonly string[]): JsonObject {
  const entries: [string, Json][] = []
  for (const [i, text] of texts.entries()) {
    const key = keys[i]
    if (text !== '' && key !== undefined) entries.push([key, storedValue(text)])
  }
  return Object.fromEntries(entries)
}

interface TraitRow {
  readonly node: string
  readonly at: readonly string[]
  readonly id: readonly string[]
  readonly name: readonly string[]
  readonly value: readonly string[]
}

function traitStatement({ traits }: Reads, ofNodes: Sql, mostRows: number): Sql | undefined {
  if (traits.length === 0) return undefined
  const rows = sql`SELECT node, name, ts, message_id, value FROM traits WHERE ${ofNodes} AND name IN ${strings(traits)} LIMIT ${int64(mostRows + 1)} BY node`
  return sql`SELECT node, groupArray(ts) AS at, groupArray(message_id) AS id, groupArray(name) AS name, groupArray(value) AS value FROM (${rows}) GROUP BY node`
}

/** Each trait of a call as a fact of its own: what stands at an instant is the same. */
const traitFacts = (row: TraitRow): readonly TraitFact[] =>
  row.at.map((at, i) => ({
    at: Number(at),
    messageId: row.id[i] ?? '',
    traits: Object.fromEntries([[storedName(row.name[i] ?? ''), traitValue(row.value[i] ?? '')]]),
  }))

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
    done: (): Gathered => ({
      evidence: new Map([...byProfile].filter(([profile]) => !crowded.has(profile))),
      crowded,
    }),
  }
}

const emptyParts = (profileId: bigint): ProfileParts => ({
  profileId,
  nodes: [],
  accounts: [],
  seenAt: [],
  events: [],
  traits: [],
  // A kind is a name that an operator chose: `__proto__` must be one too.
  identifiers: Object.create(null) as Record<string, number>,
  lists: [],
})
