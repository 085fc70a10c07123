import type { EventSelector, Filter, FilterNode, Weekday } from '../audience/definition.ts'
import type { CompileContext } from './context.ts'
import type { Names } from './names.ts'
import { reach, type Reached, type Root } from './path.ts'
import { reachedSatisfies } from './predicate.ts'
import { and, identifier, int64, or, sql, string, strings, uint8s, type Sql } from './sql.ts'
import { elements } from './tagged.ts'

/** The columns of one event that conditions look at. */
export const eventRoot = (context: CompileContext): Root => ({
  kind: 'properties',
  promoted: context.promoted,
})

/** True for an event whose name the selector names. Messages that are no events have an empty name. */
export function selects(selector: EventSelector): Sql {
  if (typeof selector === 'string') {
    return selector === '*' ? sql`(event != '')` : sql`(event = ${string(selector)})`
  }
  if ('startsWith' in selector)
    return sql`(event != '' AND startsWith(event, ${string(selector.startsWith)}))`
  return sql`(event IN ${strings(selector)})`
}

/** True for an event that passes the filter. */
export const passes = (filter: Filter | undefined, context: CompileContext): Sql =>
  filter === undefined ? sql`1` : passesAt(filter, eventRoot(context), context)

function passesAt(filter: Filter, root: Root, context: CompileContext): Sql {
  return isList(filter)
    ? and(filter.map((node) => passesNode(node, root, context)))
    : passesNode(filter, root, context)
}

const isList = (filter: Filter): filter is readonly FilterNode[] => Array.isArray(filter)

function passesNode(node: FilterNode, root: Root, context: CompileContext): Sql {
  if ('all' in node) return and(node.all.map((inner) => passesNode(inner, root, context)))
  if ('any' in node) return or(node.any.map((inner) => passesNode(inner, root, context)))
  if ('not' in node) return sql`(NOT ${passesNode(node.not, root, context)})`
  if ('property' in node)
    return reachedSatisfies(reach(root, node.property, context.names), node.is, context)
  if ('context' in node) {
    const inContext: Root = { kind: 'json', json: sql`context` }
    return reachedSatisfies(reach(inContext, node.context, context.names), node.is, context)
  }
  if ('some' in node) return someElement(node, root, context)
  return duringTime(node.time, context)
}

function someElement(
  node: { readonly some: string; readonly where: Filter },
  root: Root,
  context: CompileContext,
): Sql {
  const { names } = context
  const reached = reach(root, node.some, names)
  const x = identifier(names.fresh())
  const test = passesAt(node.where, elementRoot(x), context)
  return sql`arrayExists(${x} -> ${test}, ${elementsReached(reached, names)})`
}

/** An element of an array as the root of paths; one that is no object has no paths. */
export const elementRoot = (element: Sql): Root => ({
  kind: 'json',
  json: sql`if(startsWith(${element}, 'o'), substring(${element}, 2), '')`,
})

/** The elements of the array that a path reached, or of all the arrays that it did. */
export function elementsReached(reached: Reached, names: Names): Sql {
  if (reached.kind === 'one') return elements(reached.value, names)
  const y = identifier(names.fresh())
  return sql`arrayFlatten(arrayMap(${y} -> ${elements(y, names)}, ${reached.values}))`
}

const WEEKDAY_NUMBER: Readonly<Record<Weekday, number>> = {
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
  sun: 7,
}

/** The event's timestamp as the workspace's clocks show it. */
export const localTime = (context: CompileContext): Sql =>
  sql`fromUnixTimestamp64Milli(ts, ${string(context.zone)})`

type TimeTest = Extract<FilterNode, { readonly time: unknown }>['time']

function duringTime({ weekday, hours }: TimeTest, context: CompileContext): Sql {
  const time = localTime(context)
  return and([
    ...(weekday === undefined
      ? []
      : [sql`toDayOfWeek(${time}) IN ${uint8s(weekday.map((day) => WEEKDAY_NUMBER[day]))}`]),
    ...(hours === undefined
      ? []
      : [sql`(toHour(${time}) >= ${int64(hours[0])} AND toHour(${time}) < ${int64(hours[1])})`]),
  ])
}
