import {
  and,
  crossedRanges,
  int64,
  join,
  or,
  render,
  selects,
  selectsName,
  sql,
  strings,
  type CrossedRange,
  type Edge,
  type Sql,
} from '@muster/core'
import { ownersOf } from '../read/nodesOf.ts'
import type { HotProfiles } from './hotProfiles.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Program } from './program.ts'
import { addTouch, type Touches } from './touches.ts'

/** The instants that a tick moves between: from the last one (excluded) to this one (included). */
export interface Span {
  readonly before: number
  readonly at: number
  readonly zone: string
}

interface Crossed {
  readonly edge: Edge
  readonly range: CrossedRange
  /** Undefined for the edge that all audiences have: evidence with a timestamp ahead of its receipt. */
  readonly audiences: ReadonlySet<number> | undefined
}

interface Row {
  readonly node: string
  readonly name: string
  readonly ts: string
}

/** Touches every profile with evidence that crossed an edge in the span, found by narrow ranges of timestamps. */
export async function touchCrossings(
  { warehouse, hot }: { readonly warehouse: Warehouse; readonly hot?: HotProfiles },
  program: Program,
  span: Span,
  touches: Touches,
): Promise<void> {
  const arrivals: Edge = { on: { kind: 'message' }, moving: { kind: 'delay', milliseconds: 0 } }
  const edges = [{ edge: arrivals, audiences: undefined }, ...program.edges]
  const crossed = edges.flatMap(({ edge, audiences }): readonly Crossed[] =>
    crossedRanges(edge.moving, span.before, span.at, span.zone).map((range) => ({
      edge,
      range,
      audiences,
    })),
  )
  const onTraits = crossed.filter(({ edge }) => edge.on.kind === 'trait')
  const onMessages = crossed.filter(({ edge }) => edge.on.kind !== 'trait')
  const [messages, traits] = await Promise.all([
    rowsIn(warehouse, sql`SELECT node, event AS name, ts FROM messages`, onMessages),
    rowsIn(warehouse, sql`SELECT node, name, ts FROM traits`, onTraits),
  ])
  const found = [
    ...messages.map((row) => ({ row, among: onMessages })),
    ...traits.map((row) => ({ row, among: onTraits })),
  ]
  const nodes = new Set(found.map(({ row }) => BigInt(row.node)))
  const isHot = (node: bigint): boolean => hot?.ownerOf(node) !== undefined
  const owners = await ownersOf(
    warehouse,
    [...nodes].filter((node) => !isHot(node)),
    'refresh',
  )
  for (const { row, among } of found) {
    const node = BigInt(row.node)
    const profile = hot?.ownerOf(node) ?? owners.get(node)
    if (profile === undefined) continue
    for (const { edge, range, audiences } of among) {
      const ts = Number(row.ts)
      if (ts < range.from || ts >= range.to || !concerns(edge, row.name)) continue
      const dueAt = range.delay === undefined ? span.before + 1 : ts + range.delay
      addTouch(touches, profile, {
        cause: { kind: 'edge' },
        dueAt,
        audiences: audiences ?? arrivalConcerns(row.name, program),
      })
    }
  }
}

/** Whom an event concerns that was dated ahead. What is no event may have brought any trait. */
const arrivalConcerns = (event: string, program: Program): ReadonlySet<number> =>
  event === '' ? program.all : program.concernedBy(JSON.stringify([event]))

async function rowsIn(
  warehouse: Warehouse,
  select: Sql,
  crossed: readonly Crossed[],
): Promise<readonly Row[]> {
  if (crossed.length === 0) return []
  const tests = crossed.map(({ edge, range }) =>
    and([sql`ts >= ${int64(range.from)}`, sql`ts < ${int64(range.to)}`, ...nameTest(edge)]),
  )
  return warehouse.query<Row>(render(join([select, sql`WHERE ${or(tests)}`], ' ')), 'refresh')
}

function nameTest({ on }: Edge): readonly Sql[] {
  switch (on.kind) {
    case 'message':
      return []
    case 'event':
      return [selects(on.selector)]
    case 'trait':
      return [sql`name IN ${strings(on.names)}`]
  }
}

/** The same test as the query's, to tell which of several edges a row crossed. */
function concerns({ on }: Edge, name: string): boolean {
  switch (on.kind) {
    case 'message':
      return true
    case 'trait':
      return on.names.includes(name)
    case 'event':
      return selectsName(on.selector, name)
  }
}
