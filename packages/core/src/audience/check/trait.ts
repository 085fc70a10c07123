import type { TraitChangeCondition, TraitCondition } from '../definition.ts'
import { listed } from '../quote.ts'
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
  return historic ? parsed : null
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
  if (spot.inAccount || typeof trait !== 'string' || !traitsWithoutHistory.includes(trait)) {
    return true
  }
  const message = `${listed(traitsWithoutHistory)} have no history, so "${key}" can't be asked of them. Use "is" alone.`
  refuse(inside(spot, key), 'no_history', message)
  return false
}
