import {
  computedBehind,
  conditionsIn,
  countsDays,
  insideAccount,
  namesBehind,
  type Meanings,
} from '../audience/computedTrait.ts'
import type {
  Condition,
  EventSelector,
  Path,
  Predicate,
  Scalar,
  Window,
} from '../audience/definition.ts'
import { durationOf } from '../time/checked.ts'
import { DAY } from '../time/duration.ts'
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

/** All edges of a definition, those behind references to audiences and behind computed traits included. */
export function edgesOf(condition: Condition, context: Meanings): readonly Edge[] {
  if ('all' in condition) return condition.all.flatMap((inner) => edgesOf(inner, context))
  if ('any' in condition) return condition.any.flatMap((inner) => edgesOf(inner, context))
  if ('not' in condition) return edgesOf(condition.not, context)
  if ('account' in condition)
    return edgesOf(condition.account, insideAccount(context)).map(ofAccount)
  if ('audience' in condition) return edgesOf(context.audience(condition.audience), context)
  if ('changed' in condition) {
    const { trait, window } = condition
    return [...onTrait(trait, windowEdges(window)), ...sinceEdges(window, context)]
  }
  if ('trait' in condition) {
    const { trait, is } = condition
    return [...traitEdges(trait, is, condition.for), ...computedEdges(trait, is, context)]
  }
  if ('ratio' in condition) return condition.ratio.flatMap((measure) => edgesOf(measure, context))
  if ('sequence' in condition) {
    const [first] = condition.sequence
    const { window } = condition
    return first === undefined
      ? []
      : [...onEvent(first.event, windowEdges(window)), ...sinceEdges(window, context)]
  }
  if ('notFollowedBy' in condition) {
    const deadline: Moving = { kind: 'delay', milliseconds: durationOf(condition.within) }
    const { event, window } = condition
    return [...onEvent(event, [deadline, ...windowEdges(window)]), ...sinceEdges(window, context)]
  }
  if ('event' in condition) {
    const { event, window } = condition
    return [...onEvent(event, windowEdges(window)), ...sinceEdges(window, context)]
  }
  return []
}

/** A window may begin at what a computed trait tells, whose value may have edges of its own. */
function sinceEdges(window: Window | undefined, context: Meanings): readonly Edge[] {
  if (window === undefined || !('since' in window)) return []
  return computedEdges(window.since.trait, { exists: true }, context)
}

/** The edges of what a computed trait looks at, and, where it counts days, the ends of the days that a predicate tells apart. */
function computedEdges(path: Path, is: Predicate, context: Meanings): readonly Edge[] {
  return [...computedBehind(path, context).values()].flatMap((expression) => {
    const within = conditionsIn(expression).flatMap((part) => edgesOf(part, context))
    if (!countsDays(expression)) return within
    const ends = daysTold(is)
      // Within what durations and instants reach; beyond it no day ends.
      .filter((days) => days > 0 && days <= 4_000_000)
      .map((days): Moving => ({ kind: 'delay', milliseconds: days * DAY }))
    return [...within, ...onEvent(expression.event, ends)]
  })
}

/** The numbers of whole days at which the truth of a predicate about a number of days may change. */
function daysTold(is: Predicate): readonly number[] {
  const day = (days: Scalar): readonly number[] => {
    const whole = typeof days === 'number' || typeof days === 'bigint' ? Number(days) : NaN
    return Number.isNaN(whole) ? [] : [Math.ceil(whole), Math.floor(whole) + 1]
  }
  if ('equals' in is) return day(is.equals)
  if ('oneOf' in is) return is.oneOf.flatMap(day)
  if ('between' in is) return is.between.flatMap(day)
  const told = ['atLeast', 'atMost', 'moreThan', 'lessThan', 'exactly'].flatMap((operator) =>
    Object.entries(is).flatMap(([key, value]) => (key === operator ? [value as Scalar] : [])),
  )
  return told.flatMap(day)
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
