import { checkDefinition } from '@muster/core'
import type { Json } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { isObject } from '../../format/json.ts'
import { conditions, offered } from './conditions.ts'
import { converted, formOf } from './form.ts'
import { aggregates, filters, numberTests, predicates, windows } from './values.ts'

const context = { audience: () => ({ everyone: true }) as const, list: () => true }
/** What is still empty is unfinished; anything else would be a form that the language does not have. */
const unfinished = new Set([
  'empty_name',
  'empty_needle',
  'empty_list',
  'bad_instant',
  'empty_group',
])
const faultsOf = (definition: Json) => {
  const checked = checkDefinition(definition, context)
  return checked.ok ? [] : checked.errors.filter(({ code }) => !unfinished.has(code))
}

describe('whatever the builder begins with is in the language, but for what is left empty', () => {
  test.each(conditions)('$id', (form) => {
    expect(formOf(form.initial, conditions)).toBe(form)
    expect(faultsOf(form.initial)).toEqual([])
    for (const field of form.fields.filter(({ add }) => add !== undefined)) {
      expect(faultsOf({ ...form.initial, ...field.needs, [field.key]: field.initial })).toEqual([])
    }
  })

  test.each(predicates)('predicate $id', (form) => {
    expect(formOf(form.initial, predicates)).toBe(form)
    expect(faultsOf({ trait: 'x', is: form.initial })).toEqual([])
  })

  test.each([...windows])('window $id', (form) => {
    expect(formOf(form.initial, windows)).toBe(form)
    expect(faultsOf({ event: 'x', window: form.initial })).toEqual([])
  })

  test.each(filters)('filter $id', (form) => {
    expect(formOf(form.initial, filters)).toBe(form)
    expect(faultsOf({ event: 'x', where: [form.initial] })).toEqual([])
  })

  test.each(aggregates)('aggregate $id', (form) => {
    const is = form.finds === 'number' ? { atLeast: 1 } : { equals: 'x' }
    expect(formOf(form.initial, aggregates)).toBe(form)
    expect(faultsOf({ event: 'x', aggregate: form.initial, is })).toEqual([])
  })

  test.each(numberTests)('number test $id', (form) => {
    expect(faultsOf({ event: 'x', is: form.initial })).toEqual([])
  })
})

test('every kind of condition is offered, each once', () => {
  expect([...offered].sort()).toEqual(conditions.map(({ id }) => id).sort())
})

test('every operator and window of the language has a form', () => {
  const known = (check: (key: string) => Json) => namesIn(faultMessage(check('no such key')))
  expect(predicates.flatMap(({ keys }) => keys).sort()).toEqual(
    expect.arrayContaining(known((key) => ({ trait: 'x', is: { [key]: 1 } }))),
  )
  expect(windows.flatMap(({ keys }) => keys).sort()).toEqual(
    expect.arrayContaining(known((key) => ({ event: 'x', window: { [key]: 1 } }))),
  )
})

test('a changed operator keeps its argument where it takes the same', () => {
  const form = (id: string) => {
    const found = predicates.find((each) => each.id === id)
    if (found === undefined) throw new Error(id)
    return found
  }
  expect(converted({ contains: 'shoe' }, form('contains'), form('startsWith'))).toEqual({
    startsWith: 'shoe',
  })
  expect(converted({ contains: 'shoe' }, form('contains'), form('atLeast'))).toEqual({ atLeast: 1 })
})

function faultMessage(definition: Json): string {
  const checked = checkDefinition(definition, context)
  if (checked.ok || !isObject(definition)) throw new Error('a fault was expected')
  return checked.errors.map(({ message }) => message).join(' ')
}

/** The names that a fault lists behind "Known are". */
function namesIn(message: string): string[] {
  const [, listed = ''] = /Known are (.*)\./.exec(message) ?? []
  return [...listed.matchAll(/"(\w+)"/g)].map(([, name]) => name ?? '')
}
