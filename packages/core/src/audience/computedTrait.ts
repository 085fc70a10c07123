import type { SeenType } from './catalogue.ts'
import type {
  Aggregate,
  Condition,
  EventSelector,
  Filter,
  Measure,
  Path,
  Scalar,
  Window,
} from './definition.ts'
import { memo } from '../value/memo.ts'
import { parsePath } from '../value/parsePath.ts'

/**
 * What a computed trait comes to for a profile at an instant, written in the language's own terms. It has no state: like the truth of a
 * condition its value follows from the evidence and the instant alone. What each kind means is written rule by rule in SPEC.md.
 */
export type TraitExpression =
  | TraitMeasure
  | { readonly ratio: readonly [Measure, Measure] }
  /** The first less the second; what is missing counts as 0, and when both are the whole is. */
  | { readonly difference: readonly [Measure, Measure] }
  /** The value of the first case whose condition holds. */
  | { readonly cases: readonly TraitCase[]; readonly otherwise?: Scalar }
  /** The value whose measure is the greatest; missing when all are 0, the first of equals. */
  | { readonly most: readonly Rival[] }
  /** Texts and values of traits, one behind the other; missing when one of them is. */
  | { readonly text: readonly TextPart[] }

export interface TraitMeasure {
  readonly event: EventSelector
  readonly where?: Filter
  readonly window?: Window
  readonly aggregate?: TraitAggregate
}

/** What conditions can ask of events, and what is only worth showing as a value. */
export type TraitAggregate =
  | Aggregate
  | 'daysSinceFirst'
  | 'daysSinceLast'
  | 'mostFrequentHour'
  | 'mostFrequentWeekday'
  | { readonly mostFrequent: Path }

export interface TraitCase {
  readonly when: Condition
  readonly value: Scalar
}

export interface Rival {
  readonly value: string
  readonly of: Measure
}

export type TextPart = string | { readonly trait: Path }

/** The definitions that may be referred to: of audiences by their ids, of computed traits by their names. */
export interface Meanings {
  /** Checked already. Throws for an id that the check has not seen. */
  readonly audience: (id: string) => Condition
  /** `undefined` for a trait that is sent. */
  readonly computedTrait: (name: string) => TraitExpression | undefined
}

export const noComputedTraits = (): undefined => undefined

/** What names mean inside of an account: computed traits are about people, so there the name of one is plain. */
export const insideAccount = <Given extends Pick<Meanings, 'computedTrait'>>(
  given: Given,
): Given => ({ ...given, computedTrait: noComputedTraits })

/** Conditions that look at exactly what the expression looks at, so that whatever may change them is what may change its value. */
export function conditionsIn(expression: TraitExpression): readonly Condition[] {
  if ('cases' in expression) return expression.cases.map(({ when }) => when)
  if ('most' in expression) return expression.most.map(({ of }) => existsIn(of))
  if ('ratio' in expression) return expression.ratio.map(existsIn)
  if ('difference' in expression) return expression.difference.map(existsIn)
  if ('text' in expression) {
    return expression.text.flatMap((part) =>
      typeof part === 'string' ? [] : [{ trait: part.trait, is: { exists: true } }],
    )
  }
  return [existsIn({ ...expression, aggregate: plainAggregate(expression.aggregate ?? 'count') })]
}

function existsIn(measure: Measure): Condition {
  const { aggregate = 'count' } = measure
  const isValue = typeof aggregate === 'object' && ('first' in aggregate || 'last' in aggregate)
  return { ...measure, is: isValue ? { exists: true } : { atLeast: 1 } }
}

/** An aggregate of conditions that looks at the same of every event. */
function plainAggregate(aggregate: TraitAggregate): Aggregate {
  if (typeof aggregate === 'object')
    return 'mostFrequent' in aggregate ? { distinct: aggregate.mostFrequent } : aggregate
  return aggregate === 'daysActive' ? aggregate : 'count'
}

/** The types that the values have, as far as the expression tells; none for a property's own value. */
export function typesShown(expression: TraitExpression): readonly SeenType[] {
  if ('ratio' in expression || 'difference' in expression) return ['number']
  if ('most' in expression || 'text' in expression) return ['text']
  if ('cases' in expression) {
    const { cases, otherwise } = expression
    const values = [
      ...cases.map(({ value }) => value),
      ...(otherwise === undefined ? [] : [otherwise]),
    ]
    return [...new Set(values.map(typeOfScalar))]
  }
  if (propertyShown(expression) !== undefined) return []
  return [expression.aggregate === 'mostFrequentWeekday' ? 'text' : 'number']
}

function typeOfScalar(value: Scalar): SeenType {
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'string' ? 'text' : 'number'
}

/** The path of the property whose value a trait takes on as it is, so that it may be an instant; `undefined` for all other expressions. */
export function propertyShown(expression: TraitExpression): Path | undefined {
  if (!('event' in expression) || typeof expression.aggregate !== 'object') return undefined
  const { aggregate } = expression
  if ('first' in aggregate) return aggregate.first
  if ('last' in aggregate) return aggregate.last
  return 'mostFrequent' in aggregate ? aggregate.mostFrequent : undefined
}

/** Whether the value changes from day to day with nothing happening. */
export const countsDays = (expression: TraitExpression): expression is TraitMeasure =>
  'event' in expression &&
  (expression.aggregate === 'daysSinceFirst' || expression.aggregate === 'daysSinceLast')

/** The traits that a path may read: the one with exactly that name, and the one that it walks into. */
export const namesBehind = memo((path: Path): readonly string[] => {
  const [first] = parsePath(path)
  return first === undefined || first.key === path ? [path] : [path, first.key]
})

/**
 * The computed trait that a path of a trait reads, by name: the one with exactly that name, be it missing for somebody; else the one that the
 * path walks into. None when all that it reads is sent.
 */
export function computedBehind(
  path: Path,
  { computedTrait }: Pick<Meanings, 'computedTrait'>,
): ReadonlyMap<string, TraitExpression> {
  for (const name of namesBehind(path)) {
    const expression = computedTrait(name)
    if (expression !== undefined) return new Map([[name, expression]])
  }
  return new Map()
}
