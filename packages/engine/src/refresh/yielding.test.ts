import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createYielding } from './yielding.ts'

const took = async (work: Promise<void>): Promise<number> => {
  const began = performance.now()
  await work
  return performance.now() - began
}

const going = (): boolean => false

test('while few messages wait, nothing is waited for', async () => {
  const yielding = createYielding(() => 3_000)
  expect(yielding.isPressed()).toBe(false)
  let turns = 0
  const counting = setTimeout(0).then(() => turns++)
  await yielding.after(60_000, going)
  expect(turns).toBe(0)
  await counting
})

test('while many wait, work is followed by a pause nine times as long', async () => {
  const yielding = createYielding(() => 3_001)
  expect(yielding.isPressed()).toBe(true)
  expect(await took(yielding.after(10, going))).toBeGreaterThanOrEqual(90)
})

test('the pause ends when the queue has become short', async () => {
  let queued = 10_000
  const yielding = createYielding(() => queued)
  let isOver = false
  const waiting = yielding.after(60_000, going).then(() => (isOver = true))
  await setTimeout(60)
  expect(isOver).toBe(false)
  queued = 0
  await waiting
  expect(isOver).toBe(true)
})

test('whoever ends does not wait', async () => {
  const yielding = createYielding(() => 10_000)
  expect(await took(yielding.after(60_000, () => true))).toBeLessThan(5_000)
})
