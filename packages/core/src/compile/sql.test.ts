import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnKey, keyOfColumn } from './columnKey.ts'
import { and, float64, identifier, int64, join, literal, or, render, sql, string } from './sql.ts'

test('a value goes into a hole and never into the text', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const { text, params } = render(sql`SELECT ${string(value)} AND ${int64(5)}`)
      expect(text).toBe('SELECT {p0:String} AND {p1:Int64}')
      expect(params).toEqual({ p0: value, p1: 5 })
    }),
  )
})

test('a value used twice is sent once, and the same value of another type is another', () => {
  const { text, params } = render(sql`${int64(1)} ${float64(1)} ${int64(1)}`)
  expect(text).toBe('{p0:Int64} {p1:Float64} {p0:Int64}')
  expect(params).toEqual({ p0: 1, p1: '1' })
})

test('pieces are joined with their holes in order; of none, all hold and any does not', () => {
  const pieces = ['a', 'b'].map((value) => sql`x = ${string(value)}`)
  expect(render(and(pieces)).text).toBe('(x = {p0:String} AND x = {p1:String})')
  expect(render(join(pieces, ', ')).params).toEqual({ p0: 'a', p1: 'b' })
  expect([render(and([])).text, render(or([])).text]).toEqual(['1', '0'])
})

test('an identifier is letters, digits, _ and $, or a bug', () => {
  expect(render(identifier('p_a$2e$b')).text).toBe('`p_a$2e$b`')
  for (const name of ['', 'a b', 'a`b', "a'b", 'é', 'a.b', 'a\0'])
    expect(() => identifier(name)).toThrow()
})

test('a number in the text is a whole one from 0 on, or a bug', () => {
  expect(render(sql`SETTINGS max_threads = ${literal(12)}`)).toEqual({
    text: 'SETTINGS max_threads = 12',
    params: {},
  })
  for (const value of [-1, 0.5, 2 ** 53, NaN, Infinity]) expect(() => literal(value)).toThrow()
})

test('every key has a column of its own, which is a plain identifier and leads back to the key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (key) => {
      const column = columnKey(key)
      expect(() => identifier(column)).not.toThrow()
      expect(keyOfColumn(column)).toBe(key)
    }),
  )
  expect(columnKey('a.b')).not.toBe(columnKey('a_b'))
})
