import { expect, test } from 'vitest'
import { steadyClock } from './steadyClock.ts'

test('stands still while the clock is set back, and goes on when the clock has caught up', () => {
  let shown = 100
  const clock = steadyClock(() => shown, 0)
  expect(clock()).toBe(100)
  shown = 40
  expect(clock()).toBe(100)
  shown = 101
  expect(clock()).toBe(101)
})

test('never shows less than the instant at which the run before stood', () => {
  expect(steadyClock(() => 5, 9)()).toBe(9)
})
