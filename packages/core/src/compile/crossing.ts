import {
  computedBehind,
  conditionsIn,
  insideAccount,
  namesBehind,
  propertyShown,
} from '../audience/computedTrait.ts'
import type { Condition, Duration, Filter, Path, Predicate } from '../audience/definition.ts'
import { anniversaryDays } from './anniversary.ts'
import { durationOf } from '../time/checked.ts'
import type { CompileContext } from './context.ts'
import { relativeDelays } from './edges.ts'
import { elementRoot, elementsReached, eventRoot, selects } from './filter.ts'
import { instantOf } from './instant.ts'
import { reach, type Reached, type Root } from './path.ts'
import { and, identifier, int64, or, sql, strings, type Sql } from './sql.ts'
import { elements, payload } from './tagged.ts'

/**
 * Which rows hold a value that makes a predicate change its truth as the clock moves from `before` (excluded) to `context.at`
 * (included): "trial ends within the next 3 days", a birthday. Such rows can't be found by their timestamps.
 */
export interface ValueCrossings {
  /** A test for a row of `messages`; undefined when no condition looks at such values. */
  readonly messages: Sql | undefined
  /** A test for a row of `traits`, and of `account_traits`. */
  readonly traits: Sql | undefined
}

export function valueCrossings(
  definitions: readonly Condition[],
  before: number,
  context: CompileContext,
): ValueCrossings {
  const found = definitions.flatMap((definition) => crossingsIn(definition, before, context))
  const on = (table: 'messages' | 'traits'): Sql | undefined => {
    const tests = found
      .filter((crossing) => crossing.table === table)
      .map((crossing) => crossing.test)
    return tests.length === 0 ? undefined : or(tests)
  }
  return { messages: on('messages'), traits: on('traits') }
}

interface Crossing {
  readonly table: 'messages' | 'traits'
  readonly test: Sql
}

function crossingsIn(
  condition: Condition,
  before: number,
  context: CompileContext,
): readonly Crossing[] {
  const recur = (inner: Condition): readonly Crossing[] => crossingsIn(inner, before, context)
  const inFilter = (
    event: Parameters<typeof selects>[0],
    where: Filter | undefined,
  ): readonly Crossing[] => {
    const test =
      where === undefined ? undefined : filterCrosses(where, eventRoot(context), before, context)
    return test === undefined ? [] : [{ table: 'messages', test: and([selects(event), test]) }]
  }
  if ('all' in condition) return condition.all.flatMap(recur)
  if ('any' in condition) return condition.any.flatMap(recur)
  if ('not' in condition) return recur(condition.not)
  if ('account' in condition) return crossingsIn(condition.account, before, insideAccount(context))
  if ('audience' in condition) return recur(context.audience(condition.audience))
  if ('changed' in condition) return []
  if ('trait' in condition)
    return condition.for === undefined
      ? traitCrosses(condition.trait, condition.is, before, context)
      : []
  if ('ratio' in condition) return condition.ratio.flatMap((measure) => recur(measure))
  if ('sequence' in condition) {
    const steps = [
      ...condition.sequence,
      ...(condition.without === undefined ? [] : [condition.without]),
    ]
    return steps.flatMap((step) => inFilter(step.event, step.where))
  }
  if ('notFollowedBy' in condition) {
    const { event, where, notFollowedBy } = condition
    return [...inFilter(event, where), ...inFilter(notFollowedBy.event, notFollowedBy.where)]
  }
  if ('event' in condition) {
    const since =
      condition.window !== undefined && 'since' in condition.window
        ? condition.window.since.trait
        : undefined
    // A `since` window opens at the instant that the trait spells.
    const opening =
      since === undefined ? [] : traitCrosses(since, { withinLast: '1s' }, before, context)
    const { aggregate, is } = condition
    const values =
      typeof aggregate === 'object' && is !== undefined
        ? aggregateCrosses(aggregate, is)
        : undefined
    const test =
      values &&
      reachedCrosses(
        reach(eventRoot(context), values.path, context.names),
        values.is,
        before,
        context,
      )
    return [
      ...opening,
      ...inFilter(condition.event, condition.where),
      ...(test === undefined
        ? []
        : [{ table: 'messages' as const, test: and([selects(condition.event), test]) }]),
    ]
  }
  return []
}

/** `first` and `last` compare a value of the event with a predicate, which may be relative to T. */
function aggregateCrosses(
  aggregate: object,
  is: Predicate,
): { readonly path: Path; readonly is: Predicate } | undefined {
  if ('first' in aggregate) return { path: aggregate.first as Path, is }
  return 'last' in aggregate ? { path: aggregate.last as Path, is } : undefined
}

function traitCrosses(
  path: Path,
  is: Predicate,
  before: number,
  context: CompileContext,
): readonly Crossing[] {
  const known = [
    ...seenCrosses(path, is, before, context),
    ...computedCrosses(path, is, before, context),
  ]
  const root: Root = {
    kind: 'trait',
    value: (name) => sql`if(name IN ${strings([name])}, value, '')`,
  }
  const test = reachedCrosses(reach(root, path, context.names), is, before, context)
  const sent: readonly Crossing[] =
    test === undefined
      ? []
      : [{ table: 'traits', test: and([sql`name IN ${strings(namesBehind(path))}`, test]) }]
  return [...known, ...sent]
}

