import { expect, test } from 'vitest'
import { faultsOf, workspace } from './checkContext.test-support.ts'
import { checkDefinition } from './checkDefinition.ts'
import { parseDefinition } from './parseDefinition.ts'

/** A condition so many levels within `not`. */
function nested(levels: number): unknown {
  let condition: unknown = { everyone: true }
  for (let i = 1; i < levels; i++) condition = { not: condition }
  return condition
}

function check(input: unknown, limits = {}): unknown {
  return faultsOf(checkDefinition(input, { ...workspace, limits }))
}

test('[L31] ten levels pass, eleven do not', () => {
  expect(check(nested(10))).toEqual([])
  expect(check(nested(11))).toEqual([['too_deep', Array(10).fill('not')]])
  expect(check(nested(4), { depth: 3 })).toEqual([['too_deep', ['not', 'not', 'not']]])
})

test('[L31] filters and predicates of elements are levels too', () => {
  const filtered = {
    event: 'E',
    where: [{ not: { property: 'x', is: { some: { some: { exists: true } } } } }],
  }
  expect(check(filtered, { depth: 5 })).toEqual([])
  expect(check(filtered, { depth: 4 })).toEqual([
    ['too_deep', ['where', 0, 'not', 'is', 'some', 'some']],
  ])
})

test('[L31] input of any depth is refused, not overflowed', () => {
  const limits = { bytes: Infinity }
  expect(check(nested(100_000), limits)).toEqual([['too_deep', Array(10).fill('not')]])
  let predicate: unknown = { exists: true }
  for (let i = 0; i < 100_000; i++) predicate = { some: predicate }
  const at = ['is', ...Array<string>(10).fill('some')]
  expect(check({ trait: 'x', is: predicate }, limits)).toEqual([['too_deep', at.slice(0, 11)]])
})

test('[L31] an object within itself is refused like any depth', () => {
  const circle: unknown[] = []
  const condition = { all: circle }
  circle.push(condition, condition, condition)
  const checked = checkDefinition(condition, workspace)
  expect(checked.ok).toBe(false)
})

test('[L32] two hundred conditions pass; groups do not count, steps do', () => {
  const many = (count: number): unknown => ({
    all: [{ not: { any: Array.from({ length: count }, () => ({ everyone: true })) } }],
  })
  expect(check(many(200))).toEqual([])
  expect(check(many(202))).toEqual([['too_many_conditions', ['all', 0, 'not', 'any', 200]]])
  const sequence = { sequence: [{ event: 'E' }, { event: 'F' }, { event: 'G' }] }
  expect(check(sequence, { conditions: 3 })).toEqual([])
  expect(check(sequence, { conditions: 2 })).toEqual([['too_many_conditions', []]])
})

test('[L33] 64 KB of text pass, one byte more does not', () => {
  const room = 65_536 - '{"trait":"x","is":{"equals":""}}'.length
  const text = (bytes: number): string => 'é'.repeat(bytes / 2) + 'a'.repeat(bytes % 2)
  const definition = (bytes: number): unknown => ({ trait: 'x', is: { equals: text(bytes) } })
  expect(check(definition(room))).toEqual([])
  expect(check(definition(room + 1))).toEqual([['too_large', []]])
  expect(parseDefinition(JSON.stringify(definition(room)), workspace).ok).toBe(true)
  const longer = parseDefinition(`${JSON.stringify(definition(room))} `, workspace)
  expect(faultsOf(longer)).toEqual([['too_large', []]])
})

test('[L33] escapes, keys and numbers count as they are written', () => {
  const definition = { trait: 'a"\n👍', is: { oneOf: [1.5, -2, true, 2n ** 60n] } }
  const text =
    JSON.stringify({ trait: 'a"\n👍' }) + ',"is":{"oneOf":[1.5,-2,true,1152921504606846976]}'
  const bytes = new TextEncoder().encode(text).length
  expect(check(definition, { bytes })).toEqual([])
  expect(check(definition, { bytes: bytes - 1 })).toEqual([['too_large', []]])
})

test('[L34] a thousand values pass, more are a list', () => {
  const oneOf = (length: number): unknown => ({
    trait: 'x',
    is: { oneOf: Array.from({ length }, (_, i) => i) },
  })
  expect(check(oneOf(1_000))).toEqual([])
  expect(check(oneOf(1_001))).toEqual([['too_many_values', ['is', 'oneOf']]])
})
