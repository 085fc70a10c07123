import type { Filter, FilterNode, Step } from '../audience/definition.ts'
import type { EventFact } from '../evidence/evidence.ts'
import { hourOf, weekdayOf } from '../time/calendar.ts'
import { isArray } from '../value/canonicalJson.ts'
import type { Json } from '../value/json.ts'
import { reach } from './path.ts'
import { satisfies } from './predicate.ts'
import type { Subject } from './subject.ts'
import type { Bounds } from './window.ts'
import { isWithin } from './window.ts'
import type { World } from './world.ts'

/** The events of a window that a selector names and that pass a filter, in their order. */
export function matchingEvents(
  subject: Subject,
  { event: selector, where }: Step,
  { from, to }: Bounds,
  world: World,
): readonly EventFact[] {
  const all = subject.events(selector)
  if (all.length === 0) return all
  const [first, end] = [
    from === undefined ? 0 : firstFrom(all, from),
    to === undefined ? all.length : firstFrom(all, to),
  ]
  const within = first === 0 && end === all.length ? all : all.slice(first, end)
  return where === undefined
    ? within
    : within.filter((event) => passes(event, event.properties, where, world))
}

/** The place of the first event at or after an instant; the number of events when there is none. */
export function firstFrom(events: readonly EventFact[], instant: number): number {
  let [low, high] = [0, events.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((events[middle]?.at ?? Infinity) < instant) low = middle + 1
    else high = middle
  }
  return low
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
