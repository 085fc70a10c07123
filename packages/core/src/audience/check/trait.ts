import {
  computedBehind,
  noComputedTraits,
  propertyShown,
  type TraitExpression,
} from '../computedTrait.ts'
import type { TraitChangeCondition, TraitCondition } from '../definition.ts'
import { listed, quote } from '../quote.ts'
import { readsInstant } from '../uses.ts'
import { predicate } from './predicate.ts'
import type { Input } from './shape.ts'
import { optional, own, record, required } from './shape.ts'
import type { Refused, Spot } from './spot.ts'
import { inside, refuse } from './spot.ts'
import { duration, path } from './values.ts'
import { window } from './window.ts'

/** Traits that Muster computes from the moment's evidence alone: no earlier value of them is kept. */
export const traitsWithoutHistory: readonly string[] = [
  'profile.firstSeenAt',
  'profile.lastSeenAt',
  'profile.isKnown',
]

/** Reads a condition on a trait: its value, or a change of it. */
export function traitCondition(
  input: Input,
  spot: Spot,
): TraitCondition | TraitChangeCondition | Refused {
  const isValue = own(input, 'is') !== undefined
  if (own(input, 'changed') === undefined) return valueCondition(input, spot)
  if (!isValue) return changeCondition(input, spot)
  const message = '"is" and "changed" are two conditions. Put each into one of its own, in "all".'
  return refuse(spot, 'several_operators', message)
}

function valueCondition(input: Input, spot: Spot): TraitCondition | Refused {
  const judgesHistory = own(input, 'for') !== undefined
  const historic = !judgesHistory || hasHistory(input, 'for', spot)
  const parsed = record(input, spot, {
    trait: required(path),
    is: required((value, place) => predicate(value, { ...place, judgesHistory })),
    for: optional(duration),
  })
  if (!historic || parsed === null) return null
  return tellsInstants(parsed, spot) ? parsed : null
}

/** Only a property that is shown as it is may be an instant: to compare anything else with the clock is a mistake. */
function tellsInstants({ trait, is }: TraitCondition, spot: Spot): boolean {
  const never = spot.inAccount
    ? undefined
    : computedBy(trait, spot).find(({ expression }) => propertyShown(expression) === undefined)
  if (never === undefined || !readsInstant(is)) return true
  const message = `The computed trait ${quote(never.name)} is never an instant. Ask for its value, or compare the first or last value of a property.`
  refuse(inside(spot, 'is'), 'no_instant', message)
  return false
}

function computedBy(
  trait: string,
  { run }: Spot,
): readonly { readonly name: string; readonly expression: TraitExpression }[] {
  const computedTrait = run.context.computedTrait ?? noComputedTraits
  return [...computedBehind(trait, { computedTrait })].map(([name, expression]) => ({
    name,
    expression,
  }))
}

function changeCondition(input: Input, spot: Spot): TraitChangeCondition | Refused {
  const historic = hasHistory(input, 'changed', spot)
  const parsed = record(input, spot, {
    trait: required(path),
    changed: required((value, place) => {
      const side = optional(predicate)
      return record(value, { ...place, judgesHistory: true }, { from: side, to: side })
    }),
    window: optional(window),
  })
  return historic ? parsed : null
}

/** Inside an account the names are those of group calls, which nobody computes. */
function hasHistory(input: Input, key: 'for' | 'changed', spot: Spot): boolean {
  const trait = own(input, 'trait')
  if (spot.inAccount || typeof trait !== 'string') return true
  const computed = computedBy(trait, spot)
  if (computed.length === 0 && !traitsWithoutHistory.includes(trait)) return true
  const which = computed.length === 0 ? traitsWithoutHistory : computed.map(({ name }) => name)
  const message = `${listed(which)} ${which.length === 1 ? 'is' : 'are'} computed from the evidence of the moment and without a history, so "${key}" can't be asked. Use "is" alone, or compare two instants by a migration.`
  refuse(inside(spot, key), 'no_history', message)
  return false
}
