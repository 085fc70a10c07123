import type { Predicate, Scalar } from '../definition.ts'
import { pattern } from './pattern.ts'
import { numberOperators, numberTest } from './numberTest.ts'
import type { Operators } from './operator.ts'
import { operation } from './operator.ts'
import { filledList, isInput, keysOf, own, record, refuseType, required } from './shape.ts'
import type { Parser, Refused, Spot } from './spot.ts'
import { deeper, inside, refuse } from './spot.ts'
import { duration, instant, needle, numberBetween, numeric, scalar, truth } from './values.ts'

type Modifier = 'ignoreCase'

/** Every value predicate with the form of its argument. */
const operators: Operators<Predicate, Modifier> = {
  exists: truth,
  equals: scalar,
  oneOf: severalValues,
  contains: needle,
  startsWith: needle,
  endsWith: needle,
  matches: pattern,
  ...numberOperators,
  before: instant,
  onOrAfter: instant,
  withinLast: relative(duration),
  moreThanAgo: relative(duration),
  withinNext: relative(duration),
  moreThanAhead: relative(duration),
  anniversaryWithin: relative(duration),
  includes: scalar,
  some: inner,
  length: numberTest,
  near: (value, spot) =>
    record(value, spot, {
      lat: required(numberBetween(-90, 90)),
      lon: required(numberBetween(-180, 180)),
      km: required(radius),
    }),
}

const bare = operation<Predicate, Modifier>('a value predicate', operators, ['ignoreCase'])

/** Reads a value predicate. It is no deeper than what it stands in; only `some` goes down a level. */
export const predicate: Parser<Predicate> = (value, spot) => {
  const parsed = bare(value, spot)
  const ignoreCase = isInput(value) ? own(value, 'ignoreCase') : undefined
  if (!isInput(value) || ignoreCase === undefined) return parsed
  const place = inside(spot, 'ignoreCase')
  if (typeof ignoreCase !== 'boolean') return refuseType(place, 'true or false', ignoreCase)
  if (parsed !== null) return withCase(parsed, ignoreCase) ?? refuseCase(place)
  // The predicate has a fault already; that its operator compares no text at all is another.
  const others = keysOf(value).filter((key) => Object.hasOwn(operators, key))
  return others.length > 0 && !others.some((key) => textOperators.includes(key))
    ? refuseCase(place)
    : null
}

const textOperators = ['equals', 'oneOf', 'contains', 'startsWith', 'endsWith']

/** The predicate with its `ignoreCase`, if it compares text; `false` is what goes without saying, so numbers may have it too. */
function withCase(parsed: Predicate, ignoreCase: boolean): Predicate | undefined {
  if ('contains' in parsed || 'startsWith' in parsed || 'endsWith' in parsed) {
    return { ...parsed, ignoreCase }
  }
  if ('equals' in parsed) {
    return ignoreCase && !isText(parsed.equals) ? undefined : { ...parsed, ignoreCase }
  }
  if ('oneOf' in parsed) {
    return ignoreCase && !parsed.oneOf.every(isText) ? undefined : { ...parsed, ignoreCase }
  }
  return undefined
}

function isText(value: Scalar): boolean {
  return typeof value === 'string'
}

function refuseCase(place: Spot): Refused {
  const message =
    '"ignoreCase" goes with "equals", "oneOf", "contains", "startsWith" and "endsWith" of text. Leave it out here.'
  return refuse(place, 'ignore_case_without_text', message)
}

function severalValues(value: unknown, spot: Spot): readonly Scalar[] | Refused {
  const most = spot.run.limits.values
  if (Array.isArray(value) && value.length > most) {
    const message = `There are ${value.length} values, and at most ${most} are taken. Import them as a list and use "list".`
    return refuse(spot, 'too_many_values', message)
  }
  return filledList(scalar, 'a list of values')(value, spot)
}

function relative<T>(parse: Parser<T>): Parser<T> {
  return (value, spot) => {
    if (!spot.judgesHistory) return parse(value, spot)
    const message =
      'Under "for" and "changed" old values are judged, so a predicate may not be relative to now. Use "before" or "onOrAfter".'
    return refuse(spot, 'relative_to_now', message)
  }
}

function inner(value: unknown, spot: Spot): Predicate | Refused {
  const below = deeper(spot)
  return below === null ? null : predicate(value, below)
}

function radius(value: unknown, spot: Spot): number | Refused {
  const km = numeric(value, spot)
  if (km === null) return null
  if (km > 0) return Number(km)
  return refuse(spot, 'out_of_range', 'The radius must be more than 0 km.')
}
