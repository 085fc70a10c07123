import {
  and,
  int64,
  join,
  or,
  render,
  selects,
  sql,
  strings,
  uint64,
  type Edge,
  type Sql,
} from '@muster/core'
import { ownersOf } from '../read/nodesOf.ts'
import { ORDERED } from '../warehouse/projections.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { inSlices } from './inSlices.ts'
import type { Program } from './program.ts'
import type { Touch, Touches } from './touches.ts'
import {
  crosser,
  rangesOf,
  type Crosser,
  type Span,
  type WatchedEdge,
  type WatchedRange,
} from './watchedRanges.ts'

/**
 * Finds evidence that crosses an edge within a tick by narrow ranges of timestamps. One look serves all ticks of the next moments: what
 * arrives meanwhile is held against the same ranges as it comes, and a touch that does not say what came makes another look due at once.
 */
export interface EdgeWatch {
  /** `touches` are those that the tick begins with. When very much crosses, as after a flood, it comes in portions. */
  readonly crossers: (program: Program, span: Span, touches: Touches) => AsyncIterable<Seen>
}

export interface Seen {
  /** Of those that a portion is of, all that crosses within the span, and some that crosses later. */
  readonly crossers: readonly Crosser[]
  /** Whether this is the first time that they are told. */
  readonly isNew: boolean
}

/** Tells the owners of nodes that need not be asked for. */
export interface KnownOwners {
  readonly ownerOf: (node: bigint) => bigint | undefined
}

/** How far ahead one look reaches. It costs hardly more than that for one tick, and what it finds each tick has to go through. Milliseconds. */
const AHEAD = 2_000
/** A span that may hold more than what is worth a count. Milliseconds. */
const LONG = 5_000
/** So many rows are told together, about: they take 1 kB each with all that is made of them. */
const MOST_ROWS = 50_000

interface Look {
  readonly program: Program
  readonly zone: string
  readonly until: number
  readonly onMessages: readonly WatchedRange[]
  readonly onTraits: readonly WatchedRange[]
  readonly crossers: Crosser[]
}

export function createEdgeWatch(
  warehouse: Warehouse,
  {
    known = nobody,
    ahead = AHEAD,
    mostRows = MOST_ROWS,
  }: { readonly known?: KnownOwners; readonly ahead?: number; readonly mostRows?: number } = {},
): EdgeWatch {
  let last: Look | undefined
  const deps = { warehouse, known }
  return {
    async *crossers(program, span, touches) {
      const news = [...touches].flatMap(([profile, all]) =>
        all.map((touch) => [profile, touch] as const),
      )
      const isGood = last?.program === program && last.zone === span.zone && span.at <= last.until
      if (last === undefined || !isGood || news.some(([, touch]) => saysTooLittle(touch))) {
        last = undefined
        const of = Math.ceil((await rowsCrossing(warehouse, program, span)) / mostRows)
        if (of <= 1) {
          last = await look(deps, program, span, span.at + ahead)
          yield { crossers: last.crossers, isNew: true }
          return
        }
        for (let number = 0; number < of; number++) {
          const { crossers } = await look(deps, program, span, span.at, { number, of })
          yield { crossers, isNew: false }
        }
        return
      }
      const good = last
      await inSlices(news, ([profile, touch]) => {
        good.crossers.push(...comingWith(touch, profile, good, span.at))
      })
      yield { crossers: good.crossers, isNew: false }
    },
  }
}

const nobody: KnownOwners = { ownerOf: () => undefined }

/** Anything may have come with it. An edge brings nothing. */
const saysTooLittle = ({ cause, evidence, at }: Touch): boolean =>
  cause.kind !== 'edge' && (evidence === undefined || at === undefined)

async function look(
  { warehouse, known }: { readonly warehouse: Warehouse; readonly known: KnownOwners },
  program: Program,
  { before, zone }: Span,
  until: number,
  portion: Portion = { number: 0, of: 1 },
): Promise<Look> {
  const { onMessages, onTraits } = rangesOf(program, before, until, zone)
  const [messages, traits] = await Promise.all([
    rowsIn<Row>(
      warehouse,
      sql`SELECT node, event AS name, ts FROM ${ORDERED.messagesByTime}`,
      onMessages,
      portion,
    ),
    rowsIn<Row>(
      warehouse,
      sql`SELECT node, name, ts FROM ${ORDERED.traitsByTime}`,
      onTraits,
      portion,
    ),
  ])
  const owners = await ownersOfRows([...messages, ...traits], warehouse, known)
  const crossers: Crosser[] = []
  const addCrossers = (rows: readonly Row[], among: readonly WatchedRange[]): Promise<void> =>
    inSlices(rows, ({ node, name, ts }) => {
      const profile = owners.get(node)
      if (profile !== undefined) crossers.push(...crosser(profile, name, Number(ts), among))
    })
  await addCrossers(messages, onMessages)
  await addCrossers(traits, onTraits)
  return { program, zone, until, onMessages, onTraits, crossers }
}

