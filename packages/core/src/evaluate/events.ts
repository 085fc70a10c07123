import type { EventSelector, Filter, FilterNode, Step } from '../audience/definition.ts'
import type { EventFact } from '../evidence/evidence.ts'
import { hourOf, weekdayOf } from '../time/calendar.ts'
import { isArray } from '../value/canonicalJson.ts'
import type { Json } from '../value/json.ts'
import { reach } from './path.ts'
import { satisfies } from './predicate.ts'
import type { Bounds } from './window.ts'
import { isWithin } from './window.ts'
import type { World } from './world.ts'

/** The events of a window that a selector names and that pass a filter, in their order. */
export function matchingEvents(
  events: readonly EventFact[],
  step: Step,
  bounds: Bounds,
  world: World,
): readonly EventFact[] {
  return events.filter((event) => isWithin(bounds, event.at) && matches(event, step, world))
}

export function matches(event: EventFact, { event: selector, where }: Step, world: World): boolean {
  return selects(selector, event.name) && passes(event, event.properties, where ?? [], world)
}

/** `"*"` alone is any event; in a list of names it is a name like any other. */
function selects(selector: EventSelector, name: string): boolean {
  if (typeof selector === 'string') return selector === '*' || selector === name
  if ('startsWith' in selector) return name.startsWith(selector.startsWith)
  return selector.includes(name)
}

/** Whether an event passes a filter whose property paths begin at `root`: its properties, or one element of an array in them. */
function passes(event: EventFact, root: Json, filter: Filter, world: World): boolean {
  if (isList(filter)) return filter.every((node) => passesNode(event, root, node, world))
  return passesNode(event, root, filter, world)
}

function passesNode(event: EventFact, root: Json, node: FilterNode, world: World): boolean {
  if ('all' in node) return passes(event, root, node.all, world)
  if ('any' in node) return node.any.some((inner) => passesNode(event, root, inner, world))
  if ('not' in node) return !passesNode(event, root, node.not, world)
  if ('property' in node) return satisfies(reach(root, node.property), node.is, world)
  if ('context' in node) return satisfies(reach(event.context, node.context), node.is, world)
  if ('some' in node) {
    const elements = reach(root, node.some).flatMap((value) => (isArray(value) ? value : []))
    return elements.some((element) => passes(event, element, node.where, world))
  }
  const { weekday, hours } = node.time
  return (
    (weekday === undefined || weekday.includes(weekdayOf(event.at, world.zone))) &&
    (hours === undefined ||
      isWithin({ from: hours[0], to: hours[1] }, hourOf(event.at, world.zone)))
  )
}

function isList(filter: Filter): filter is readonly FilterNode[] {
  return Array.isArray(filter)
}
