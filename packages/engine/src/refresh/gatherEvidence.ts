import {
  and,
  decodeValue,
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
import { storedObject, traitValue } from '../read/storedValues.ts'
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
  const [events, traits, seen, lists] = await Promise.all([
    ask<EventRow>(eventStatement(reads, ofNodes, promoted, mostRows)),
    ask<TraitRow>(traitStatement(reads, ofNodes, mostRows)),
    ask<SeenRow>(
      reads.seen
        ? sql`SELECT node, min(ts) AS first, maxIf(ts, ts <= ${int64(at)}) AS last, groupUniqArrayIf(ts, ts > ${int64(at)}) AS ahead FROM messages WHERE ${ofNodes} GROUP BY node`
        : undefined,
    ),
    ask<ListRow>(listStatement(reads, ofNodes)),
  ])
  const gathering = createGathering(owned)
  for (const row of events) {
    gathering.of(row.node).events.push(...eventFacts(row, reads.properties))
    if (row.at.length > mostRows) gathering.crowd(row.node)
  }
  for (const row of traits) {
    gathering.of(row.node).traits.push(...traitFacts(row))
    if (row.at.length > mostRows) gathering.crowd(row.node)
  }
  for (const { node, first, last, ahead } of seen) {
    // Where all lies ahead there is no last one.
    const past = Number(first) > at ? [] : [first, last]
    gathering.of(node).seenAt.push(...[...past, ...ahead].map(Number))
  }
  for (const { node, list } of lists) gathering.of(node).lists.push(list)
  return gathering.done()
}

interface EventRow {
  readonly node: string
  readonly at: readonly string[]
  readonly id: readonly string[]
  readonly name: readonly string[]
  readonly properties: readonly (readonly string[])[]
  readonly context: readonly string[]
}

function eventStatement(
  { events, properties, context }: Reads,
  ofNodes: Sql,
  promoted: ReadonlySet<string>,
  mostRows: number,
): Sql | undefined {
  if (events.length === 0) return undefined
  const wanted = or(
    events.map(({ selector, from }) =>
      from === undefined ? selects(selector) : and([selects(selector), sql`ts >= ${int64(from)}`]),
    ),
  )
  const columns = join(
    properties.map((key) => propertyColumn(key, promoted)),
    ', ',
  )
  const values = properties.length === 0 ? sql`CAST([], 'Array(String)')` : sql`[${columns}]`
  const rows = sql`SELECT node, ts, message_id, event, ${values} AS texts, ${context ? sql`context` : sql`''`} AS around FROM messages WHERE ${ofNodes} AND ${wanted} LIMIT ${int64(mostRows + 1)} BY node`
  return sql`SELECT node, groupArray(ts) AS at, groupArray(message_id) AS id, groupArray(event) AS name, groupArray(texts) AS properties, groupArray(around) AS context FROM (${rows}) GROUP BY node`
}

const eventFacts = (row: EventRow, keys: readonly string[]): readonly EventFact[] =>
  row.at.map((at, i) => ({
    at: Number(at),
    messageId: row.id[i] ?? '',
    name: row.name[i] ?? '',
    properties: propertiesOf(keys, row.properties[i] ?? []),
    context: row.context[i] ? storedObject(row.context[i]) : {},
  }))

function propertiesOf(keys: readonly string[], texts: readonly string[]): JsonObject {
  const entries: [string, Json][] = []
  for (const [i, text] of texts.entries()) {
    const key = keys[i]
    if (text !== '' && key !== undefined) entries.push([key, decodeValue(text)])
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
    traits: Object.fromEntries([[row.name[i] ?? '', traitValue(row.value[i] ?? '')]]),
  }))

interface SeenRow {
  readonly node: string
  readonly first: string
  readonly last: string
  readonly ahead: readonly string[]
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
