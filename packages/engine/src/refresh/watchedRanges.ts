import { crossedRanges, selectsName, type CrossedRange, type Edge } from '@muster/core'
import type { Program } from './program.ts'

/** The instants that a tick moves between: from the last one (excluded) to this one (included). */
export interface Span {
  readonly before: number
  readonly at: number
  readonly zone: string
}

/** An edge, with the audiences that it concerns; undefined for the one that all have: evidence with a timestamp ahead of its receipt. */
export interface WatchedEdge {
  readonly edge: Edge
  readonly audiences: ReadonlySet<number> | undefined
}

/** Evidence that crosses edges soon, and whose it is. */
export interface Crosser {
  readonly profile: bigint
  /** The event's name, or the trait's. */
  readonly name: string
  readonly ts: number
  readonly edges: readonly WatchedEdge[]
}

const ARRIVAL: WatchedEdge = {
  edge: { on: { kind: 'message' }, moving: { kind: 'delay', milliseconds: 0 } },
  audiences: undefined,
}

/** A range of timestamps with the edges that whatever lies in it crosses: many audiences look at windows of one length. */
export interface WatchedRange {
  readonly range: CrossedRange
  readonly edges: readonly WatchedEdge[]
}

/** What crosses an edge of the program from one instant to another. */
export function rangesOf(program: Program, before: number, until: number, zone: string) {
  const all = [ARRIVAL, ...program.edges]
  const isOnTrait = ({ edge }: WatchedEdge): boolean => edge.on.kind === 'trait'
  return {
    onTraits: grouped(all.filter(isOnTrait), before, until, zone),
    onMessages: grouped(
      all.filter((watched) => !isOnTrait(watched)),
      before,
      until,
      zone,
    ),
  }
}

function grouped(
  edges: readonly WatchedEdge[],
  before: number,
  until: number,
  zone: string,
): readonly WatchedRange[] {
  const known = new Map<string, { readonly range: CrossedRange; readonly edges: WatchedEdge[] }>()
  for (const watched of edges) {
    for (const range of crossedRanges(watched.edge.moving, before, until, zone)) {
      const key = JSON.stringify(range)
      const group = known.get(key) ?? { range, edges: [] }
      known.set(key, group)
      group.edges.push(watched)
    }
  }
  return [...known.values()]
}

/** The same test as the query's. */
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

/** What evidence crosses of some ranges: none or one. */
export function crosser(
  profile: bigint,
  name: string,
  ts: number,
  among: readonly WatchedRange[],
): readonly Crosser[] {
  const edges = new Set<WatchedEdge>()
  for (const { range, edges: its } of among) {
    if (ts < range.from || ts >= range.to) continue
    for (const watched of its) if (concerns(watched.edge, name)) edges.add(watched)
  }
  return edges.size === 0 ? [] : [{ profile, name, ts, edges: [...edges] }]
}
