import type { Identity } from '@muster/client'
import { expect, test } from 'vitest'
import { unmergePlan } from './unmergePlan.ts'

const identifiers = ['a', 'b', 'c'].map((value) => ({
  ...{ identifier: { kind: 'email', value }, node: value, firstSeenAt: 0, firstMessageId: value },
  ...{ source: 'identify', sides: [] },
}))
const identity: Identity = { profile: '1', createdAt: 0, identifiers, profiles: ['1'], log: [] }
const values = (split: readonly number[]) => {
  const plan = unmergePlan(identity, split)
  return plan && [plan.staying, ...plan.groups].map((group) => group.map(({ value }) => value))
}

test('each group gets a profile of its own, the rest stays', () => {
  expect(values([0, 1, 2])).toEqual([['a'], ['b'], ['c']])
  expect(values([0, 1, 1])).toEqual([['a'], ['b', 'c']])
})

test('while nobody leaves, or nobody stays, there is nothing to do', () => {
  expect(values([0, 0, 0])).toBeUndefined()
  expect(values([1, 1, 1])).toBeUndefined()
})
