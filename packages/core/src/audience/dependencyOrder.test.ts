import { expect, test } from 'vitest'
import type { Definition } from './definition.ts'
import { dependencyOrder } from './dependencyOrder.ts'

const all = (...ids: readonly string[]): Definition => ({
  all: [{ everyone: true }, ...ids.map((audience) => ({ audience }))],
})

test.each([
  ['nothing', {}, []],
  ['the given order when nothing depends', { b: all(), a: all() }, ['b', 'a']],
  ['what is needed first', { a: all('c', 'b'), b: all(), c: all('b') }, ['b', 'c', 'a']],
  ['references to others passed over', { a: all('elsewhere') }, ['a']],
])('[L45] %s', (_what, definitions, order) => {
  expect(dependencyOrder(new Map(Object.entries(definitions)))).toEqual({ ok: true, order })
})

test('[L45] a circle is named without what leads to it', () => {
  const definitions = new Map(
    Object.entries({ a: all('b'), b: all('c'), c: all('d'), d: all('b') }),
  )
  expect(dependencyOrder(definitions)).toEqual({ ok: false, circle: ['b', 'c', 'd'] })
})

test('[L45] an audience that refers to itself is a circle', () => {
  expect(dependencyOrder(new Map([['a', all('a')]]))).toEqual({ ok: false, circle: ['a'] })
})

test('[L45] chains may be of any length', () => {
  const definitions = new Map(Array.from({ length: 20_000 }, (_, i) => [`a${i}`, all(`a${i + 1}`)]))
  const ordered = dependencyOrder(definitions)
  expect(ordered.ok && ordered.order[0]).toBe('a19999')
})
