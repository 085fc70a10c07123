import { identifier, render, sql, string, strings, uint64s } from '@muster/core'
import { expect, test } from 'vitest'
import { withLiterals } from './literals.ts'

test('text is quoted, and everything else is quoted and cast', () => {
  const statement = sql`SELECT ${string("it's")}, ${{ type: 'Int64', value: -5 }} FROM ${identifier('t')} WHERE node IN ${uint64s([1n, 2n])}`
  expect(withLiterals(render(statement))).toBe(
    "SELECT 'it\\'s', CAST('-5', 'Int64') FROM `t` WHERE node IN CAST('[1,2]', 'Array(UInt64)')",
  )
})

test('text in arrays is quoted twice', () => {
  expect(withLiterals(render(sql`SELECT ${strings(["a'b", '\\', '\0'])}`))).toBe(
    String.raw`SELECT CAST('[\'a\\\'b\',\'\\\\\',\'\\0\']', 'Array(String)')`,
  )
})

test('what looks like a placeholder inside a value stays as it is', () => {
  expect(withLiterals(render(sql`SELECT ${string('{p1:String}')}, ${string('$&')}`))).toBe(
    "SELECT '{p1:String}', '$&'",
  )
})

test('a placeholder without a value is a bug', () => {
  expect(() => withLiterals({ text: 'SELECT {p0:String}', params: {} })).toThrow('{p0:String}')
  expect(() => withLiterals({ text: 'SELECT {p0:String}', params: { p1: 'x' } })).toThrow()
})
