import { expect, test } from 'vitest'
import { suggest } from './suggest.ts'

test.each([
  ['pln', ['plan', 'country'], 'plan'],
  ['plna', ['plan'], 'plan'],
  ['PLAN', ['plan'], 'plan'],
  ['equlas', ['exists', 'equals'], 'equals'],
  ['withinlast', ['withinNext', 'withinLast'], 'withinLast'],
  ['ab', ['cd', 'xyz'], undefined],
  ['plan', ['plan'], undefined],
  ['', ['a'], undefined],
  ['x'.repeat(200), ['x'.repeat(199)], undefined],
])('[L40] %s among %j', (name, candidates, expected) => {
  expect(suggest(name, candidates)).toBe(expected)
})
