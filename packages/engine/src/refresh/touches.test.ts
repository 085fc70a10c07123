import { expect, test } from 'vitest'
import { addTouch, type Touch, type Touches } from './touches.ts'

const edge = (dueAt: number, audiences: ReadonlySet<number>): Touch => ({
  cause: { kind: 'edge' },
  dueAt,
  audiences,
})

test('of edges that concern the same audiences only the earliest stays, however many are crossed', () => {
  const touches: Touches = new Map()
  const [some, others] = [new Set([1, 2]), new Set([3])]
  for (let at = 10; at < 1_000; at++) addTouch(touches, 1n, edge(at, some))
  addTouch(touches, 1n, edge(500, others))
  expect(touches.get(1n)).toEqual([edge(10, some), edge(500, others)])
})

test('an edge that was crossed earlier is not covered by a later one', () => {
  const touches: Touches = new Map()
  const some = new Set([1])
  addTouch(touches, 1n, edge(20, some))
  addTouch(touches, 1n, edge(10, some))
  expect(touches.get(1n)?.map(({ dueAt }) => dueAt)).toEqual([20, 10])
})

test('of other causes the first of each kind stays', () => {
  const touches: Touches = new Map()
  addTouch(touches, 1n, { cause: { kind: 'merge' }, dueAt: 1 })
  addTouch(touches, 1n, { cause: { kind: 'merge' }, dueAt: 2 })
  addTouch(touches, 1n, { cause: { kind: 'list' }, dueAt: 3 })
  expect(touches.get(1n)?.map(({ dueAt }) => dueAt)).toEqual([1, 3])
})
