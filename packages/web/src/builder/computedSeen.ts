import type { Catalogue, ComputedTrait } from '@muster/client'
import { namesBehind, propertyShown, typesShown } from '@muster/core'
import type { Json, TraitExpression } from '@muster/core'
import { selects, united } from './seen.ts'
import type { Seen } from './seen.ts'

/** What is computed for everybody from the evidence of the moment, whatever the workspace has defined. */
const OF_PROFILES: readonly Seen[] = [
  computed('profile.firstSeenAt', ['instant'], []),
  computed('profile.lastSeenAt', ['instant'], []),
  computed('profile.isKnown', ['boolean'], [true, false]),
]

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Computed traits as if they had been seen: their types and values as far as their expressions tell, those of a property as it was seen. */
export function computedSeen(
  traits: readonly ComputedTrait[],
  catalogue: Catalogue,
): readonly Seen[] {
  return [...OF_PROFILES, ...traits.map((trait) => seenOf(trait, catalogue))]
}

/** Whether a path reads what is computed from the evidence of the moment, of which no earlier value is kept. */
export function isComputedPath(path: string, traits: readonly ComputedTrait[]): boolean {
  const names = new Set([
    ...OF_PROFILES.map((seen) => seen.path),
    ...traits.map(({ name }) => name),
  ])
  return namesBehind(path).some((name) => names.has(name))
}

/** Checked on the server before it was stored. */
export const expressionOf = ({ expression }: ComputedTrait): TraitExpression =>
  expression as unknown as TraitExpression

function seenOf(trait: ComputedTrait, catalogue: Catalogue): Seen {
  const expression = expressionOf(trait)
  const property = propertySeen(expression, catalogue)
  if (property !== undefined)
    return computed(
      trait.name,
      property.types.map(({ type }) => type),
      property.samples,
    )
  return computed(trait.name, typesShown(expression), valuesIn(expression))
}

/** The values that are written in an expression. */
function valuesIn(expression: TraitExpression): readonly Json[] {
  if ('cases' in expression) {
    const { cases, otherwise } = expression
    const values = cases.map(({ value }) => value)
    return [...new Set(otherwise === undefined ? values : [...values, otherwise])]
  }
  if ('most' in expression) return expression.most.map(({ value }) => value)
  if ('event' in expression && expression.aggregate === 'mostFrequentWeekday') return WEEKDAYS
  return []
}

/** The property whose value is shown as it is, as it was seen in the events that are meant. */
function propertySeen(expression: TraitExpression, catalogue: Catalogue): Seen | undefined {
  const path = propertyShown(expression)
  if (path === undefined || !('event' in expression)) return undefined
  const { event } = expression
  return catalogue.events
    .filter(({ name }) => selects(event as Json, name))
    .flatMap(({ properties }) => properties.filter((seen) => seen.path === path))
    .reduce<Seen | undefined>(united, undefined)
}

function computed(path: string, types: readonly string[], samples: readonly Json[]): Seen {
  return {
    ...{ path, samples, firstSeenAt: 0, lastSeenAt: 0, promoted: false, isComputed: true },
    types: types.map((type) => ({ type, count: 0 })),
  }
}
