import type { Json } from '@muster/core'
import { isList, isObject } from '../../format/json.ts'
import { groupOf, peel } from '../negation.ts'
import { conditions, measureForm, stepForm } from './conditions.ts'
import type { Field, FieldKind, Form } from './form.ts'
import { formOf } from './form.ts'
import { aggregates, filters, numberTests, predicates, timeOfEvent, windows } from './values.ts'

/** The forms that a field of a kind may hold; the others are arguments, which their editors show whole. */
const formsOf: Partial<Record<FieldKind, readonly Form[]>> = {
  aggregate: aggregates,
  measures: [measureForm],
  numberTest: numberTests,
  predicate: predicates,
  step: [stepForm],
  steps: [stepForm],
  test: predicates,
  time: [timeOfEvent],
  window: windows,
}

/** What of a definition has no form, or stands under a key that its form does not show. */
export function hiddenParts(value: Json): readonly Json[] {
  return hiddenIn(value, conditions)
}

function hiddenIn(value: Json, forms: readonly Form[]): readonly Json[] {
  if (isList(value)) return value.flatMap((member) => hiddenIn(member, forms))
  const peeled = peel(value, [])
  const group = groupOf(peeled)
  if (group !== undefined) return group.members.flatMap((member) => hiddenIn(member, forms))
  const form = formOf(peeled.value, forms)
  if (form === undefined) return [value]
  if (!isObject(peeled.value)) return []
  return Object.entries(peeled.value).flatMap(([key, member]) => {
    const field = form.fields.find((each) => each.key === key)
    if (field !== undefined) return hiddenInField(field, member)
    // Some forms are told by their key alone: everyone.
    return form.keys.includes(key) ? [] : [{ [key]: member }]
  })
}

function hiddenInField({ kind }: Field, value: Json): readonly Json[] {
  if (kind === 'condition') return hiddenIn(value, conditions)
  if (kind === 'filters') return hiddenIn(value, filters)
  if (kind === 'changed') {
    return isObject(value)
      ? Object.values(value).flatMap((side) => hiddenIn(side, predicates))
      : [value]
  }
  const forms = formsOf[kind]
  return forms === undefined ? [] : hiddenIn(value, forms)
}
