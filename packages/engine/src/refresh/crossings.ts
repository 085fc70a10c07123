import { crossedRanges, type CrossedRange } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { createEdgeWatch, type EdgeWatch } from './edgeWatch.ts'
import { inSlices } from './inSlices.ts'
import type { Program } from './program.ts'
import { addTouch, type Touches } from './touches.ts'
import type { Crosser, Span, WatchedEdge } from './watchedRanges.ts'

/** Whom a tick looks at together. */
export interface Crossing {
  readonly touches: Touches
  /** Who else has been seen to cross an edge soon. */
  readonly soon: readonly bigint[]
}

/**
 * Touches every profile with evidence that crossed an edge in the span: those that are touched already with the first, and more after them
 * when very many cross. Without a watch the look reaches no further than the span.
 */
export async function* touchCrossings(
  {
    warehouse,
    edges = createEdgeWatch(warehouse, { ahead: 0 }),
  }: { readonly warehouse: Warehouse; readonly edges?: EdgeWatch },
  program: Program,
  span: Span,
  touches: Touches,
): AsyncGenerator<Crossing> {
  const rangesOf = rangesWithin(span)
  const concerned = concernedTogether(program)
  let together = touches
  for await (const { crossers, isNew } of edges.crossers(program, span, touches)) {
    await inSlices(crossers, (crosser) => {
      for (const [dueAt, its] of dueIn(crosser, span, rangesOf)) {
        const audiences = concerned(its, crosser.name)
        addTouch(together, crosser.profile, { cause: { kind: 'edge' }, dueAt, audiences })
      }
    })
    const seen = isNew ? new Set(crossers.map(({ profile }) => profile)) : []
    yield { touches: together, soon: [...seen].filter((profile) => !together.has(profile)) }
    together = new Map()
  }
}

type RangesOf = (watched: WatchedEdge) => readonly CrossedRange[]

/** The edges that are crossed within the span, by the instants at which they are. */
function dueIn(
  { ts, edges }: Crosser,
  { before }: Span,
  rangesOf: RangesOf,
): ReadonlyMap<number, readonly WatchedEdge[]> {
  const due = new Map<number, WatchedEdge[]>()
  for (const watched of edges) {
    for (const { from, to, delay } of rangesOf(watched)) {
      if (ts < from || ts >= to) continue
      const at = delay === undefined ? before + 1 : ts + delay
      const known = due.get(at)
      if (known === undefined) due.set(at, [watched])
      else known.push(watched)
    }
  }
  return due
}

/** The ranges of an edge within a span, found once for all that cross it. */
function rangesWithin({ before, at, zone }: Span): RangesOf {
  const known = new Map<WatchedEdge, readonly CrossedRange[]>()
  return (watched) => {
    const ranges = known.get(watched) ?? crossedRanges(watched.edge.moving, before, at, zone)
    known.set(watched, ranges)
    return ranges
  }
}

/** The audiences that edges crossed at once concern: one set for the same edges, since most of what crosses them crosses all of them. */
function concernedTogether(program: Program) {
  const known = new Map<string, ReadonlySet<number>>()
  const numbers = new Map<WatchedEdge, number>()
  const numberOf = (watched: WatchedEdge): number => {
    const number = numbers.get(watched) ?? numbers.size
    numbers.set(watched, number)
    return number
  }
  return (edges: readonly WatchedEdge[], name: string): ReadonlySet<number> => {
    const [first, ...others] = edges
    if (first !== undefined && others.length === 0)
      return first.audiences ?? arrivalConcerns(name, program)
    const ofAny = edges.some(({ audiences }) => audiences === undefined)
    const key = JSON.stringify([edges.map(numberOf), ...(ofAny ? [name] : [])])
    const concerned =
      known.get(key) ??
      new Set(edges.flatMap(({ audiences }) => [...(audiences ?? arrivalConcerns(name, program))]))
    known.set(key, concerned)
    return concerned
  }
}

/** Whom an event concerns that was dated ahead. What is no event may have brought any trait. */
const arrivalConcerns = (event: string, program: Program): ReadonlySet<number> =>
  event === '' ? program.all : program.concernedBy(JSON.stringify([event]))
