import { checkComputedTrait } from '@muster/core'
import type { Json } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { amountAggregates, beginnings, expressions, traitAggregates } from './expressions.ts'
import { formOf } from './form.ts'

const context = { audience: () => undefined, list: () => true }
/** What is still empty is unfinished; anything else would be an expression that the language does not have. */
const unfinished = new Set(['empty_name', 'empty_group'])
const faultsOf = (begun: Json) => {
  // A value that is not chosen yet.
  const expression: unknown = JSON.parse(JSON.stringify(begun).replaceAll('null', '"v"'))
  const checked = checkComputedTrait({ name: 'x', expression }, context)
  return checked.ok ? [] : checked.errors.filter(({ code }) => !unfinished.has(code))
}

describe('whatever a trait begins with is in the language, but for what is left empty', () => {
  test.each(expressions)('$id', (form) => {
    expect(formOf(form.initial, expressions)).toBe(form)
    expect(faultsOf(form.initial)).toEqual([])
    for (const field of form.fields.filter(({ add }) => add !== undefined)) {
      expect(faultsOf({ ...form.initial, [field.key]: field.initial })).toEqual([])
    }
  })

  test.each(beginnings)('beginning $id', ({ initial }) => {
    expect(formOf(initial, expressions)).toBeDefined()
    expect(faultsOf(initial)).toEqual([])
  })

  test.each(traitAggregates)('aggregate $id', (form) => {
    expect(formOf(form.initial, traitAggregates)).toBe(form)
    expect(faultsOf({ event: 'x', aggregate: form.initial })).toEqual([])
  })

  test('the greatest of several is found among the amounts, and only among them', () => {
    const takes = ({ id, initial }: (typeof traitAggregates)[number]) => {
      const aggregate = typeof initial === 'string' ? initial : { [id]: 'path' }
      return faultsOf({ most: [{ value: 'v', of: { event: 'x', aggregate } }] }).length === 0
    }
    expect(traitAggregates.filter(takes)).toEqual(amountAggregates)
  })
})

test('every kind and aggregate of the language has a form', () => {
  const known = (expression: Json) => {
    const checked = checkComputedTrait({ name: 'x', expression }, context)
    const text = checked.ok ? '' : checked.errors.map(({ message }) => message).join(' ')
    return [...text.matchAll(/"(\w+)"/g)].map(([, name]) => name)
  }
  const kinds = known({ tomorrow: 1 }).filter((name) => name !== 'tomorrow')
  expect(kinds.length).toBeGreaterThan(4)
  expect(expressions.flatMap(({ keys }) => keys)).toEqual(expect.arrayContaining(kinds))
  const words = known({ event: 'x', aggregate: 'tomorrow' })
  expect(words).toContain('daysSinceLast')
  expect(traitAggregates.map(({ id }) => id)).toEqual(
    expect.arrayContaining(words.filter((name) => name !== 'tomorrow')),
  )
})