/** Some of all nodes, each of one portion. */
interface Portion {
  readonly number: number
  readonly of: number
}

/** How many rows a look has to go through. Of a short span it is not worth asking. */
async function rowsCrossing(
  warehouse: Warehouse,
  program: Program,
  { before, at, zone }: Span,
): Promise<number> {
  if (at - before <= LONG) return 0
  const { onMessages, onTraits } = rangesOf(program, before, at, zone)
  const counts = await Promise.all([
    rowsIn<Count>(
      warehouse,
      sql`SELECT count() AS rows FROM ${ORDERED.messagesByTime}`,
      onMessages,
    ),
    rowsIn<Count>(warehouse, sql`SELECT count() AS rows FROM ${ORDERED.traitsByTime}`, onTraits),
  ])
  return counts.flat().reduce((sum, { rows }) => sum + Number(rows), 0)
}

interface Count {
  readonly rows: string
}

interface Row {
  readonly node: string
  readonly name: string
  readonly ts: string
}

async function rowsIn<Found>(
  warehouse: Warehouse,
  select: Sql,
  ranges: readonly WatchedRange[],
  { number, of }: Portion = { number: 0, of: 1 },
): Promise<readonly Found[]> {
  if (ranges.length === 0) return []
  const tests = ranges.map(({ range, edges }) =>
    and([sql`ts >= ${int64(range.from)}`, sql`ts < ${int64(range.to)}`, ...nameTests(edges)]),
  )
  const within = or(tests)
  const among =
    of === 1 ? within : and([within, sql`intHash64(node) % ${uint64(of)} = ${uint64(number)}`])
  return warehouse.query<Found>(render(join([select, sql`WHERE ${among}`], ' ')), 'refresh')
}

/** By the text of the node. */
async function ownersOfRows(
  rows: readonly Row[],
  warehouse: Warehouse,
  known: KnownOwners,
): Promise<ReadonlyMap<string, bigint>> {
  const owners = new Map<string, bigint>()
  const others: bigint[] = []
  await inSlices(new Set(rows.map(({ node }) => node)), (text) => {
    const node = BigInt(text)
    const owner = known.ownerOf(node)
    if (owner === undefined) others.push(node)
    else owners.set(text, owner)
  })
  for (const [node, owner] of await ownersOf(warehouse, others, 'refresh'))
    owners.set(String(node), owner)
  return owners
}

/** None when an edge looks at whatever there is, else one. */
function nameTests(edges: readonly WatchedEdge[]): readonly Sql[] {
  const looks = new Map(edges.map(({ edge: { on } }) => [JSON.stringify(on), on]))
  const tests = [...looks.values()].map(nameTest)
  return tests.includes(undefined) ? [] : [or(tests.flatMap((test) => test ?? []))]
}

function nameTest(on: Edge['on']): Sql | undefined {
  switch (on.kind) {
    case 'message':
      return undefined
    case 'event':
      return selects(on.selector)
    case 'trait':
      return sql`name IN ${strings(on.names)}`
  }
}

/** What a touch brings that crosses within the look's reach and after an instant, at which it is looked at anyway. */
function comingWith(
  { evidence, at }: Touch,
  profile: bigint,
  look: Look,
  after: number,
): readonly Crosser[] {
  if (evidence === undefined || at === undefined) return []
  const isNear = ({ range: { from, to, delay } }: WatchedRange): boolean =>
    at >= from && at < to && (delay === undefined || at + delay > after)
  const [onMessages, onTraits] = [look.onMessages.filter(isNear), look.onTraits.filter(isNear)]
  if (onMessages.length + onTraits.length === 0) return []
  const [event = '', ...traits] = JSON.parse(evidence) as readonly string[]
  return [
    ...crosser(profile, event, at, onMessages),
    ...traits.flatMap((name) => crosser(profile, name, at, onTraits)),
  ]
}
