import type {
  Aggregate,
  Condition,
  EventSelector,
  Filter,
  FilterNode,
  Measure,
  NumberTest,
  Path,
  Predicate,
  SequenceCondition,
  Step,
  TraitChangeCondition,
  TraitCondition,
  Window,
} from './definition.ts'
import type { Place } from './issue.ts'

/** One mention of something outside of the definition, with the place where it is mentioned. */
export type Use = { readonly at: Place } & (
  | { readonly use: 'audience' | 'list' | 'identifier'; readonly id: string }
  | { readonly use: 'account' }
  | { readonly use: 'event'; readonly event: EventSelector }
  | {
      readonly use: 'trait'
      readonly path: Path
      readonly inAccount: boolean
      readonly asInstant: boolean
    }
  | {
      readonly use: 'property' | 'context'
      readonly path: Path
      readonly event: EventSelector
      readonly asInstant: boolean
    }
)

/** Every mention in the definition, in its own order. Elements of `some` are mentioned by their path from the event. */
export function uses(definition: Condition): readonly Use[] {
  return ofCondition(definition, [], false)
}

function ofCondition(condition: Condition, at: Place, inAccount: boolean): readonly Use[] {
  if ('all' in condition) return ofMembers(condition.all, [...at, 'all'], inAccount)
  if ('any' in condition) return ofMembers(condition.any, [...at, 'any'], inAccount)
  if ('not' in condition) return ofCondition(condition.not, [...at, 'not'], inAccount)
  if ('everyone' in condition || 'share' in condition) return []
  if ('trait' in condition) return ofTrait(condition, at, inAccount)
  if ('notFollowedBy' in condition) {
    const then = ofStep(condition.notFollowedBy, [...at, 'notFollowedBy'])
    return [...ofMeasure(condition, at, inAccount), ...then]
  }
  if ('event' in condition) return ofMeasure(condition, at, inAccount)
  if ('ratio' in condition) {
    return condition.ratio.flatMap((measure, index) =>
      ofMeasure(measure, [...at, 'ratio', index], inAccount),
    )
  }
  if ('sequence' in condition) return ofSequence(condition, at, inAccount)
  if ('audience' in condition) {
    return [{ use: 'audience', id: condition.audience, at: [...at, 'audience'] }]
  }
  if ('list' in condition) return [{ use: 'list', id: condition.list, at: [...at, 'list'] }]
  if ('identifier' in condition) {
    return [{ use: 'identifier', id: condition.identifier, at: [...at, 'identifier'] }]
  }
  const place = [...at, 'account']
  return [{ use: 'account', at: place }, ...ofCondition(condition.account, place, true)]
}

function ofMembers(members: readonly Condition[], at: Place, inAccount: boolean): readonly Use[] {
  return members.flatMap((member, index) => ofCondition(member, [...at, index], inAccount))
}

function ofTrait(
  condition: TraitCondition | TraitChangeCondition,
  at: Place,
  inAccount: boolean,
): readonly Use[] {
  const isChange = 'changed' in condition
  const sides = isChange ? [condition.changed.from, condition.changed.to] : [condition.is]
  const asInstant = sides.some((side) => side !== undefined && readsInstant(side))
  const window = isChange ? condition.window : undefined
  return [
    { use: 'trait', path: condition.trait, inAccount, asInstant, at: [...at, 'trait'] },
    ...ofWindow(window, [...at, 'window'], inAccount),
  ]
}

function ofSequence(condition: SequenceCondition, at: Place, inAccount: boolean): readonly Use[] {
  const { sequence, without, window } = condition
  return [
    ...sequence.flatMap((step, index) => ofStep(step, [...at, 'sequence', index])),
    ...(without === undefined ? [] : ofStep(without, [...at, 'without'])),
    ...ofWindow(window, [...at, 'window'], inAccount),
  ]
}

