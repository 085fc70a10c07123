import type { Condition, EventSelector, Path, Predicate, Window } from '../audience/definition.ts'
import { parsePath } from '../value/parsePath.ts'
import { durationOf } from '../time/checked.ts'
import type { CompileContext } from './context.ts'
import { boundsOf, type FixedWindow } from './window.ts'

/**
 * How the truth of a condition can change as the clock moves, with no new evidence: evidence at t enters or leaves a window, or a
 * deadline t + delay passes. Only evidence in a narrow range of timestamps is concerned between two instants.
 */
export type Edge = {
  readonly on:
    | { readonly kind: 'event'; readonly selector: EventSelector }
    | { readonly kind: 'trait'; readonly names: readonly string[] }
    | { readonly kind: 'message' }
  readonly moving: Moving
}
export type Moving =
  | { readonly kind: 'window'; readonly window: FixedWindow }
  | { readonly kind: 'delay'; readonly milliseconds: number }

/** Timestamps from (included) to (excluded), and how long after its timestamp evidence there crosses; `undefined` at a calendar's boundary. */
export interface CrossedRange {
  readonly from: number
  readonly to: number
  readonly delay: number | undefined
}

/** The timestamps of evidence that crosses this edge as the clock moves from T0 (excluded) to T (included). */
export function crossedRanges(
  moving: Moving,
  before: number,
  at: number,
  zone: string,
): readonly CrossedRange[] {
  if (moving.kind === 'delay') {
    const delay = moving.milliseconds
    return [{ from: before - delay + 1, to: at - delay + 1, delay }]
  }
  const [then, now] = [boundsOf(moving.window, before, zone), boundsOf(moving.window, at, zone)]
  const isRolling = !('calendar' in moving.window)
  return (['from', 'to'] as const).flatMap((side) => {
    const [a, b] = [then[side], now[side]]
    if (a === undefined || b === undefined || a === b) return []
    const [from, to] = [Math.min(a, b), Math.max(a, b)]
    return [{ from, to, delay: isRolling ? at - b + 1 : undefined }]
  })
}

/** All edges of a definition, those behind references to audiences included. */
export function edgesOf(
  condition: Condition,
  context: Pick<CompileContext, 'audience'>,
): readonly Edge[] {
  if ('all' in condition) return condition.all.flatMap((inner) => edgesOf(inner, context))
  if ('any' in condition) return condition.any.flatMap((inner) => edgesOf(inner, context))
  if ('not' in condition) return edgesOf(condition.not, context)
  if ('account' in condition) return edgesOf(condition.account, context).map(ofAccount)
  if ('audience' in condition) return edgesOf(context.audience(condition.audience), context)
  if ('changed' in condition) return onTrait(condition.trait, windowEdges(condition.window))
  if ('trait' in condition) return traitEdges(condition.trait, condition.is, condition.for)
  if ('ratio' in condition) return condition.ratio.flatMap((measure) => edgesOf(measure, context))
  if ('sequence' in condition) {
    const first = condition.sequence[0]
    return first === undefined ? [] : onEvent(first.event, windowEdges(condition.window))
  }
  if ('notFollowedBy' in condition) {
    const deadline: Moving = { kind: 'delay', milliseconds: durationOf(condition.within) }
    return onEvent(condition.event, [deadline, ...windowEdges(condition.window)])
  }
  if ('event' in condition) return onEvent(condition.event, windowEdges(condition.window))
  return []
}

function windowEdges(window: Window | undefined): readonly Moving[] {
  // Events after T don't count, so those ahead of a `since` window come in by their own timestamps, like all others.
  if (window === undefined || 'since' in window) return []
  return 'from' in window || 'to' in window ? [] : [{ kind: 'window', window }]
}

const onEvent = (selector: EventSelector, moving: readonly Moving[]): readonly Edge[] =>
  moving.map((edge) => ({ on: { kind: 'event', selector }, moving: edge }))

const onTrait = (path: Path, moving: readonly Moving[]): readonly Edge[] =>
  moving.map((edge) => ({ on: { kind: 'trait', names: namesBehind(path) }, moving: edge }))

/** An account's traits come with group calls, which stand among the messages as those that are no event. */
const ofAccount = (edge: Edge): Edge =>
  edge.on.kind === 'trait' ? { ...edge, on: { kind: 'event', selector: '' } } : edge

/** The traits that a path may read: the one with exactly that name, and the one that it walks into. */
export function namesBehind(path: Path): readonly string[] {
  const [first] = parsePath(path)
  return first === undefined || first.key === path ? [path] : [path, first.key]
}

function traitEdges(path: Path, is: Predicate, held: string | undefined): readonly Edge[] {
  if (held !== undefined) return onTrait(path, [{ kind: 'delay', milliseconds: durationOf(held) }])
  if (path !== 'profile.firstSeenAt' && path !== 'profile.lastSeenAt') return []
  return relativeDelays(is).map((milliseconds) => ({
    on: { kind: 'message' },
    moving: { kind: 'delay', milliseconds },
  }))
}

/** The delays after which an instant v makes the predicate change its truth, at v + delay. */
export function relativeDelays(predicate: Predicate): readonly number[] {
  if ('withinLast' in predicate) return [0, durationOf(predicate.withinLast)]
  if ('moreThanAgo' in predicate) return [durationOf(predicate.moreThanAgo)]
  if ('withinNext' in predicate) return [0, -durationOf(predicate.withinNext)]
  if ('moreThanAhead' in predicate) return [-durationOf(predicate.moreThanAhead)]
  return []
}