/** What a computed trait looks at, and the property that it shows, compared with the clock where the property is sent. */
function computedCrosses(
  path: Path,
  is: Predicate,
  before: number,
  context: CompileContext,
): readonly Crossing[] {
  return [...computedBehind(path, context)].flatMap(([name, expression]) => {
    const parts = conditionsIn(expression).flatMap((part) => crossingsIn(part, before, context))
    const shown = propertyShown(expression)
    if (shown === undefined || !('event' in expression)) return parts
    // A path that walks on into the value walks on from the property.
    const property = reach(eventRoot(context), shown + path.slice(name.length), context.names)
    const test = reachedCrosses(property, is, before, context)
    return test === undefined
      ? parts
      : [...parts, { table: 'messages', test: and([selects(expression.event), test]) }]
  })
}

/** The day on which somebody was seen first or last comes round. What passes a fixed time after it is found as an edge. */
function seenCrosses(
  path: Path,
  is: Predicate,
  before: number,
  context: CompileContext,
): readonly Crossing[] {
  if (path !== 'profile.firstSeenAt' && path !== 'profile.lastSeenAt') return []
  if (!('anniversaryWithin' in is)) return []
  const days = daysThatChange(is.anniversaryWithin, before, context)
  // Such a trait is written in UTC.
  const day = sql`formatDateTime(fromUnixTimestamp64Milli(ts, 'UTC'), '%m-%d')`
  return [{ table: 'messages', test: sql`${day} IN ${strings(days)}` }]
}

/** The days of the year that come in or go out as the clock moves. */
function daysThatChange(
  within: Duration,
  before: number,
  { at, zone }: CompileContext,
): readonly string[] {
  const duration = durationOf(within)
  const [then, now] = [anniversaryDays(before, duration, zone), anniversaryDays(at, duration, zone)]
  // A day may come in and go out again in between, so what comes round at either end is not enough.
  return anniversaryDays(before, at - before + duration, zone).filter(
    (day) => !then.includes(day) || !now.includes(day),
  )
}

function filterCrosses(
  filter: Filter,
  root: Root,
  before: number,
  context: CompileContext,
): Sql | undefined {
  const nodes = Array.isArray(filter)
    ? (filter as Extract<Filter, readonly unknown[]>)
    : [filter as Exclude<Filter, readonly unknown[]>]
  return anyOf(
    nodes.map((node) => {
      if ('all' in node) return filterCrosses(node.all, root, before, context)
      if ('any' in node) return filterCrosses(node.any, root, before, context)
      if ('not' in node) return filterCrosses(node.not, root, before, context)
      if ('property' in node)
        return reachedCrosses(reach(root, node.property, context.names), node.is, before, context)
      if ('context' in node) {
        return reachedCrosses(
          reach({ kind: 'json', json: sql`context` }, node.context, context.names),
          node.is,
          before,
          context,
        )
      }
      if ('time' in node) return undefined
      const x = identifier(context.names.fresh())
      const test = filterCrosses(node.where, elementRoot(x), before, context)
      if (test === undefined) return undefined
      const reached = reach(root, node.some, context.names)
      return sql`arrayExists(${x} -> ${test}, ${elementsReached(reached, context.names)})`
    }),
  )
}

function anyOf(tests: readonly (Sql | undefined)[]): Sql | undefined {
  const present = tests.filter((test) => test !== undefined)
  return present.length === 0 ? undefined : or(present)
}

function reachedCrosses(
  reached: Reached,
  is: Predicate,
  before: number,
  context: CompileContext,
): Sql | undefined {
  if (reached.kind === 'one') return valueCrosses(reached.value, is, before, context)
  const x = identifier(context.names.fresh())
  const test = valueCrosses(x, is, before, context)
  return test === undefined ? undefined : sql`arrayExists(${x} -> ${test}, ${reached.values})`
}

function valueCrosses(
  value: Sql,
  is: Predicate,
  before: number,
  context: CompileContext,
): Sql | undefined {
  if ('some' in is) {
    const x = identifier(context.names.fresh())
    const test = valueCrosses(x, is.some, before, context)
    return test === undefined
      ? undefined
      : sql`arrayExists(${x} -> ${test}, ${elements(value, context.names)})`
  }
  if ('anniversaryWithin' in is) {
    const changed = daysThatChange(is.anniversaryWithin, before, context)
    return changed.length === 0
      ? sql`0`
      : sql`substring(${payload(value)}, 6, 5) IN ${strings(changed)}`
  }
  const delays = relativeDelays(is)
  if (delays.length === 0) return undefined
  const instant = instantOf(value)
  const ranges = delays.map(
    (delay) =>
      sql`(${instant} > ${int64(before - delay)} AND ${instant} <= ${int64(context.at - delay)})`,
  )
  return sql`ifNull(${or(ranges)}, 0)`
}