function ofStep(step: Step, at: Place): readonly Use[] {
  const { event, where = [] } = step
  const spot = { event, at: [...at, 'where'], below: '' }
  return [{ use: 'event', event, at: [...at, 'event'] }, ...ofFilter(where, spot)]
}

function ofMeasure(
  measure: Measure & { readonly is?: NumberTest | Predicate },
  at: Place,
  inAccount: boolean,
): readonly Use[] {
  const { aggregate, event, is, window } = measure
  const others = [...ofStep(measure, at), ...ofWindow(window, [...at, 'window'], inAccount)]
  if (aggregate === undefined || typeof aggregate === 'string') return others
  const [name, path] = aggregatedPath(aggregate)
  const asInstant = is !== undefined && readsInstant(is)
  return [...others, { use: 'property', path, event, asInstant, at: [...at, 'aggregate', name] }]
}

export type ValueAggregate = 'distinct' | 'sum' | 'average' | 'min' | 'max' | 'first' | 'last'

/** The one key of an aggregate over values, and the path that it takes them from. */
export function aggregatedPath(
  aggregate: Exclude<Aggregate, string>,
): readonly [ValueAggregate, Path] {
  if ('distinct' in aggregate) return ['distinct', aggregate.distinct]
  if ('sum' in aggregate) return ['sum', aggregate.sum]
  if ('average' in aggregate) return ['average', aggregate.average]
  if ('min' in aggregate) return ['min', aggregate.min]
  if ('max' in aggregate) return ['max', aggregate.max]
  if ('first' in aggregate) return ['first', aggregate.first]
  return ['last', aggregate.last]
}

function ofWindow(window: Window | undefined, at: Place, inAccount: boolean): readonly Use[] {
  if (window === undefined || !('since' in window)) return []
  const path = window.since.trait
  return [{ use: 'trait', path, inAccount, asInstant: true, at: [...at, 'since', 'trait'] }]
}

/** A filter's event and place, and what stands before the paths in it: `products[].` among the elements of `products`. */
interface FilterSpot {
  readonly event: EventSelector
  readonly at: Place
  readonly below: string
}

function ofFilter(filter: Filter, spot: FilterSpot): readonly Use[] {
  return isNode(filter) ? ofNode(filter, spot) : ofNodes(filter, spot)
}

function ofNodes(nodes: readonly FilterNode[], spot: FilterSpot): readonly Use[] {
  return nodes.flatMap((node, index) => ofNode(node, { ...spot, at: [...spot.at, index] }))
}

function ofNode(node: FilterNode, spot: FilterSpot): readonly Use[] {
  const under = (key: string): FilterSpot => ({ ...spot, at: [...spot.at, key] })
  if ('all' in node) return ofNodes(node.all, under('all'))
  if ('any' in node) return ofNodes(node.any, under('any'))
  if ('not' in node) return ofNode(node.not, under('not'))
  if ('time' in node) return []
  const { event } = spot
  if ('context' in node) {
    const asInstant = readsInstant(node.is)
    return [{ use: 'context', path: node.context, event, asInstant, at: under('context').at }]
  }
  if ('some' in node) {
    const path = spot.below + node.some
    const inner = ofFilter(node.where, { ...under('where'), below: `${path}[].` })
    return [{ use: 'property', path, event, asInstant: false, at: under('some').at }, ...inner]
  }
  const path = spot.below + node.property
  const asInstant = readsInstant(node.is)
  return [{ use: 'property', path, event, asInstant, at: under('property').at }]
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isNode(filter: Filter): filter is FilterNode {
  return !Array.isArray(filter)
}

const instantOperators = [
  'before',
  'onOrAfter',
  'withinLast',
  'moreThanAgo',
  'withinNext',
  'moreThanAhead',
  'anniversaryWithin',
]

export function readsInstant(predicate: Predicate): boolean {
  return instantOperators.some((operator) => Object.hasOwn(predicate, operator))
}
