import { crossedRanges, type CrossedRange } from '@muster/core'
import { ownersOf } from '../read/nodesOf.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import {
  createEdgeWatch,
  type Crosser,
  type EdgeWatch,
  type Span,
  type WatchedEdge,
} from './edgeWatch.ts'
import type { HotProfiles } from './hotProfiles.ts'
import type { Program } from './program.ts'
import { addTouch, type Touch, type Touches } from './touches.ts'

/** Touches every profile with evidence that crossed an edge in the span. Without a watch the look reaches no further than that. */
export async function touchCrossings(
  {
    warehouse,
    hot,
    edges = createEdgeWatch(warehouse, 0),
  }: { readonly warehouse: Warehouse; readonly hot?: HotProfiles; readonly edges?: EdgeWatch },
  program: Program,
  span: Span,
  touches: Touches,
): Promise<void> {
  const rangesOf = rangesWithin(span)
  const crossed = (await edges.crossers(program, span, touches)).flatMap(
    ({ of, name, ts, edges: its }) =>
      its.flatMap((watched) =>
        rangesOf(watched)
          .filter(({ from, to }) => ts >= from && ts < to)
          .map(({ delay }): { readonly of: Crosser['of']; readonly touch: Touch } => ({
            of,
            touch: {
              cause: { kind: 'edge' },
              dueAt: delay === undefined ? span.before + 1 : ts + delay,
              audiences: watched.audiences ?? arrivalConcerns(name, program),
            },
          })),
      ),
  )
  const nodes = new Set(crossed.flatMap(({ of }) => ('node' in of ? [of.node] : [])))
  const isHot = (node: bigint): boolean => hot?.ownerOf(node) !== undefined
  const owners = await ownersOf(
    warehouse,
    [...nodes].filter((node) => !isHot(node)),
    'refresh',
  )
  for (const { of, touch } of crossed) {
    const profile = 'profile' in of ? of.profile : (hot?.ownerOf(of.node) ?? owners.get(of.node))
    if (profile !== undefined) addTouch(touches, profile, touch)
  }
}

/** The ranges of an edge within a span, found once for all that cross it. */
function rangesWithin({ before, at, zone }: Span) {
  const known = new Map<WatchedEdge, readonly CrossedRange[]>()
  return (watched: WatchedEdge): readonly CrossedRange[] => {
    const ranges = known.get(watched) ?? crossedRanges(watched.edge.moving, before, at, zone)
    known.set(watched, ranges)
    return ranges
  }
}

/** Whom an event concerns that was dated ahead. What is no event may have brought any trait. */
const arrivalConcerns = (event: string, program: Program): ReadonlySet<number> =>
  event === '' ? program.all : program.concernedBy(JSON.stringify([event]))
