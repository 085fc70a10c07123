import { expect, test } from 'vitest'
import type { Json } from '../value/json.ts'
import { reach } from './path.ts'

const order: Json = {
  total: 5,
  nothing: null,
  products: [{ category: 'a', tags: ['x', null] }, { category: null }, 'loose', { tags: ['y'] }],
  a: { b: { c: 'walked' }, 'b.c': 'half' },
  list: [[1], [2, null], 3],
}

test('[V1] a missing or null value is absent, an empty one is not', () => {
  expect(reach(order, 'missing')).toEqual([])
  expect(reach(order, 'nothing')).toEqual([])
  for (const value of ['', 0, false, [], {}]) expect(reach({ x: value }, 'x')).toEqual([value])
})

test('[V3] a key with exactly the path’s name wins if it has a value', () => {
  expect(reach({ 'a.b': 'exact', a: { b: 'walked' } }, 'a.b')).toEqual(['exact'])
  expect(reach({ 'a.b': null, a: { b: 'walked' } }, 'a.b')).toEqual(['walked'])
  expect(reach({ 'tags[]': 'exact', tags: ['walked'] }, 'tags[]')).toEqual(['exact'])
})

test('[V4] every dot walks, from the first segment on', () => {
  expect(reach(order, 'a.b.c')).toEqual(['walked'])
  expect(reach({ a: { 'b.c': 'half' } }, 'a.b.c')).toEqual([])
  expect(reach({ 'a.b': { c: 1 } }, 'a.b.c')).toEqual([])
})

test('[V4] only own keys count, and an array has none', () => {
  for (const path of [
    '__proto__',
    'constructor',
    'total.constructor',
    'products.length',
    'products.0',
    'products.category',
  ]) {
    expect(reach(order, path)).toEqual([])
  }
  const proto = Object.fromEntries<Json>([
    ['__proto__', { x: 1 }],
    ['constructor', 2],
  ])
  expect(reach(proto, '__proto__.x')).toEqual([1])
  expect(reach(proto, 'constructor')).toEqual([2])
})

test('[V5] brackets walk into arrays, also into arrays in arrays', () => {
  expect(reach(order, 'products[].category')).toEqual(['a'])
  expect(reach(order, 'list[][]')).toEqual([1, 2])
  expect(reach(order, 'total[]')).toEqual([])
  expect(reach(order, 'a[].b')).toEqual([])
})

test('[V6] behind brackets only elements with a value count', () => {
  expect(reach(order, 'products[].tags[]')).toEqual(['x', 'y'])
  expect(reach({ x: [null, null] }, 'x[]')).toEqual([])
})
