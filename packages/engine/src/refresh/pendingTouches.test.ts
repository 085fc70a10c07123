import { expect, test } from 'vitest'
import { message } from '../read/test-support/stores.ts'
import { createPendingTouches } from './pendingTouches.ts'
import { newsOf, type Touch } from './touches.ts'

const touchOf = (at: number): Touch => ({
  cause: { kind: 'event', messageId: `m${at}` },
  dueAt: at,
  evidence: '["Order Completed"]',
  at,
  message: message('one', { timestamp: at }),
})

test('of more messages than are kept, their profiles are read, and one touch is enough for each', () => {
  const pending = createPendingTouches(2)
  for (const at of [1, 2, 3, 4, 5]) pending.add(1n, touchOf(at))
  pending.add(2n, touchOf(6))
  const touches = pending.take()
  expect(touches.get(1n)?.map(({ dueAt }) => dueAt)).toEqual([1, 2, 3])
  expect(newsOf(touches.get(1n) ?? [])).toBeUndefined()
  expect(touches.get(2n)).toEqual([{ cause: { kind: 'event', messageId: 'm6' }, dueAt: 6 }])
  pending.add(1n, touchOf(7))
  expect(newsOf(pending.take().get(1n) ?? [])).toHaveLength(1)
})

test('an edge that is passed stays what it is, however much has come', () => {
  const pending = createPendingTouches(0)
  pending.add(1n, touchOf(1))
  const edge: Touch = { cause: { kind: 'edge' }, dueAt: 2, audiences: new Set([3]) }
  pending.add(2n, edge)
  expect(pending.take().get(2n)).toEqual([edge])
})

test('what a tick did not get done is pending again, and to be read', () => {
  const pending = createPendingTouches()
  pending.add(1n, touchOf(1))
  const taken = pending.take()
  expect(pending.isEmpty()).toBe(true)
  pending.add(1n, touchOf(2))
  pending.putBack(taken)
  expect(pending.has(1n)).toBe(true)
  expect(newsOf(pending.take().get(1n) ?? [])).toBeUndefined()
})
