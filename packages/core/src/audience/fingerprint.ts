import { parseDuration } from '../time/duration.ts'
import { parseInstant } from '../time/instant.ts'
import type { Json } from '../value/json.ts'
import { stringifyJson } from '../value/stringifyJson.ts'
import type {
  Aggregate,
  Condition,
  Definition,
  EventSelector,
  Filter,
  FilterNode,
  Measure,
  NumberTest,
  Predicate,
  Step,
  Window,
} from './definition.ts'
import { isNode } from './uses.ts'

/**
 * A text key for the meaning of a checked definition: equal keys mean the same members at every instant, whatever the data. The order
 * of keys, the order and repetition of members where it means nothing (`all`, `any`, `oneOf`, names, weekdays), defaults left out or
 * written, units of durations and zones of instants make no difference. Different keys may still mean the same.
 */
export function fingerprint(definition: Definition): string {
  return stringifyJson(ofCondition(definition))
}

function ofCondition(condition: Condition): Json {
  if ('all' in condition) return ofGroup('all', condition.all.map(ofCondition))
  if ('any' in condition) return ofGroup('any', condition.any.map(ofCondition))
  if ('not' in condition) return ['not', ofCondition(condition.not)]
  if ('everyone' in condition) return ['everyone']
  if ('changed' in condition) {
    const { from, to } = condition.changed
    const sides = [optional(from, ofPredicate), optional(to, ofPredicate)]
    return ['changed', condition.trait, ...sides, optional(condition.window, ofWindow)]
  }
  if ('trait' in condition) {
    const held = optional(condition.for, ofDuration)
    return ['trait', condition.trait, ofPredicate(condition.is), held]
  }
  if ('notFollowedBy' in condition) {
    const then = [ofStep(condition.notFollowedBy), ofDuration(condition.within)]
    return ['notFollowedBy', ofStep(condition), optional(condition.window, ofWindow), ...then]
  }
  if ('event' in condition) {
    return ['event', ofMeasure(condition), ofPredicate(condition.is ?? { atLeast: 1 })]
  }
  if ('ratio' in condition) {
    return ['ratio', ...condition.ratio.map(ofMeasure), ofPredicate(condition.is)]
  }
  if ('sequence' in condition) {
    const { sequence, within, without, window } = condition
    const rest = [
      optional(within, ofDuration),
      optional(without, ofStep),
      optional(window, ofWindow),
    ]
    return ['sequence', sequence.map(ofStep), ...rest]
  }
  if ('audience' in condition) return ['audience', condition.audience]
  if ('list' in condition) return ['list', condition.list]
  if ('share' in condition) {
    const { salt, from, to } = condition.share
    return ['share', salt, from, to]
  }
  if ('identifier' in condition) {
    return ['identifier', condition.identifier, ofPredicate(condition.is ?? { atLeast: 1 })]
  }
  return ['account', ofCondition(condition.account)]
}

function ofMeasure(measure: Measure): Json {
  const { aggregate = 'count', window } = measure
  return [ofStep(measure), optional(window, ofWindow), ofAggregate(aggregate)]
}

function ofAggregate(aggregate: Aggregate): Json {
  return typeof aggregate === 'string' ? aggregate : { ...aggregate }
}

function ofStep(step: Step): Json {
  return [ofSelector(step.event), ofFilter(step.where ?? [])]
}

/** `"*"` alone is any event; in a list it is a name. */
function ofSelector(selector: EventSelector): Json {
  if (selector === '*') return 'any'
  if (typeof selector === 'string') return [selector]
  return 'startsWith' in selector ? { ...selector } : unordered(selector)
}

function ofFilter(filter: Filter): Json {
  return isNode(filter) ? ofNode(filter) : ofGroup('all', filter.map(ofNode))
}

function ofNode(node: FilterNode): Json {
  if ('all' in node) return ofGroup('all', node.all.map(ofNode))
  if ('any' in node) return ofGroup('any', node.any.map(ofNode))
  if ('not' in node) return ['not', ofNode(node.not)]
  if ('property' in node) return ['property', node.property, ofPredicate(node.is)]
  if ('context' in node) return ['context', node.context, ofPredicate(node.is)]
  if ('some' in node) return ['some', node.some, ofFilter(node.where)]
  const { weekday, hours } = node.time
  return ['time', optional(weekday, unordered), optional(hours, (pair) => [...pair])]
}

function ofPredicate(predicate: Predicate | NumberTest): Json {
  if ('oneOf' in predicate) {
    return ['oneOf', unordered(predicate.oneOf), predicate.ignoreCase === true]
  }
  if ('some' in predicate) return ['some', ofPredicate(predicate.some)]
  if ('length' in predicate) return ['length', ofPredicate(predicate.length)]
  if ('near' in predicate) {
    const { lat, lon, km } = predicate.near
    return ['near', lat, lon, km]
  }
  if ('between' in predicate) return ['between', ...predicate.between]
  if ('before' in predicate) return ['before', ofInstant(predicate.before)]
  if ('onOrAfter' in predicate) return ['onOrAfter', ofInstant(predicate.onOrAfter)]
  if ('withinLast' in predicate) return ['withinLast', ofDuration(predicate.withinLast)]
  if ('moreThanAgo' in predicate) return ['moreThanAgo', ofDuration(predicate.moreThanAgo)]
  if ('withinNext' in predicate) return ['withinNext', ofDuration(predicate.withinNext)]
  if ('moreThanAhead' in predicate) return ['moreThanAhead', ofDuration(predicate.moreThanAhead)]
  if ('anniversaryWithin' in predicate) {
    return ['anniversaryWithin', ofDuration(predicate.anniversaryWithin)]
  }
  // What is left has one plain argument, and perhaps `ignoreCase`, which is false when it is left out.
  return Object.entries(predicate)
    .filter(([key, value]) => key !== 'ignoreCase' || value === true)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat()
}

function ofWindow(window: Window): Json {
  if ('last' in window) return ['last', ofDuration(window.last)]
  if ('ago' in window) return ['ago', ...window.ago.map(ofDuration)]
  if ('olderThan' in window) return ['olderThan', ofDuration(window.olderThan)]
  if ('since' in window) return ['since', window.since.trait]
  if ('calendar' in window) return ['calendar', window.calendar]
  return ['range', optional(window.from, ofInstant), optional(window.to, ofInstant)]
}

/** Milliseconds; text that no check has let through stands for itself. */
function ofDuration(text: string): Json {
  return parseDuration(text) ?? text
}

function ofInstant(text: string): Json {
  return parseInstant(text) ?? text
}

function optional<T>(value: T | undefined, write: (value: T) => Json): Json {
  return value === undefined ? null : write(value)
}

/** Groups of one kind within one another are one group, and a group of one is that one. */
function ofGroup(kind: 'all' | 'any', members: readonly Json[]): Json {
  const flat = members.flatMap((member) =>
    isList(member) && member[0] === kind ? member.slice(1) : [member],
  )
  const [first, ...others] = unordered(flat)
  return first !== undefined && others.length === 0 ? first : [kind, ...unordered(flat)]
}

/** Without repetition, in the order of their texts. */
function unordered(members: readonly Json[]): readonly Json[] {
  const texts = new Map(members.map((member) => [stringifyJson(member), member]))
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member)
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
