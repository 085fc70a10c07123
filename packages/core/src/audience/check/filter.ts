import type { Filter, FilterNode, Weekday } from '../definition.ts'
import { predicate } from './predicate.ts'
import {
  filledList,
  isInput,
  keysOf,
  list,
  object,
  optional,
  record,
  refuseType,
  required,
} from './shape.ts'
import { kindOf } from './kind.ts'
import type { Parser, Refused, Spot } from './spot.ts'
import { deeper, inside, refuse } from './spot.ts'
import { increasing, numeric, oneOfNames, pair, path } from './values.ts'

export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

const group = filledList(node, 'a list of filters', 'empty_group')

const kinds = {
  all: (value: unknown, spot: Spot) => record(value, spot, { all: required(group) }),
  any: (value: unknown, spot: Spot) => record(value, spot, { any: required(group) }),
  not: (value: unknown, spot: Spot) => record(value, spot, { not: required(node) }),
  property: (value: unknown, spot: Spot) =>
    record(value, spot, { property: required(path), is: required(predicate) }),
  context: (value: unknown, spot: Spot) =>
    record(value, spot, { context: required(path), is: required(predicate) }),
  some: (value: unknown, spot: Spot) =>
    record(value, spot, { some: required(path), where: required(filter) }),
  time: (value: unknown, spot: Spot) => record(value, spot, { time: required(timeOfEvent) }),
}

/** Reads a filter over one event: a list of which all must hold (an empty one filters nothing), or one node. */
export function filter(value: unknown, spot: Spot): Filter | Refused {
  if (Array.isArray(value)) return list(node, 'a list of filters')(value, spot)
  if (isInput(value)) return node(value, spot)
  return refuseType(spot, 'a filter or a list of filters', value)
}

function node(value: unknown, spot: Spot): FilterNode | Refused {
  const below = deeper(spot)
  const input = below === null ? null : object(value, spot, 'a filter')
  if (below === null || input === null) return null
  const kind = kindOf(input, kinds, 'filter', spot)
  return kind === null ? null : kinds[kind](input, below)
}

const hour: Parser<number> = (value, spot) => {
  const parsed = numeric(value, spot)
  if (parsed === null) return null
  if (Number.isInteger(parsed) && parsed >= 0 && parsed <= 24) return Number(parsed)
  return refuse(spot, 'out_of_range', 'Expected a whole hour from 0 to 24.')
}

const hours = pair(hour, 'a list of two hours', increasing)

function timeOfEvent(value: unknown, spot: Spot) {
  if (isInput(value) && keysOf(value).length === 0) {
    const message = 'An empty "time" says nothing. Add "weekday" or "hours", or take it out.'
    return refuse(inside(spot, 'weekday'), 'missing_key', message)
  }
  return record(value, spot, {
    weekday: optional(filledList(oneOfNames(weekdays), 'a list of weekdays')),
    hours: optional(hours),
  })
}
